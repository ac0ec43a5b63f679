"""Opinions: asked of other agencies, read and answered by the asked ones; and what another system says of a dossier."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router, Status
from ninja.params.functions import Path, Query
from pydantic import Field, StringConstraints

from motcua import audit
from motcua.accounts.doors import machine
from motcua.accounts.queries import actor
from motcua.accounts.rules.permissions import ApiScope
from motcua.dossiers import actions as dossiers
from motcua.dossiers import machine_queries as machines
from motcua.dossiers import opinions as asked
from motcua.dossiers.actions.opinions import Question
from motcua.dossiers.models import Opinion
from motcua.dossiers.rules.external import Standing
from motcua.dossiers.rules.opinions import Stance
from motcua.dossiers.rules.states import NAMES, State
from motcua.files import queries as stored
from motcua.files.rules import MEDIA_TYPES
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.organisations.models import Agency
from motcua.organisations.queries import agency_by_code

from . import paging, problems
from .asked_shapes import DossierMoved
from .auth import Bearer
from .base_shapes import Shape, Strict
from .callers import caller
from .shapes import Code, Day, Long, Moment

router = Router()
# PostgreSQL keeps no NUL.
PLAIN = r"^[^\x00]*$"


class QuestionIn(Strict):
    """What an agency is asked about a dossier: `papers` are keys of the dossier's papers that it may read for it."""

    agency: Code
    question: Long
    due_on: Day
    is_mandatory: bool = True
    papers: Annotated[list[Code], Field(max_length=60)] = []
    shares_answers: bool = False


class AnswerIn(Strict):
    """What an asked agency says; `file` is the id of a file that was sent before."""

    stance: Stance
    text: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    file: UUID | None = None


class WaiverIn(Strict):
    """On which article of which document the signature may go on without an opinion."""

    basis: Annotated[str, StringConstraints(min_length=1, max_length=300)]


class StandingIn(Strict):
    """What the system that decides says: its code of the dossier, its state there (a key of the package), and when."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    status: Code
    said_at: Moment


class AnswerOut(Shape):
    """One version of an answer; the newest counts, the earlier ones stay."""

    number: int
    stance: Stance
    text: str
    file: UUID | None
    given_at: datetime
    is_late: bool


class OpinionOut(Shape):
    """A question with its answers, the newest first. `agency` is the asked one; `waived_at`: signed without it."""

    id: UUID
    dossier: str
    number: int
    agency: str
    question: str
    is_mandatory: bool
    asked_at: datetime
    due_at: datetime
    waived_at: datetime | None
    answers: list[AnswerOut]


class SharedFile(Shape):
    """A file that was shared with the asked agency."""

    id: UUID
    name: str
    kind: str


class SharedPaper(Shape):
    """A paper that was shared, with its files."""

    key: str
    name: str
    files: list[SharedFile]


class SharedRow(Shape):
    """A question of the form with its answer, as people read them."""

    label: str
    text: str


class SharedSection(Shape):
    """The answers of one page of the form."""

    title: str
    rows: list[SharedRow]


class OpinionFull(OpinionOut):
    """A question as the asked agency sees it: with the papers and the answers that were shared, nothing else."""

    papers: list[SharedPaper]
    sections: list[SharedSection]


class OpinionPage(paging.Page):
    """A page of questions."""

    items: list[OpinionOut]


def _shown(opinion: Opinion) -> dict[str, Any]:
    return {
        "id": opinion.public_id,
        "dossier": opinion.dossier.code,
        "number": opinion.number,
        "agency": opinion.recipient.code,
        "question": opinion.question,
        "is_mandatory": opinion.is_mandatory,
        "asked_at": opinion.asked_at,
        "due_at": opinion.due_at,
        "waived_at": opinion.waived_at,
        "answers": [
            {
                "number": answer.number,
                "stance": answer.stance,
                "text": answer.text,
                "file": answer.file.public_id if answer.file is not None else None,
                "given_at": answer.given_at,
                "is_late": answer.is_late,
            }
            for answer in opinion.answers.select_related("file").order_by("-number")
        ],
    }


@router.post(
    "/dossiers/{code}/opinions", response={201: OpinionOut, **problems.ERRORS}, auth=Bearer(ApiScope.TASKS_WRITE)
)
@machine(ApiScope.TASKS_WRITE)
def post_opinion(
    request: HttpRequest, body: QuestionIn, code: str = Path(..., max_length=60, pattern=PLAIN)
) -> Status[dict[str, Any]]:
    """Ask an agency for its opinion on a dossier in processing; the legal clock runs on.

    The signature waits for the mandatory ones.
    """
    user, now = caller(request), timezone.now()
    dossier = machines.dossier_to(user, "opinion.ask", code)
    try:
        recipient = agency_by_code(body.agency, today(now))
    except Agency.DoesNotExist:
        raise Refused("no_such_agency", N_("Hãy chọn cơ quan khác để hỏi ý kiến.")) from None
    question = Question(
        recipient_id=recipient.pk,
        text=clean(body.question),
        due_on=body.due_on,
        is_mandatory=body.is_mandatory,
        papers=tuple(body.papers),
        shares_answers=body.shares_answers,
    )
    return Status(201, _shown(dossiers.ask_opinion(dossier_id=dossier.pk, question=question, by=user, now=now)))


@router.get("/opinions", response={200: OpinionPage, **problems.ERRORS}, auth=Bearer(ApiScope.TASKS_READ))
@machine(ApiScope.TASKS_READ)
def list_opinions(
    request: HttpRequest,
    state: Literal["open", "answered"] = Query("open"),
    cursor: str = Query("", max_length=500, pattern=PLAIN),
    limit: int = Query(20, ge=1, le=paging.MOST),
) -> dict[str, Any]:
    """Return what the client's agencies are asked: open questions by their time, answered ones the newest first."""
    after = paging.after(cursor, f"opinions-{state}")
    behind = int(after[0]) if after else None
    found = asked.asked_of(caller(request), is_open=state == "open", behind=behind, limit=limit + 1)
    last = [found[limit - 1].pk] if len(found) > limit else None
    return {"items": [_shown(one) for one in found[:limit]], "next": paging.next_of(f"opinions-{state}", last)}


