"""The operations of the API. Each reads, or makes one changing call."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import NinjaAPI, Router, Status
from ninja.files import UploadedFile
from ninja.operation import Operation
from ninja.params.functions import File, Header, Path, Query

from motcua import audit
from motcua.accounts.doors import machine
from motcua.accounts.queries import actor
from motcua.accounts.rules.permissions import ApiScope
from motcua.dossiers import actions as dossiers
from motcua.dossiers import machine_queries as machines
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.states import NAMES, State
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.rules import MEDIA_TYPES
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.procedures import queries as procedures
from motcua.procedures import searching
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.procedures.search.finding import Filters

from . import asked_shapes, contents, filing, opinions, paging, problems, shapes, webhooks
from .auth import Bearer
from .callers import caller

router = Router()
# PostgreSQL keeps no NUL.
PLAIN = r"^[^\x00]*$"


@router.get("/procedures", response={200: shapes.ProcedurePage, **problems.ERRORS}, auth=Bearer(ApiScope.PROCEDURES))
@machine(ApiScope.PROCEDURES)
def list_procedures(
    request: HttpRequest,
    q: str = Query("", max_length=200, pattern=PLAIN),
    field: str = Query("", max_length=250, pattern=PLAIN),
    level: str = Query("", max_length=20, pattern=PLAIN),
    cursor: str = Query("", max_length=500, pattern=PLAIN),
    limit: int = Query(20, ge=1, le=paging.MOST),
) -> dict[str, Any]:
    """Return the procedures that a question means, the likeliest first; all of them without one."""
    offset = int((paging.after(cursor, "procedures") or [0])[0])
    found = searching.search(q, Filters(field=field, level=level), limit=limit, offset=offset)
    items = [
        {
            "code": entry.code,
            "title": entry.title,
            "field": entry.field,
            "handled_by": entry.handled_by,
            "channels": list(entry.channels),
            "can_be_filed": entry.is_open,
        }
        for entry in found.entries
    ]
    return {"items": items, "next": paging.next_of("procedures", [found.next] if found.next is not None else None)}


def _version(code: str, now: datetime) -> ProcedureVersion:
    try:
        return procedures.current(code, today(now))
    except ProcedureVersion.DoesNotExist:
        raise filing.no_procedure() from None


@router.get(
    "/procedures/{code}", response={200: shapes.ProcedureFull, **problems.ERRORS}, auth=Bearer(ApiScope.PROCEDURES)
)
@machine(ApiScope.PROCEDURES)
def get_procedure(request: HttpRequest, code: str = Path(..., max_length=60, pattern=PLAIN)) -> dict[str, Any]:
    """Return a procedure's version in force."""
    version = _version(code, timezone.now())
    procedure: Procedure = version.procedure
    return {
        "code": procedure.code,
        "title": procedure.title,
        "version": version.number,
        "handled_by": procedure.handled_by,
        "processing_system": str(version.settings.get("processing_system") or "local"),
        "record": version.record,
        "papers": version.papers,
        "fees": version.fees,
        "limits": version.limits,
        "cases": version.settings.get("cases") or [],
        "result": {key: value for key, value in version.result.items() if key != "template"},
    }


@router.get(
    "/procedures/{code}/form", response={200: shapes.ProcedureForm, **problems.ERRORS}, auth=Bearer(ApiScope.PROCEDURES)
)
@machine(ApiScope.PROCEDURES)
def get_form(request: HttpRequest, code: str = Path(..., max_length=60, pattern=PLAIN)) -> dict[str, Any]:
    """Return the form of a procedure's version in force."""
    version = _version(code, timezone.now())
    return {
        "code": code,
        "version": version.number,
        "form_schema": version.form["schema"],
        "presentation": version.form["presentation"],
    }


@router.post("/files", response={201: shapes.FileMade, **problems.ERRORS}, auth=Bearer(ApiScope.FILES))
@machine(ApiScope.FILES)
def post_file(request: HttpRequest, file: UploadedFile = File(...)) -> Status[dict[str, Any]]:  # noqa: B008
    """Take a file in, checked by its content."""
    made = files.store(
        data=file, name=file.name or "tep", purpose="paper", by=actor(caller(request)), now=timezone.now()
    )
    return Status(
        201,
        {
            "id": made.public_id,
            "name": made.name,
            "kind": made.kind,
            "size": made.size,
            "pages": made.pages,
            "sha256": made.sha256,
            "warnings": made.warnings,
        },
    )


