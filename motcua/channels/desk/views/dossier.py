"""The dossier on one screen, and the files in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.accounts import access as permissions
from motcua.accounts import identity
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.models import User
from motcua.accounts.naming import addressed
from motcua.difficulties import queries as difficulties
from motcua.difficulties.access import NOTE
from motcua.difficulties.rules import Target
from motcua.dossiers import access
from motcua.dossiers import queries as dossiers
from motcua.dossiers.asking import Answering
from motcua.dossiers.doors import found as found
from motcua.dossiers.doors import found_to_read, opened_for
from motcua.dossiers.doors import seen as seen
from motcua.dossiers.holding import originals_of
from motcua.dossiers.models import Dossier, DossierEvent, Party
from motcua.dossiers.paperwork import documents
from motcua.dossiers.paperwork.declared import declared_by
from motcua.dossiers.relays import legs
from motcua.dossiers.rules.custody import ACTS, SIGNED
from motcua.dossiers.rules.decisions import NAMES as DECISIONS
from motcua.dossiers.rules.filing import Originals
from motcua.dossiers.rules.history import MOVED, WORDS, Happening
from motcua.dossiers.rules.states import NAMES, OPEN, ORIGINS, Origin, State
from motcua.dossiers.standing import MACHINES
from motcua.files import queries as files
from motcua.files.models import StoredFile
from motcua.files.rules import WITH_PAGES, Kind
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.organisations.directory import directory
from motcua.signing.rules import PROBLEMS
from motcua.ui.moments import say_moment
from motcua.ui.summaries import Line, drawn_with
from motcua.ui.texts import translated
from motcua.workflow.rules import TaskKind

from ..along import Along, row_of
from ..parts import parts_of
from ..population import marks
from ..queries import Screen, screen_of
from ..reckoning import reckoning
from ..words import acting_said, distance, due_of, versions_of
from ._page import page

MOST_PAGES = 40
# Steps at which the result comes before the papers it rests on.
ABOUT_RESULT = frozenset({TaskKind.REVIEW, TaskKind.SIGN, TaskKind.ISSUE, TaskKind.DELIVER})
IMAGE_CACHE = "private, max-age=600"


@official("dossier.see")
@require_safe
def dossier(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a dossier with everything there is to it."""
    return dossier_page(request, found_to_read(request, public_id))


