"""Filing at the counter for somebody who came in person, through the same action as everywhere else."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.accounts import identity
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor
from motcua.accounts.rules import IdentityKind
from motcua.dossiers import access, digitising
from motcua.dossiers import actions as dossiers
from motcua.dossiers import queries as cases
from motcua.dossiers.models import Dossier
from motcua.dossiers.packages import Package, package_of
from motcua.dossiers.paperwork import documents, form_facts
from motcua.dossiers.reusing import offers_of_owner
from motcua.dossiers.rules.fees import charges, total
from motcua.dossiers.rules.filing import SIGNED_DECLARATION, Filing, NotReady, PartyData
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.rules.states import Channel, Origin, ResultChannel, State
from motcua.eforms.reading import pressed
from motcua.eforms.showing import Page, element
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.procedures import queries as procedures
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.paperless import decision_on
from motcua.ui.summaries import Fields, Line, line, line_of
from motcua.ui.texts import worded

from ..actions import take_in
from ..forms import BASES, ORIGINALS_WERE, PaperRow, Particulars, declared, due_in, paper_rows, papers_given
from ..queries import ELSEWHERE, agencies_elsewhere, agencies_for
from ..visitors import Visitor, asked
from . import difficulty
from ._page import found, page, seen, units_of
from .visitor import visitor_of

# Presses that only draw the form anew: fill in what is known, count the papers as the list asks.
FILL, AS_ASKED = "fill", "as_asked"
ONLY_FILE = "only_file"
# From so many parts on, a procedure's form is shown part by part.
MANY_PARTS = 3
# Up to so many fields to mend, every part with one of them is open; beyond that one part at a time: all of a bundle's
# parts together are ten screens long.
MOST_OPEN = 10
# What may be wrong with a number of a person or an organisation.
BAD_NUMBERS = (
    "identity_number",
    "personal_id",
    "personal_id_birth",
    "personal_id_future",
    "personal_id_sex",
    "tax_code",
    "tax_code_check",
)
_MISSING = {
    "submitter-name": N_("Hãy ghi họ, chữ đệm và tên người nộp."),
    "owner-name": N_("Hãy ghi tên chủ hồ sơ."),
    "basis_kind": N_("Hãy chọn căn cứ nộp thay."),
    "basis_note": N_("Hãy ghi rõ căn cứ nộp thay."),
    "result_address": N_("Hãy ghi địa chỉ nhận kết quả qua bưu chính."),
    "agency": N_("Hãy chọn cơ quan giải quyết hồ sơ."),
}


@dataclass
class Desk:
    """What lies on the counter for one filing: the procedure's package, who decides, and what was typed."""

    version: ProcedureVersion
    package: Package
    agencies: list[tuple[Agency, Agency]]
    particulars: Particulars
    # How many of the agencies are the unit's own; the others are helped across boundaries.
    own: int = 0
    answers: dict[str, Any] = field(default_factory=dict)
    rows: list[PaperRow] = field(default_factory=list)

    def chosen(self) -> tuple[Agency, Agency] | None:
        """Return the agency that decides and the unit that receives, or None while several are possible."""
        named = [pair for pair in self.agencies if pair[0].code == self.particulars.agency]
        return named[0] if named else self.agencies[0] if self.own == 1 or len(self.agencies) == 1 else None

    @property
    def channel(self) -> Channel:
        """Return how it came to the counter; what came by post may have other limits and fees."""
        return Channel.POST if self.particulars.is_by_post else Channel.DIRECT

    @property
    def takes_post(self) -> bool:
        """Tell whether the procedure may come by post at all."""
        return Channel.POST in (self.package.settings.get("channels") or [Channel.POST])

    def filing(self, scans: dict[str, tuple[str, ...]]) -> Filing:
        """Return it as every channel files. Raises Refused while nobody knows who decides."""
        pair = self.chosen()
        if pair is None:
            raise Refused("no_such_agency", _MISSING["agency"])
        agency, stop = pair
        given = self.particulars.with_basis()
        return Filing(
            version_id=self.version.pk,
            agency_id=agency.pk,
            origin=Origin.POST if given.is_by_post else Origin.COUNTER,
            channel=self.channel,
            submitter=given.submitter,
            owner=given.owner,
            answers=self.answers,
            papers=(*declared(scans), *papers_given(self.rows, scans)),
            case_key=given.case_key,
            result_channel=given.result_channel,
            result_address=given.result_address,
            summary=given.summary,
            helped_agency_id=stop.pk,
            received_agency_id=stop.pk,
            declared_on_paper=given.declared_on_paper,
            paper_reason=given.paper_reason,
        )