CONTENT = {
    "description": "the file's content",
    "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA_TYPES.values()},
}


@router.get(
    "/files/{file_id}",
    response=problems.ERRORS,
    openapi_extra={"responses": {200: CONTENT}},
    auth=Bearer(ApiScope.DOSSIERS_READ),
)
@machine(ApiScope.DOSSIERS_READ)
def get_file(request: HttpRequest, file_id: UUID) -> StreamingHttpResponse:
    """Return the content of a paper or result of a dossier within reach; the look is written down.

    It is compared with its hash while it is sent: an answer that breaks off is a damaged file, never a wrong one.
    """
    user = caller(request)
    dossier, file = machines.file_for(user, file_id)
    audit.viewed([("dossier", dossier.code)], by=actor(user), why="api.file", at=timezone.now())
    return StreamingHttpResponse(stored.stream(file), headers=stored.download_headers(file))


def _shown(dossier: Dossier) -> dict[str, Any]:
    return {
        "code": dossier.code,
        "id": dossier.public_id,
        "procedure": dossier.version.procedure.code,
        "version": dossier.version.number,
        "state": dossier.state,
        "state_name": gettext(NAMES[State(dossier.state)]),
        "agency": dossier.competent_agency.code,
        "received_at_agency": dossier.received_at.code if dossier.received_at is not None else None,
        "origin": dossier.origin,
        "foreign_code": dossier.foreign_code,
        "channel": dossier.channel,
        "foreign_submitted_at": dossier.submitted_on_foreign_at,
        "submitted_at": dossier.submitted_at,
        "accepted_at": dossier.accepted_at,
        "due_at": dossier.due_at,
        "completed_at": dossier.completed_at,
        "delivered_at": dossier.delivered_at,
        "revision": dossier.revision,
    }


# What had not come about yet at the first answer, which every repetition gets too.
AS_FILED = {
    "state": State.REGISTERED.value,
    "accepted_at": None,
    "due_at": None,
    "completed_at": None,
    "delivered_at": None,
    "revision": 1,
}


@router.post("/dossiers", response={201: shapes.DossierMade, **problems.ERRORS}, auth=Bearer(ApiScope.DOSSIERS_WRITE))
@machine(ApiScope.DOSSIERS_WRITE)
def post_dossier(
    request: HttpRequest,
    body: shapes.DossierIn,
    idempotency_key: str = Header(..., alias="Idempotency-Key", min_length=8, max_length=100, pattern=PLAIN),
) -> Status[dict[str, Any]]:
    """File a dossier once under the caller's key; the same request again gives the first answer."""
    now, user = timezone.now(), caller(request)
    try:
        asked = filing.from_body(body, on=today(now))
    except Refused:
        # What was filed while the procedure and the agency were in force stays filed.
        filed = dossiers.repeated(key=idempotency_key, fingerprint=filing.hash_of(body), by=user)
        if filed is None:
            raise
    else:
        filed = dossiers.file(filing=asked, key=idempotency_key, by=user, now=now)
    first = _shown(filed.dossier) | AS_FILED | {"state_name": gettext(NAMES[State.REGISTERED])}
    return Status(201, {**first, "lookup_secret": dossiers.secret_of(filed.dossier)})


@router.get("/dossiers", response={200: shapes.DossierPage, **problems.ERRORS}, auth=Bearer(ApiScope.DOSSIERS_READ))
@machine(ApiScope.DOSSIERS_READ)
def list_dossiers(
    request: HttpRequest,
    state: int | None = Query(None, ge=1, le=10),
    agency: str = Query("", max_length=60, pattern=PLAIN),
    since: date | None = Query(None, alias="from"),  # noqa: B008
    until: date | None = Query(None, alias="to"),  # noqa: B008
    cursor: str = Query("", max_length=500, pattern=PLAIN),
    limit: int = Query(20, ge=1, le=paging.MOST),
) -> dict[str, Any]:
    """Return the dossiers of the client's agencies, newest first."""
    after = paging.after(cursor, "dossiers")
    found = machines.dossiers_for(
        caller(request),
        state=state,
        agency=agency,
        since=since,
        until=until,
        before_id=int(after[0]) if after else None,
        limit=limit + 1,
    )
    last = [found[limit - 1].pk] if len(found) > limit else None
    return {"items": [_shown(dossier) for dossier in found[:limit]], "next": paging.next_of("dossiers", last)}


