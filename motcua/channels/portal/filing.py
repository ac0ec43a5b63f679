"""Filing a dossier, one thing a page. Every page is saved as it is left; nothing is refused before the review."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.accounts import quotas
from motcua.accounts.access import capacity_of
from motcua.accounts.doors import SignedInRequest, citizen_or_agent, sign_in_again
from motcua.accounts.queries import actor
from motcua.accounts.rules.assurance import NotSure
from motcua.accounts.rules.quotas import DRAFTS, FILINGS
from motcua.audit import actions as audit
from motcua.channels.portal.agreeing import drop_changed
from motcua.channels.portal.bundle import planned
from motcua.channels.portal.journey import CASE, FORM, PAPERS, REVIEW, AlreadyFiled, Journey
from motcua.channels.portal.particulars import WHERE, WHO
from motcua.channels.portal.seeing import saw
from motcua.dossiers import actions, queries
from motcua.dossiers.mandates import with_evidence
from motcua.dossiers.packages import ANSWER, package_of
from motcua.dossiers.paperwork.documents import newest_answers
from motcua.dossiers.repeating import answers_again, last_contact, last_own
from motcua.dossiers.rules.filing import NotReady
from motcua.dossiers.rules.states import Channel, Origin
from motcua.eforms.fields import get, put
from motcua.eforms.problems import Problem
from motcua.eforms.reading import pressed
from motcua.eforms.sealing import open_answers
from motcua.files import actions as files
from motcua.lib.dates import today
from motcua.lib.refusals import Conflict, Refused
from motcua.lib.text import clean, read_number
from motcua.printing.rendering import qr_svg
from motcua.procedures import queries as procedures
from motcua.procedures.models import ProcedureVersion
from motcua.ui.pages import error_page


def worded(refusal: Refused) -> str:
    """Return a refusal as a sentence in the reader's language."""
    return _(refusal.message).format(**refusal.params)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer with the page that says why not; with the dossier where a draft was filed (back button, second press)."""
    if isinstance(refusal, AlreadyFiled):
        return HttpResponseRedirect(reverse("portal:filing_done", args=[refusal.dossier_code]))
    if refusal.code == "other_capacity":
        query = urlencode({"tu-cach": 1, "next": request.get_full_path() if request.method == "GET" else request.path})
        return HttpResponseRedirect(f"{reverse('portal:mandates')}?{query}")
    if isinstance(refusal, NotSure):
        # The draft stays; after the sign-in they come back to this very page.
        return HttpResponseRedirect(sign_in_again(request.path, level=refusal.level))
    missing = refusal.code.startswith(("no_such", "not_found"))
    status = 404 if missing else 409 if isinstance(refusal, Conflict) else 429 if refusal.code == "too_many" else 403
    return error_page(request, status, worded(refusal))


def again(request: HttpRequest) -> HttpResponse:
    """Lead back to the page just sent, which then says what must be mended; what was typed is in the draft.

    A page drawn from a POST would later stand behind the back button as the browser's question to send it anew.
    """
    return HttpResponseRedirect(f"{request.path}?sua{'&review' if 'review' in request.GET else ''}")


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what is needed and begin; or lead back to the draft that is already there."""
    now = timezone.now()
    try:
        version = procedures.current(code, today(now))
    except ProcedureVersion.DoesNotExist:
        return error_page(request, 404, _("Không tìm thấy thủ tục này."))
    try:
        package_of(version.pk).check_open(Channel.ONLINE, Origin.PORTAL)
    except Refused as refusal:
        if refusal.code == "back_office":  # a kept address; the procedure's page has the button that leads on
            return HttpResponseRedirect(reverse("portal:procedure", args=[code]))
        return refused(request, refusal)
    if request.method == "POST":
        try:
            quotas.spend(DRAFTS, str(request.user.pk), now=now)
            draft, is_new = actions.begin_draft(version_id=version.pk, by=request.user, now=now)
        except Refused as refusal:
            return refused(request, refusal)
        journey = Journey.of(draft.public_id, request.user, now)
        if is_new:
            journey = _fill_in(journey, again="again" in request.POST)
        return HttpResponseRedirect(
            journey.stops[0].url if is_new else reverse("portal:filing_resume", args=[draft.public_id])
        )
    earlier = next(
        (one for one in queries.drafts_of(request.user) if one.version.procedure_id == version.procedure_id), None
    )
    person = request.user.person
    is_own = capacity_of(request.user) is None and earlier is None
    last = last_own(person, version.procedure_id) if person is not None and is_own else None
    if last is not None:
        audit.viewed([("dossier", last.code)], by=actor(request.user), why="own", at=now)
    required = [paper for paper in version.papers if paper.get("kind") != "info" and paper.get("required")]
    sometimes = [paper for paper in required if paper.get("cases") or paper.get("when")]
    shown = {
        "version": version,
        "procedure": version.procedure,
        "earlier": earlier,
        "always": [paper for paper in required if paper not in sometimes],
        "sometimes": sometimes,
        "kept": drafts_kept(),
        "last": last,
        "needs_level": package_of(version.pk).assurance
        if request.user.assurance < package_of(version.pk).assurance
        else 0,
    }
    return render(request, "portal/filing/start.html", shown)