@official("dossier.receive")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask everything on one screen; file it and receive it in one press."""
    now = timezone.now()
    visitor = visitor_of(request)
    desk = _desk(request, code, visitor, now)
    if request.method != "POST":
        if visitor is not None and visitor.reference:
            seen(request, ("identity", visitor.reference), why="counter.prefill")
        return _form(request, desk, now=now, points=[])
    if FILL in request.POST or AS_ASKED in request.POST or pressed(request.POST):
        return _form(request, desk, now=now, points=[], missing=_missing_papers(desk, now))
    if difficulty.DIFFICULTY in request.POST:
        pair = desk.chosen()
        points = difficulty.note(request, desk.version, pair[0] if pair is not None else None, now)
        return _form(request, desk, now=now, points=points, status=422 if points else 200)
    problems = [] if desk.particulars.declared_on_paper else desk.package.form.check(desk.answers, _context(desk, now))
    points = [line(_(_MISSING[name]), name) for name in desk.particulars.missing()]
    if not problems and not points:
        try:
            taken = take_in(
                filing=desk.filing(_scans(request, desk, now)),
                key=request.POST.get("key", ""),
                receives=ONLY_FILE not in request.POST,
                due_at=due_in(request.POST),
                due_reason=desk.particulars.due_reason,
                by=request.user,
                now=now,
            )
        except NotReady as refused:
            points = [line(_(one.message).format(**one.params), _field(desk, one.target)) for one in refused.points]
        except Refused as refused:
            points = [line_of(refused, _fields(desk))]
        else:
            if taken.held_up is not None:
                messages.warning(request, _("Chưa tiếp nhận được: %(why)s") % {"why": worded(taken.held_up)})
            return redirect("counter:received", taken.dossier.public_id)
    return _form(request, desk, now=now, points=points, problems=problems, status=422)


def _field(desk: Desk, target: str) -> str:
    """Return the id of the field where a point is mended."""
    kind, _sep, key = target.partition(":")
    if kind == "paper":
        return f"originals-{key}"
    if kind == "field":
        return element(key)
    who = "owner" if desk.particulars.is_other else "submitter"
    owner = {"owner.identity_number": f"{who}-number", "owner.address": f"{who}-address"}
    return owner.get(target, "came" if kind == "channel" else kind)


def _fields(desk: Desk) -> Fields:
    """Return the ids of the fields that a refusal may be about."""
    number = "submitter-number"
    try:
        identity.normal(
            IdentityKind(desk.particulars.submitter.identity_kind), desk.particulars.submitter.identity_number
        )
        number = "owner-number" if desk.particulars.is_other else number
    except (Refused, ValueError):
        pass
    scans = next((f"scan-{row.paper.key}" for row in desk.rows if row.paper.is_handed_in), "")
    fields = {"no_such_agency": "agency", "paperless": "paper_reason", "due_unread": "due_on-day", "file": scans}
    return dict.fromkeys(BAD_NUMBERS, number) | fields | {"wrong_channel": "came" if desk.takes_post else ""}


def _desk(request: SignedInRequest, code: str, visitor: Visitor | None, now: datetime) -> Desk:
    try:
        version = procedures.current(code, today(now))
    except ProcedureVersion.DoesNotExist as missing:
        raise Http404 from missing
    own = agencies_for(version.procedure, units_of(request), today(now))
    elsewhere = agencies_elsewhere(version.procedure, units_of(request), today(now)) if ELSEWHERE in request.GET else []
    desk = Desk(
        version=version,
        package=package_of(version.pk),
        agencies=own + elsewhere,
        own=len(own),
        particulars=Particulars.of(visitor),
    )
    if request.method == "POST":
        desk.particulars = _same_address(Particulars.read(request.POST), visitor)
        if FILL in request.POST:
            visitor = _recognised(request, desk) or visitor
        desk.answers = desk.package.form.read(request.POST, _context(desk, now))
    cases_of = desk.package.settings.get("cases") or []
    if len(cases_of) == 1 or (cases_of and request.method != "POST"):
        desk.particulars = replace(desk.particulars, case_key=desk.particulars.case_key or str(cases_of[0]["key"]))
    if request.method != "POST" or FILL in request.POST:
        _fill(desk, visitor, now)
    desk.rows = paper_rows(_papers(desk, now), request.POST, as_asked=AS_ASKED in request.POST)
    _offer(desk, now)
    return desk


def _offer(desk: Desk, now: datetime) -> None:
    """Put beside each paper what the owner's store holds instead."""
    pair, owner = desk.chosen(), desk.particulars.owner
    handed_in = [(row.paper.key, row.paper.name) for row in desk.rows if row.paper.is_handed_in]
    agency_id = pair[0].pk if pair is not None else 0
    found = offers_of_owner(desk.package, handed_in, owner=owner, agency_id=agency_id, on=today(now), to_official=True)
    desk.rows = [
        replace(row, offers=tuple(offer for offer in found if offer.key == row.paper.key)) for row in desk.rows
    ]