@router.get("/opinions/{opinion_id}", response={200: OpinionFull, **problems.ERRORS}, auth=Bearer(ApiScope.TASKS_READ))
@machine(ApiScope.TASKS_READ)
def get_opinion(request: HttpRequest, opinion_id: UUID) -> dict[str, Any]:
    """Return a question with what was shared for it, numbers of persons masked; the look is written down."""
    user, now = caller(request), timezone.now()
    opinion = asked.by_public_id(opinion_id, by=user)
    shared = asked.shared_of(opinion, now)
    audit.viewed([("dossier", opinion.dossier.code)], by=actor(user), why="api.opinion", at=now)
    papers = [
        {
            "key": sheet.paper.key,
            "name": sheet.paper.name,
            "files": [{"id": row.file.public_id, "name": row.file.name, "kind": row.file.kind} for row in sheet.files],
        }
        for sheet in shared.sheets
    ]
    sections = [
        {"title": section.title, "rows": [{"label": row.label, "text": row.text} for row in section.rows]}
        for section in shared.sections
    ]
    return {**_shown(opinion), "papers": papers, "sections": sections}


CONTENT = {
    "description": "the file's content",
    "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA_TYPES.values()},
}


@router.get(
    "/opinions/{opinion_id}/files/{file_id}",
    response=problems.ERRORS,
    openapi_extra={"responses": {200: CONTENT}},
    auth=Bearer(ApiScope.TASKS_READ),
)
@machine(ApiScope.TASKS_READ)
def get_opinion_file(request: HttpRequest, opinion_id: UUID, file_id: UUID) -> StreamingHttpResponse:
    """Return the content of a file that was shared for a question; the look is written down."""
    user, now = caller(request), timezone.now()
    opinion = asked.by_public_id(opinion_id, by=user)
    file = asked.file_of(opinion, file_id, now)
    audit.viewed([("dossier", opinion.dossier.code)], by=actor(user), why="api.opinion_file", at=now)
    return StreamingHttpResponse(stored.stream(file), headers=stored.download_headers(file))


@router.post(
    "/opinions/{opinion_id}/answers", response={201: OpinionOut, **problems.ERRORS}, auth=Bearer(ApiScope.TASKS_WRITE)
)
@machine(ApiScope.TASKS_WRITE)
def post_answer(request: HttpRequest, opinion_id: UUID, body: AnswerIn) -> Status[dict[str, Any]]:
    """Answer a question; sent again it is a new version, and the earlier ones stay."""
    user, now = caller(request), timezone.now()
    opinion = asked.by_public_id(opinion_id, by=user, verb="opinion.answer")
    dossiers.answer_opinion(
        public_id=opinion.public_id,
        stance=body.stance,
        text=clean(body.text),
        file_id=body.file,
        by=user,
        now=now,
    )
    return Status(201, _shown(asked.by_public_id(opinion_id, by=user, verb="opinion.answer")))


@router.post(
    "/dossiers/{code}/opinions/{number}/waiver",
    response={201: OpinionOut, **problems.ERRORS},
    auth=Bearer(ApiScope.TASKS_WRITE),
)
@machine(ApiScope.TASKS_WRITE)
def post_waiver(
    request: HttpRequest,
    body: WaiverIn,
    number: int = Path(..., ge=1, le=10_000),
    code: str = Path(..., max_length=60, pattern=PLAIN),
) -> Status[dict[str, Any]]:
    """Record on what basis the signature may go on without a mandatory opinion; the question stays open."""
    user = caller(request)
    dossier = machines.dossier_to(user, "opinion.waive", code)
    waived = dossiers.waive_opinion(
        dossier_id=dossier.pk, number=number, basis=clean(body.basis), by=user, now=timezone.now()
    )
    return Status(201, _shown(waived))


@router.post(
    "/dossiers/{code}/external", response={201: DossierMoved, **problems.ERRORS}, auth=Bearer(ApiScope.TASKS_WRITE)
)
@machine(ApiScope.TASKS_WRITE)
def post_external(
    request: HttpRequest, body: StandingIn, code: str = Path(..., max_length=60, pattern=PLAIN)
) -> Status[dict[str, Any]]:
    """Note what the system that decides says of a dossier; the same news twice is kept once.

    The dossier's own state stays: the steps of its process say what became of it here.
    """
    user = caller(request)
    dossier = dossiers.note_external(
        dossier_id=machines.dossier_to(user, "dossier.note_external", code).pk,
        standing=Standing(clean(body.code), body.status, body.said_at),
        by=user,
        now=timezone.now(),
    )
    return Status(
        201, {"code": dossier.code, "state": dossier.state, "state_name": gettext(NAMES[State(dossier.state)])}
    )