def dossier_page(
    request: SignedInRequest,
    dossier: Dossier,
    *,
    errors: list[Line] | None = None,
    advice: str = "",
    typed: dict[str, str] | None = None,
    answering: Answering | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page; with why not on top and what was typed kept, where an action could not be done."""
    seen(request, dossier, why="desk.dossier")

    def draw(lines: list[Line]) -> HttpResponse:
        return _page(request, dossier, lines, advice=advice, typed=typed, answering=answering, status=status)

    return drawn_with(errors or [], draw)


def _page(
    request: SignedInRequest,
    dossier: Dossier,
    errors: list[Line],
    *,
    advice: str,
    typed: dict[str, str] | None,
    answering: Answering | None,
    status: int,
) -> HttpResponse:
    now = timezone.now()
    screen = screen_of(dossier, by=request.user, now=now)
    if answering is None and screen.request is not None and screen.may_help:
        answering = Answering(dossier, screen.request, now)
    asked_pages = answering.pages() if answering is not None else []
    along = Along.read(request.GET)
    if not typed and screen.refusal is not None and screen.may_decline_refusal:
        # What the counter proposed is what the head is asked to decide on.
        said = screen.refusal.grounds
        typed = {"outcome": "refuse", "note": said.reason, "basis": said.basis, "instead": said.instead}
    mine = [turn for turn in screen.turns if turn.choices]
    others = [turn for turn in screen.turns if not turn.choices]
    here = row_of(request.GET, "sau") or next((turn.task.pk for turn in (*mine, *others)), None)
    context = {
        "along": along.query(),
        "opened": opened_for(dossier),
        "along_next": along.query(sau=here),
        "screen": screen,
        "dossier": dossier,
        "due": due_of(dossier, now),
        "reckonings": [reckoning(adjustment) for adjustment in screen.adjustments],
        "state": _(NAMES[State(dossier.state)]),
        "origin": _(ORIGINS[Origin(dossier.origin)]),
        "people": [_person(party, screen) for party in _people(screen)],
        "marks": marks(dossier, _people(screen), by=request.user, until=screen.until),
        "viewer": _viewer(request, screen),
        "declared": _declared(screen),
        "timeline": _timeline(screen.events),
        "opinions": [
            {"opinion": one, "due": distance(one.due_at, now), "versions": versions_of(one)} for one in screen.opinions
        ],
        "parts": parts_of(dossier, by=request.user),
        "legs": legs(dossier),
        "here": directory().by_id[access.here_of(dossier)].name if dossier.reached is not None else "",
        "decisions": [(kind.value, _(DECISIONS[kind])) for kind in screen.decisions],
        "errors": errors + [error for one in asked_pages for error in one.errors],
        "advice": advice,
        # The form that was sent, so that it is open where a line leads into it.
        "sent": next((one["href"][1:] for one in errors if "href" in one), ""),
        "answering": answering,
        "asked_pages": asked_pages,
        "typed": typed or {},
        "mine": mine,
        "others": others,
        "notes": dossiers.notes(dossier, until=screen.until),
        "scan_address": scan_address(request.user, dossier),
        "colleagues": _colleagues(request.user, dossier, now),
        "difficult": difficult(request.user, dossier),
        **_originals(request, screen),
        "slip_address": reverse("counter:slip", args=[dossier.public_id]),
        "is_about_result": any(turn.task.kind in ABOUT_RESULT for turn in mine),
    }
    return page(request, "desk/dossier.html", context, status=status, with_piles=False)


def difficult(user: User, dossier: Dossier) -> list[Target]:
    """Return what the reader may note as hard about a dossier's procedure; nothing where they take no notes."""
    if not permissions.may_enter(user, NOTE):
        return []
    return difficulties.targets_of(dossier.version_id, dossier.case_key)


def scan_address(user: User, dossier: Dossier) -> str:
    """Return where the counter adds scans to it, or nothing where the reader adds none."""
    if State(dossier.state) not in OPEN or not access.may(user, "paper.scan", dossier):
        return ""
    return reverse("counter:scan", args=[dossier.public_id])


def _colleagues(user: User, dossier: Dossier, now: datetime) -> list[User] | None:
    """Return whom the reader may mention, or None where the reader writes no remarks here."""
    if not access.may(user, "dossier.annotate", dossier):
        return None
    return [one for one in dossiers.colleagues(dossier, today(now)) if one.pk != user.pk]


def _originals(request: SignedInRequest, screen: Screen) -> dict[str, Any]:
    """Return the originals that were taken in and the words for their chain; most dossiers have none."""
    if not any(sheet.paper.originals_were == Originals.HELD for sheet in screen.sheets):
        return {"held": [], "custody_words": {}}
    dossier = screen.dossier
    places = [agency for agency in (dossier.competent_agency, dossier.received_at) if agency is not None]
    words = {
        "acts": {act.value: text for act, text in ACTS.items()},
        "signed": {way.value: text for way, text in SIGNED.items()},
        "agencies": [{"value": str(agency.pk), "text": agency.name} for agency in places],
    }
    return {"held": originals_of(dossier, by=request.user), "custody_words": words}


def _people(screen: Screen) -> list[Party]:
    same = (
        screen.owner is not None
        and screen.submitter is not None
        and screen.owner.name == screen.submitter.name
        and screen.owner.identity_id == screen.submitter.identity_id
    )
    return [party for party in (screen.owner, None if same else screen.submitter) if party is not None]


def _person(party: Party, screen: Screen) -> dict[str, Any]:
    number = ""
    if party.identity is not None:
        number = identity.reveal(party.identity)
        if not screen.shows_numbers:
            number = "•" * (len(number) - 3) + number[-3:]
    return {
        "key": party.role,
        "role": _("Chủ hồ sơ") if party.role == "owner" else _("Người nộp"),
        "name": addressed(party.name, party.person, is_organisation=party.is_organisation),
        "number": number,
        "birth": "/".join(reversed(party.birth.split("-"))),
        "phone": party.phone,
        "email": party.email,
    }


def _declared(screen: Screen) -> str:
    """Return how the applicant's digital signature on the declaration stands; empty where none is asked for."""
    found = declared_by(screen.dossier, _people(screen))
    if found is None:
        return ""
    report, own = found
    bad = next((one.problem for one in report.signatures if not one.is_good), report.problem)
    if bad:
        return translated(PROBLEMS[bad])
    if own is None:
        return _("Hợp lệ, nhưng chứng thư không ghi số định danh hay mã số thuế của chủ hồ sơ, người nộp.")
    when = say_moment(own.signed_at) if own.signed_at is not None else _("không rõ")
    return _("Hợp lệ: %(name)s ký lúc %(when)s; chứng thư ghi đúng số của người trong hồ sơ.") % {
        "name": own.name,
        "when": when,
    }


def _viewer(request: SignedInRequest, screen: Screen) -> dict[str, Any]:
    """Choose the file on show: the one asked for, else the first that has pages."""
    wanted = request.GET.get("giay", "")
    items = [
        {
            "paper": sheet.paper.name,
            "file": row.file,
            "id": str(row.file.public_id),
            "pages": min(row.file.pages or 0, MOST_PAGES) if Kind(row.file.kind) in WITH_PAGES else 0,
            "mark": sheet.mark(row),
            "added_at": row.added_at,
            "compared": sheet.paper.compared_at is not None,
            "warnings": [_(text) for text in files.warning_texts(row.file)],
        }
        for sheet in screen.sheets
        for row in sheet.files
    ]
    without = [sheet.paper for sheet in screen.sheets if not sheet.files]
    shown = next((item for item in items if item["id"] == wanted), None)
    return {"items": items, "without": without, "shown": shown or (items[0] if items else None)}


def _timeline(events: Sequence[DossierEvent]) -> list[dict[str, Any]]:
    """Return the history, the newest first; each with the machines it moved: a new state, the money, the delivery."""
    found, before = [], None
    for event in events:
        moved = [_(NAMES[State(event.state)])] if event.state != before else []
        if which := MOVED.get(Happening(event.kind)):
            moved.append(_(MACHINES[which].name))
        found.append(_happened(event, moved))
        before = event.state
    return found[::-1]


def _happened(event: DossierEvent, moved: list[str]) -> dict[str, Any]:
    kind = Happening(event.kind)
    names = {key: translated(event.params.get(key, "")) for key in ("step", "part")}
    return {
        "title": _(WORDS[kind]).format(**{"number": "", **event.params, **names}),
        "when": say_moment(event.at),
        "at": event.at.isoformat(),
        "by": acting_said(event.actor_name, event.for_name),
        "text": event.note,
        "marks": moved,
    }


@official("paper.see")
@require_safe
def page_image(request: SignedInRequest, public_id: UUID, file_id: UUID, page: int) -> HttpResponse:
    """Send the image of one page of a paper, drawn by the server: nothing of the upload runs in the browser."""
    dossier = found_to_read(request, public_id, "paper.see")
    row = _file_of(request, dossier, file_id)
    seen(request, dossier, why="desk.paper")
    return _image(row, page)


@official("paper.see")
@require_safe
def download(request: SignedInRequest, public_id: UUID, file_id: UUID) -> StreamingHttpResponse:
    """Hand out a paper's file to be saved."""
    dossier = found_to_read(request, public_id, "paper.see")
    row = _file_of(request, dossier, file_id)
    seen(request, dossier, why="desk.download")
    return StreamingHttpResponse(files.stream(row), headers=files.download_headers(row))


@official("result.see")
@require_safe
def result(request: SignedInRequest, public_id: UUID) -> StreamingHttpResponse:
    """Hand out the signed result, or the draft while there is nothing else."""
    dossier = found_to_read(request, public_id, "result.see")
    file = _result_file(dossier)
    if file is None:
        raise Http404
    seen(request, dossier, why="desk.result")
    return StreamingHttpResponse(files.stream(file), headers=files.download_headers(file))


@official("result.see")
@require_safe
def result_preview(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show every page of how the result from the template will look."""
    dossier = found_to_read(request, public_id, "result.see")
    if _result_file(dossier) is not None:
        raise Http404
    seen(request, dossier, why="desk.result")
    try:
        count = files.pdf_pages(documents.preview_pdf(dossier, now=timezone.now()))
    except Refused as refusal:
        raise Http404 from refusal
    return page(
        request, "desk/result_preview.html", {"dossier": dossier, "pages": list(range(1, count + 1))}, with_piles=False
    )


@official("result.see")
@require_safe
def result_page(request: SignedInRequest, public_id: UUID, page: int) -> HttpResponse:
    """Send the image of one page of the result, or of how it will look."""
    dossier = found_to_read(request, public_id, "result.see")
    file = _result_file(dossier)
    seen(request, dossier, why="desk.result")
    try:
        if file is None:
            drawn = files.pdf_page_image(documents.preview_pdf(dossier, now=timezone.now()), page)
        else:
            drawn = files.page_image(file, page)
    except Refused as refusal:
        raise Http404 from refusal
    # A draft changes with the answers; a signed page does not.
    kept = IMAGE_CACHE if file is not None else "private, no-store"
    return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": kept})


def _file_of(request: SignedInRequest, dossier: Dossier, file_id: UUID) -> StoredFile:
    try:
        until = access.read_until(request.user, dossier)
        return dossiers.paper_file(file_id, dossier=dossier, until=until).file
    except Refused as refusal:
        raise Http404 from refusal


def _result_file(dossier: Dossier) -> StoredFile | None:
    current = dossiers.progress_of(dossier, public_only=False).result
    return (current.file or current.draft) if current is not None else None


def _image(file: StoredFile, page: int) -> HttpResponse:
    try:
        content = files.page_image(file, page)
    except Refused as refusal:
        raise Http404 from refusal
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": IMAGE_CACHE})