def _context(desk: Desk, now: datetime) -> Any:
    return desk.package.form_context(desk.particulars.case_key, desk.channel, now)


def _fill(desk: Desk, visitor: Visitor | None, now: datetime) -> None:
    """Fill the procedure's form with what is known; a card's old place name leads to the unit of today."""
    context, known = _context(desk, now), desk.particulars.known(visitor)
    facts = replace(context, person=known["person"], owner=known["owner"], organisation=known["organisation"])
    desk.answers = desk.package.form.take(desk.package.form.prefilled(desk.answers, facts), context)


def _recognised(request: SignedInRequest, desk: Desk) -> Visitor | None:
    """Complete a submitter whom the system knows by the number that was typed; looking somebody up is recorded."""
    party = desk.particulars.submitter
    if party.name or not party.identity_number:
        return None
    try:
        (one,) = asked(party.identity_number, by=request.user)
    except (Refused, ValueError):
        return None  # not a number yet: the form says so when it is sent
    if not one.reference:
        return None
    seen(request, ("identity", one.reference), why="counter.fill")
    completed = replace(
        party,
        name=one.name,
        birth=party.birth or one.birth,
        phone=party.phone or one.phone,
        address=party.address or one.address,
    )
    desk.particulars = desk.particulars.with_submitter(completed)
    return one


def _same_address(given: Particulars, visitor: Visitor | None) -> Particulars:
    """Keep the structure of a known address whose words were left as they stood."""
    if visitor is None or not visitor.address or given.submitter.address.get("text") != visitor.address.get("text"):
        return given
    return given.with_submitter(replace(given.submitter, address=visitor.address))


def _papers(desk: Desk, now: datetime) -> list[Any]:
    """Return the papers to ask for: by the answers; all, the conditional ones as optional, where there are none."""
    names = None
    if not desk.particulars.declared_on_paper:
        names = desk.package.form.names(desk.answers, _context(desk, now))
    listed = desk.package.papers(desk.particulars.case_key, names)
    return [paper for paper in listed if paper.kind in {"submit", "show"}]


def _missing_papers(desk: Desk, now: datetime) -> list[str]:
    """Say at once what is missing, before anything is sent."""
    try:
        filing = desk.filing({row.paper.key: ("held",) for row in desk.rows if row.chosen is not None})
    except Refused:
        return []
    return [_(point.message).format(**point.params) for point in desk.package.missing_papers(filing, now)]


def _scans(request: SignedInRequest, desk: Desk, now: datetime) -> dict[str, tuple[str, ...]]:
    keys = [row.paper.key for row in desk.rows]
    names = {key: f"scan-{key}" for key in (keys + [SIGNED_DECLARATION] * desk.particulars.declared_on_paper)}
    uploads = {
        key: [(upload.name or "", upload.read()) for upload in request.FILES.getlist(name)]
        for key, name in names.items()
        if name in request.FILES
    }
    scans = dossiers.store_scans(uploads, by=request.user, now=now)
    for row in desk.rows:
        if row.chosen is not None:
            copied = dossiers.take_copy(row.chosen, purpose=digitising.SIGNED, by=request.user, now=now)
            scans[row.paper.key] = (str(copied.public_id),)
    return scans