def drafts_kept() -> str:
    """Return the sentence that says how long a draft is kept."""
    return _("Bản nháp để quá %(days)s ngày không mở ra sửa thì tự xóa.") % {"days": settings.DRAFTS_KEPT_DAYS}


def _fill_in(journey: Journey, *, again: bool) -> Journey:
    """Put what the system knows already into a new draft; `again`, also what was said in the last such dossier."""
    person = journey.user.person
    again = again and journey.mandate is None
    last = last_own(person, journey.draft.version.procedure_id) if again and person is not None else None
    stored, details = {}, dict(journey.details)
    if person is not None:
        contact = last_contact(person)
        details |= {key: value for key, value in vars(contact).items() if value}
    if last is not None:
        audit.viewed([("dossier", last.code)], by=actor(journey.user), why="own", at=journey.now)
        stored = answers_again(last, journey.package)
        details |= {"on_behalf": False, "result_channel": last.result_channel, "result_address": last.result_address}
        area = last.competent_agency.area
        if journey.is_communal and area is not None:
            details["area"] = area.code
    # For whom it is comes on the first page; until then nothing is known of the owner.
    answers = journey.form.prefilled(open_answers(journey.form, stored), replace(journey.context, owner={}))
    details = journey.particulars.prefilled(details, journey.context)
    only = journey.cases[0]["key"] if len(journey.cases) == 1 else None
    draft = actions.save_draft(
        public_id=journey.draft.public_id,
        **journey.sealed(FORM, answers),
        **journey.sealed(WHO, details),
        case_key=only or (last.case_key if last is not None and last.case_key in journey.case_keys else None),
        by=journey.user,
        now=journey.now,
    )
    return Journey.of(draft.public_id, journey.user, journey.now)