@router.get(
    "/dossiers/{code}", response={200: shapes.DossierFull, **problems.ERRORS}, auth=Bearer(ApiScope.DOSSIERS_READ)
)
@machine(ApiScope.DOSSIERS_READ)
def get_dossier(request: HttpRequest, code: str = Path(..., max_length=60, pattern=PLAIN)) -> dict[str, Any]:
    """Return one dossier with its people, answers, papers and results; the look is written down.

    Identity numbers are masked: only their last three characters are readable.
    """
    user = caller(request)
    dossier = machines.dossier_for(user, code)
    found = machines.contents_of(user, dossier)
    audit.viewed([("dossier", dossier.code)], by=actor(user), why="api.dossier", at=timezone.now())
    return {**_shown(dossier), **contents.shown(dossier, found)}


@router.get(
    "/dossiers/{code}/events", response={200: shapes.EventPage, **problems.ERRORS}, auth=Bearer(ApiScope.DOSSIERS_READ)
)
@machine(ApiScope.DOSSIERS_READ)
def list_events(
    request: HttpRequest,
    code: str = Path(..., max_length=60, pattern=PLAIN),
    cursor: str = Query("", max_length=500, pattern=PLAIN),
    limit: int = Query(50, ge=1, le=paging.MOST),
) -> dict[str, Any]:
    """Return the history of a dossier, oldest first."""
    after = paging.after(cursor, "events")
    user = caller(request)
    dossier = machines.dossier_for(user, code)
    # Notes are free text and may name people.
    audit.viewed([("dossier", dossier.code)], by=actor(user), why="api.events", at=timezone.now())
    found = machines.events_of(user, dossier, after_id=int(after[0]) if after else None, limit=limit + 1)
    items = [
        {
            "id": event.pk,
            "at": event.at,
            "kind": event.kind,
            "state": event.state,
            "agency": event.agency_code,
            "note": event.note,
            "params": event.params,
        }
        for event in found[:limit]
    ]
    last = [found[limit - 1].pk] if len(found) > limit else None
    return {"items": items, "next": paging.next_of("events", last)}


@router.post(
    "/dossiers/{code}/supplement",
    response={200: asked_shapes.DossierMoved, **problems.ERRORS},
    auth=Bearer(ApiScope.DOSSIERS_WRITE),
)
@machine(ApiScope.DOSSIERS_WRITE)
def post_supplement(
    request: HttpRequest, body: shapes.SupplementIn, code: str = Path(..., max_length=60, pattern=PLAIN)
) -> dict[str, Any]:
    """Answer the open supplement request of a dossier, wherever that was filed; earlier answers and files stay.

    422 with the points that are still open.
    """
    now, user = timezone.now(), caller(request)
    dossier = dossiers.answer_supplement(
        public_id=machines.dossier_to(user, "dossier.supplement", code).public_id,
        given=body.answers,
        papers=filing.papers_from(body.papers),
        message=clean(body.message),
        paper_reason=clean(body.paper_reason),
        by=user,
        now=now,
    )
    return {"code": dossier.code, "state": dossier.state, "state_name": gettext(NAMES[State(dossier.state)])}


@router.post(
    "/dossiers/{code}/opened",
    response={200: asked_shapes.DossierMoved, **problems.ERRORS},
    auth=Bearer(ApiScope.DOSSIERS_WRITE),
)
@machine(ApiScope.DOSSIERS_WRITE)
def post_opened(request: HttpRequest, code: str = Path(..., max_length=60, pattern=PLAIN)) -> dict[str, Any]:
    """Tell that the applicant opened the dossier in the caller's system: what they were to know, they know from now.

    A message that was only sent is not to be told here.
    """
    user = caller(request)
    dossier = machines.dossier_to(user, "dossier.read_notice", code)
    dossiers.opened(dossier_id=dossier.pk, by=user, now=timezone.now())
    return {"code": dossier.code, "state": dossier.state, "state_name": gettext(NAMES[State(dossier.state)])}