def _form(
    request: SignedInRequest,
    desk: Desk,
    *,
    now: datetime,
    points: list[Line],
    problems: Any = (),
    missing: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _context(desk, now)
    given = desk.particulars
    if held := [("item", offer.reference) for row in desk.rows for offer in row.offers]:
        seen(request, *held, why="counter.offers")
    names = None if given.declared_on_paper else desk.package.form.names(desk.answers, context)
    fees = charges(desk.package.fees, channel=desk.channel, case=given.case_key, context=names)
    limit = desk.package.limit(desk.channel, given.case_key)
    pages = desk.package.form.pages(desk.answers, context, problems)
    shown = {
        "procedure": desk.version.procedure,
        "agencies": desk.agencies,
        "chosen": desk.chosen(),
        "is_elsewhere": ELSEWHERE in request.GET,
        "given": given,
        "typed": request.POST,
        "pages": pages,
        "sections": _sections(desk, context, pages),
        "rows": desk.rows,
        "cases": desk.package.settings.get("cases") or [],
        "takes_post": desk.takes_post,
        "channels": [
            one for one in ResultChannel if one in (desk.package.result.get("channels") or list(ResultChannel))
        ],
        "key": request.POST.get("key") or uuid.uuid4().hex,
        "points": points,
        "wrong": {one["href"][1:]: one["text"] for one in points if "href" in one},
        "missing": missing,
        "fees": fees,
        "total": total(fees),
        "limit": limit.text if limit is not None else "",
        "due": _due(desk, now),
        "asks_due": limit is None or (limit.amount is None and not limit.same_day),
        "nobody": PartyData(name=""),
        "paperless": decision_on(desk.version.procedure_id, today(now)),
        "difficulty": difficulty.shown(desk.version, given.case_key, [agency for agency, _stop in desk.agencies]),
        "bases": BASES,
        "were": {key.value: words for key, words in ORIGINALS_WERE.items()},
    }
    return page(request, "counter/file.html", shown, here="counter:start", status=status)


def _sections(desk: Desk, context: Any, pages: list[Page]) -> list[dict[str, Any]]:
    """Return the parts of a long form with how many questions of each are still to be mended, and which are open.

    The first that lacks something is open; after an attempt those with errors are, as long as these are few.
    Nothing for a form of few parts.
    """
    if len(pages) < MANY_PARTS:
        return []
    form = desk.package.form
    left = [len(page.errors) for page in form.pages(desk.answers, context, form.check(desk.answers, context))]
    wrong = [place for place, page in enumerate(pages) if page.errors]
    lacking = [place for place, count in enumerate(left) if count]
    is_few = sum(len(page.errors) for page in pages) <= MOST_OPEN
    is_open = wrong if wrong and is_few else [*wrong, *lacking, 0][:1]
    return [
        {"page": page, "left": count, "is_open": place in is_open}
        for place, (page, count) in enumerate(zip(pages, left, strict=True))
    ]


def _due(desk: Desk, now: datetime) -> datetime | None:
    """Return when the result is promised for what would be received this minute, before anything is kept."""
    pair = desk.chosen()
    if pair is None:
        return None
    try:
        promise = dossiers.foretell(
            version_id=desk.version.pk,
            channel=desk.channel,
            case=desk.particulars.case_key,
            competent=pair[0],
            received_at=pair[1],
            now=now,
        )
    except Refused:
        return None  # no calendar: reception itself says so
    return promise.at if promise is not None else None


@official("dossier.print_slip")
@require_safe
def received(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show what was taken in, with the slip one press away; scanning comes after."""
    dossier = found(request, public_id, "dossier.print_slip")
    seen(request, ("dossier", dossier.code), why="counter.received")
    fees = form_facts.charges_of(dossier)
    context = {
        "dossier": dossier,
        "is_received": dossier.state != State.REGISTERED,
        "is_first": cases.has_untold_secret(dossier),
        "is_elsewhere": dossiers.starts_here(dossier),
        "fees": fees,
        "total": total(fees),
        "unscanned": digitising.awaited([dossier]).get(dossier.pk, []),
        "type_address": _type_address(request, dossier),
        "may_collect": access.may(request.user, "dossier.collect_fee", dossier),
        "form_address": _form_address(dossier),
        "dossier_address": reverse("desk:dossier", args=[dossier.public_id]),
    }
    return page(request, "counter/received.html", context, here="counter:start")


def _type_address(request: SignedInRequest, dossier: Dossier) -> str:
    """Return where the content of a paper declaration is typed, while it is not and the reader may."""
    if dossier.typed_answers or not dossiers.may_type_answers(dossier, by=request.user):
        return ""
    return reverse("desk:type_answers", args=[dossier.public_id])


def _form_address(dossier: Dossier) -> str:
    """Return where the statutory receipt (form 01) is kept, once the dossier is received."""
    event = dossier.events.filter(kind=Happening.RECEIVED).order_by("-id").first()
    return reverse("desk:given_form", args=[dossier.public_id, event.pk]) if event is not None else ""


@official("dossier.print_slip")
@require_POST
def slip(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Print the slip that the applicant takes home. Not by GET: the secret on it is told once."""
    return _slip(request, found(request, public_id, "dossier.see"))


@official("dossier.reprint_by_card")
@require_POST
def reprint(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Print the slip anew for who lost it and shows their card, at any counter; the earlier secret is void."""
    visitor = visitor_of(request)
    if visitor is None or visitor.how != "card":
        raise Http404
    own = [dossier for dossier in cases.of_number(visitor.number) if dossier.public_id == public_id]
    if not own:
        raise Http404
    return _slip(request, own[0], card_number=visitor.number)


def _slip(request: SignedInRequest, dossier: Dossier, *, card_number: str = "") -> HttpResponse:
    now = timezone.now()
    seen(request, ("dossier", dossier.code), why="desk.slip")
    secret = dossiers.give_secret(dossier_id=dossier.pk, by=request.user, now=now, card_number=card_number)
    pdf = documents.slip_pdf(dossier, secret=secret, by=actor(request.user), now=now)
    headers = {"Content-Disposition": f'inline; filename="phieu-{dossier.code}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