@citizen_or_agent
@require_GET
def resume(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """Go to where the person left off; first to the choice of versions where the procedure changed."""
    try:
        journey = Journey.of(draft, request.user, timezone.now())
    except Refused as refusal:
        return refused(request, refusal)
    if journey.newer is not None:
        return HttpResponseRedirect(reverse("portal:filing_version", args=[draft]))
    return HttpResponseRedirect(journey.resume_url)


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def version(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """Tell that the procedure changed since the draft was begun; the person chooses what to go on with."""
    now = timezone.now()
    try:
        journey = Journey.of(draft, request.user, now)
        if request.method == "POST" and journey.newer is not None:
            actions.move_draft(public_id=draft, version_id=journey.newer.pk, by=request.user, now=now)
            journey = Journey.of(draft, request.user, now)
            return HttpResponseRedirect(journey.stops[0].url)
    except Refused as refusal:
        return refused(request, refusal)
    if journey.newer is None:
        return HttpResponseRedirect(journey.resume_url)
    return _page(request, journey, "version", newer=journey.newer)


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def drop(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """Ask once, then throw the draft away."""
    try:
        journey = Journey.of(draft, request.user, timezone.now())
        if request.method == "POST":
            actions.drop_draft(public_id=draft, by=request.user)
            code = journey.draft.version.procedure.code
            return HttpResponseRedirect(reverse("portal:filing_start", args=[code]))
    except Refused as refusal:
        return refused(request, refusal)
    return _page(request, journey, "drop")


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def case(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """Choose among the variants of the procedure."""
    now = timezone.now()
    try:
        journey = Journey.of(draft, request.user, now)
        if journey.at(CASE) is None:
            return HttpResponseRedirect(journey.resume_url)
        chosen = request.POST.get("case", "")
        if request.method == "POST" and chosen in {one["key"] for one in journey.cases}:
            actions.save_draft(public_id=draft, case_key=chosen, step=CASE, by=request.user, now=now)
            return HttpResponseRedirect(Journey.of(draft, request.user, now).next_url(CASE))
    except Refused as refusal:
        return refused(request, refusal)
    if request.method == "POST":
        return again(request)
    error = _("Hãy chọn trường hợp của ông/bà.") if "sua" in request.GET and not journey.draft.case_key else ""
    return _page(request, journey, "case", at=journey.at(CASE), error=error)


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def who(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """Ask for whom, and how to reach the submitter."""
    return _questions(request, draft, WHO, WHO)


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def where(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """Ask which commune decides, and how the result is to be collected."""
    return _questions(request, draft, WHERE, WHERE)


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def form(request: SignedInRequest, draft: UUID, step: str) -> HttpResponse:
    """Ask one page of the procedure's form."""
    return _questions(request, draft, FORM, step)


def _questions(request: SignedInRequest, draft: UUID, kind: str, key: str) -> HttpResponse:
    now = timezone.now()
    try:
        journey = Journey.of(draft, request.user, now)
        if journey.at(kind, key) is None:
            return HttpResponseRedirect(journey.resume_url)
        if request.method == "POST":
            return _answered(request, journey, kind, key)
    except Refused as refusal:
        return _not_saved(request, refusal)
    form_, answers = journey.form_of(kind)
    problems = form_.check(answers, journey.context, key) if "sua" in request.GET else []
    page = form_.page(key, answers, journey.context, problems)
    return _page(request, journey, "questions", at=journey.at(kind, key), page=page)


def _answered(request: SignedInRequest, journey: Journey, kind: str, key: str) -> HttpResponse:
    form_, before = journey.form_of(kind)
    answers = form_.read(request.POST, journey.context, step=key, base=before)
    turned_down = _take_files(request, journey, answers, key) if kind == FORM else []
    # A page that is sent twice changes nothing the second time, and so cannot overwrite anybody's work.
    revision = None if answers == before else _revision(request)
    draft = actions.save_draft(
        public_id=journey.draft.public_id,
        **journey.sealed(kind, answers),
        step=f"{kind}:{key}",
        revision=revision,
        by=journey.user,
        now=journey.now,
    )
    journey = Journey(queries.draft_of(journey.user, draft.public_id), journey.user, journey.now)
    here = journey.at(kind, key)
    page = form_.page(key, answers, journey.context)
    asked_more = page is not None and bool(set(page.asked.split()) - set(request.POST.get("_asked", "").split()))
    if request.headers.get("X-Autosave"):
        return JsonResponse(
            {"revision": draft.revision, "asks_more": asked_more or page is None or _asks_less(request, page)}
        )
    if pressed(request.POST) or (asked_more and here is not None):
        return HttpResponseRedirect(f"{journey.stops[here].url}#moi" if here is not None else journey.resume_url)
    problems = [*turned_down, *form_.check(answers, journey.context, key)]
    if problems and here is not None:
        if not turned_down:
            return again(request)
        # Why a file was turned down is known to this request only.
        page = form_.page(key, answers, journey.context, problems)
        return _page(request, journey, "questions", at=here, page=page)
    if kind == WHO:
        journey = _known_of_the_owner(journey)
    if "review" in request.GET:
        return HttpResponseRedirect(journey.stops[-1].url)
    return HttpResponseRedirect(journey.next_url(kind, key))


def _known_of_the_owner(journey: Journey) -> Journey:
    """Put what was said of the owner where the form would ask it again and nothing is answered yet."""
    answers = journey.form.prefilled(journey.answers, journey.context)
    if answers == journey.answers:
        return journey
    draft = actions.save_draft(
        public_id=journey.draft.public_id, **journey.sealed(FORM, answers), by=journey.user, now=journey.now
    )
    return Journey.of(draft.public_id, journey.user, journey.now)


def _take_files(request: SignedInRequest, journey: Journey, answers: dict[str, Any], key: str) -> list[Problem]:
    """Keep the files that answer questions of the page; return what was turned down."""
    problems = []
    for question in journey.form.file_questions(key):
        for upload in request.FILES.getlist(f"_file.{question.path}"):
            try:
                file = files.store(
                    data=upload,
                    name=clean(upload.name or ""),
                    purpose="answer",
                    by=actor(journey.user),
                    now=journey.now,
                )
                actions.add_draft_file(
                    public_id=journey.draft.public_id,
                    paper_key=f"{ANSWER}{question.path}"[:80],
                    file_id=file.public_id,
                    by=journey.user,
                    now=journey.now,
                )
            except Refused as refusal:
                problems.append(Problem(question.path, refusal.code, worded(refusal)))
                continue
            kept = get(answers, question.path)
            many = [*(kept if isinstance(kept, list) else []), str(file.public_id)]
            put(answers, question.path, many if question.many else str(file.public_id))
    return problems


def _asks_less(request: HttpRequest, page: Any) -> bool:
    return bool(set(request.POST.get("_asked", "").split()) - set(page.asked.split()))


def _revision(request: HttpRequest) -> int | None:
    text = request.POST.get("revision", "")
    return read_number(text, 9)


def _not_saved(request: HttpRequest, refusal: Refused) -> HttpResponse:
    if request.headers.get("X-Autosave"):
        return JsonResponse({"message": worded(refusal)}, status=409 if isinstance(refusal, Conflict) else 404)
    return refused(request, refusal)


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """Show everything once more with a way to change each answer; file it exactly once."""
    now = timezone.now()
    try:
        journey = Journey.of(draft, request.user, now)
        if journey.newer is not None:
            # Nothing is filed under a version that is over; the person is told before they fill in the rest.
            return HttpResponseRedirect(reverse("portal:filing_version", args=[draft]))
        if drop_changed(journey):
            journey = Journey.of(draft, request.user, now)
        unfinished = journey.unfinished()
        confirmed = request.POST.get("confirm") == "yes"
        if request.method == "POST" and confirmed and not unfinished:
            return _file(request, journey)
    except Refused as refusal:
        return refused(request, refusal)
    if request.method == "POST":
        return HttpResponseRedirect(request.path) if confirmed else again(request)
    return _review(request, journey, unfinished, unconfirmed="sua" in request.GET)


def _file(request: SignedInRequest, journey: Journey) -> HttpResponse:
    key = str(journey.draft.public_id)
    quotas.spend(FILINGS, str(request.user.pk), now=journey.now)
    try:
        filing = with_evidence(journey.filing(), journey.mandate, by=request.user, now=journey.now)
        filed = actions.file(filing=filing, key=key, by=request.user, now=journey.now)
        code = filed.dossier.code
    except NotReady as refusal:
        # What the package asks beyond its form and papers; the page names it, nothing is lost.
        texts = [_(point.message).format(**point.params) for point in refusal.points]
        return _review(request, journey, [(journey.stops[-1], text) for text in texts])
    except Refused:
        other = queries.filed_under(request.user, key)  # the same press, a moment earlier
        if other is None:
            raise
        code = other.code
    return HttpResponseRedirect(reverse("portal:filing_done", args=[code]))


def _review(
    request: SignedInRequest, journey: Journey, unfinished: list[Any], *, unconfirmed: bool = False
) -> HttpResponse:
    sections = []
    for kind in (WHO, FORM):
        form_, answers = journey.form_of(kind)
        for part in form_.summary(answers, journey.context):
            here = journey.at(kind if kind == FORM else part.step, part.step)
            if here is not None:
                sections.append((here, journey.stops[here], part))
    given: dict[str, list[Any]] = {}
    for row in journey.draft_files:
        given.setdefault(row.paper_key, []).append(row)
    papers = [(paper, given.get(paper.key, [])) for paper in journey.files_wanted]
    return _page(
        request,
        journey,
        "review",
        at=journey.at(REVIEW),
        sections=[(stop, part) for _, stop, part in sorted(sections, key=lambda one: one[0])],
        papers=papers,
        shown=[paper for paper in journey.papers if paper.kind == "show"],
        papers_url=next((stop.url for stop in journey.stops if stop.kind == PAPERS), ""),
        unfinished=unfinished,
        unconfirmed=unconfirmed,
        case_name=next((one["name"] for one in journey.cases if one["key"] == journey.draft.case_key), ""),
    )


@citizen_or_agent
@require_GET
def done(request: SignedInRequest, code: str) -> HttpResponse:
    """Acknowledge the filing: code, secret and QR to keep, and what happens next."""
    now = timezone.now()
    try:
        dossier = queries.by_code(code, by=request.user)
    except Refused as refusal:
        return refused(request, refusal)
    secret = actions.secret_of(dossier)
    address = settings.SITE_ADDRESS + reverse("portal:track_by_qr", args=[dossier.code, secret])
    linked = planned(dossier.version, on=today(dossier.submitted_at), answers=newest_answers(dossier))
    saw([("dossier", dossier.code)], by=request.user, now=now)
    return render(
        request,
        "portal/filing/done.html",
        {
            "dossier": dossier,
            "procedure": dossier.version.procedure,
            "secret": secret,
            "qr": qr_svg(address),
            "parts": linked,
        },
    )


def _page(request: SignedInRequest, journey: Journey, name: str, *, at: int | None = None, **more: Any) -> HttpResponse:
    stops = journey.stops
    subject = ("draft", str(journey.draft.public_id))
    audit.viewed([subject], by=actor(request.user), why="own", at=journey.now)
    return render(
        request,
        f"portal/filing/{name}.html",
        {
            "draft": journey.draft,
            "procedure": journey.draft.version.procedure,
            "stops": stops,
            "at": at,
            "stop": stops[at] if at is not None else None,
            "back": stops[at - 1].url
            if at
            else reverse("portal:filing_start", args=[journey.draft.version.procedure.code]),
            "journey": journey,
            **more,
        },
    )


__all__ = ["case", "done", "drop", "form", "resume", "review", "start", "version", "where", "who"]