@router.post(
    "/dossiers/{code}/payments",
    response={201: asked_shapes.DossierMoved, **problems.ERRORS},
    auth=Bearer(ApiScope.PAYMENTS),
)
@machine(ApiScope.PAYMENTS)
def post_payment(
    request: HttpRequest, body: shapes.ReceiptIn, code: str = Path(..., max_length=60, pattern=PLAIN)
) -> Status[dict[str, Any]]:
    """Record that a financial duty is paid; 409 where the dossier does not wait for one (any more)."""
    user = caller(request)
    dossier = dossiers.payment_done(
        dossier_id=machines.dossier_to(user, "dossier.record_payment", code).pk,
        receipt=dossiers.Receipt(clean(body.number), body.paid_on, body.amount),
        note=clean(body.note),
        by=user,
        now=timezone.now(),
    )
    return Status(
        201, {"code": dossier.code, "state": dossier.state, "state_name": gettext(NAMES[State(dossier.state)])}
    )


@router.get("/tasks", response={200: shapes.TaskPage, **problems.ERRORS}, auth=Bearer(ApiScope.TASKS_READ))
@machine(ApiScope.TASKS_READ)
def list_tasks(
    request: HttpRequest,
    dossier: str = Query("", max_length=60, pattern=PLAIN),
    kind: str = Query("", max_length=20, pattern=PLAIN),
    cursor: str = Query("", max_length=500, pattern=PLAIN),
    limit: int = Query(20, ge=1, le=paging.MOST),
) -> dict[str, Any]:
    """Return the open steps of the client's agencies, oldest first."""
    after = paging.after(cursor, "tasks")
    found = machines.tasks_for(
        caller(request), dossier=dossier, kind=kind, after_id=int(after[0]) if after else None, limit=limit + 1
    )
    items = [
        {
            "id": task.public_id,
            "dossier": task.instance.business_key,
            "step": task.step,
            "name": task.name,
            "kind": task.kind,
            "role": task.role,
            "agency": task.agency.code,
            "outcomes": task.outcomes,
            "opened_at": task.opened_at,
            "due_at": task.due_at,
        }
        for task in found[:limit]
    ]
    last = [found[limit - 1].pk] if len(found) > limit else None
    return {"items": items, "next": paging.next_of("tasks", last)}


@router.post(
    "/tasks/{task_id}/complete", response={200: shapes.DossierOut, **problems.ERRORS}, auth=Bearer(ApiScope.TASKS_WRITE)
)
@machine(ApiScope.TASKS_WRITE)
def complete_task(request: HttpRequest, task_id: UUID, body: shapes.CompleteIn) -> dict[str, Any]:
    """End a step; 409 where somebody else ended it first."""
    user = caller(request)
    dossier = dossiers.complete(
        task_id=machines.task_for(user, task_id).pk,
        outcome=body.outcome,
        note=body.note,
        by=user,
        now=timezone.now(),
        details=filing.details_from(body),
    )
    return _shown(machines.dossier_for(user, dossier.code))


@router.get("/tracking/{code}", response={200: shapes.TrackingOut, **problems.ERRORS}, auth=Bearer(ApiScope.TRACKING))
@machine(ApiScope.TRACKING)
def track(
    request: HttpRequest,
    code: str = Path(..., max_length=60, pattern=PLAIN),
    x_lookup_secret: str = Header(..., alias="X-Lookup-Secret", max_length=20, pattern=PLAIN),
) -> dict[str, Any]:
    """Return where a dossier is, for its code and look-up secret (in a header: addresses end up in logs)."""
    dossier = dossiers.look_up(typed_code=code, typed_secret=x_lookup_secret, now=timezone.now())
    return {
        "code": dossier.code,
        "procedure": dossier.version.procedure.title,
        "state": dossier.state,
        "state_name": gettext(NAMES[State(dossier.state)]),
        "agency": dossier.competent_agency.name,
        "submitted_at": dossier.submitted_at,
        "due_at": dossier.due_at,
        "needs_supplement": dossier.state == State.SUPPLEMENT_REQUESTED,
        "has_result": dossier.state == State.DELIVERED or (dossier.state == State.COMPLETED and not dossier.is_over),
    }


class Api(NinjaAPI):
    """The operations, each named in its description by its function."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name by which generated clients call an operation."""
        return operation.view_func.__name__


api = Api(
    title="Motcua",
    version="1",
    description="One door: procedures, dossiers, steps and tracking of a province.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
problems.install(api)
api.add_router("", router)
api.add_router("", opinions.router)
api.add_router("", webhooks.router)
