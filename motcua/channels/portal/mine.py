"""The signed-in person's dossiers: list, page, supplement, check of the draft result, withdrawal, result, notices."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.accounts.access import capacity_of
from motcua.accounts.doors import SignedInRequest, citizen, citizen_or_agent
from motcua.accounts.queries import actor
from motcua.audit import actions as audit
from motcua.certifying.queries import copies_of
from motcua.channels.portal.bundle import bundle_of
from motcua.channels.portal.filing import drafts_kept, refused, worded
from motcua.channels.portal.papers import ACCEPTED, MOST_FILES, PURPOSE, bind
from motcua.channels.portal.seeing import saw
from motcua.channels.portal.showing import colour, sight_of, state_name, until
from motcua.dossiers import access, actions, asking, bundles, queries
from motcua.dossiers.asking import Answering
from motcua.dossiers.models import Dossier, SupplementRequest
from motcua.dossiers.packages import package_of
from motcua.dossiers.paperwork import documents, letters
from motcua.dossiers.paperwork.form_queries import forms_of
from motcua.dossiers.queries import Progress
from motcua.dossiers.rules.filing import NotReady, PaperData
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.rules.states import FINAL, State
from motcua.dossiers.rules.steps import Outcome
from motcua.eforms.reading import pressed
from motcua.eforms.showing import element
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean, read_number
from motcua.notices import actions as notices
from motcua.notices import queries as inbox
from motcua.notices.rules import NoticeKind
from motcua.notices.wording import worded as notice_worded
from motcua.ui.amounts import say_money
from motcua.ui.moments import say_moment
from motcua.workflow import queries as workflow
from motcua.workflow.models import Task
from motcua.workflow.rules import TaskKind

PAGE = 20
# What notices are about that the page of one's own data shows.
OF_OWN_DATA = frozenset({"own_copy"})


def _own(request: SignedInRequest, code: str, now: datetime, verb: str = "dossier.see") -> Dossier:
    dossier = queries.by_code(code, by=request.user, verb=verb)
    saw([("dossier", dossier.code)], by=request.user, now=now)
    return dossier


def _before(request: SignedInRequest) -> int | None:
    text = request.GET.get("truoc", "")
    return read_number(text)


@citizen_or_agent
@require_GET
def dossiers(request: SignedInRequest) -> HttpResponse:
    """List drafts and dossiers, also those received at a counter for the same personal number."""
    now, person = timezone.now(), request.user.person
    capacity = capacity_of(request.user)
    if capacity is not None:
        person = None  # the inbox and the copies below are one's own
    found = queries.of_applicant(request.user, before_id=_before(request), limit=PAGE + 1)
    shown = found[:PAGE]
    saw([("dossier", one.code) for one in shown], by=request.user, now=now)
    rows = [
        {
            "dossier": one,
            "title": one.version.procedure.title,
            "state": state_name(one),
            "colour": colour(one),
            "until": until(one, now),
        }
        for one in shown
    ]
    more = shown[-1].pk if len(found) > PAGE else None
    drafts = [] if _before(request) else queries.drafts_of(request.user)
    unread = inbox.unread_of(person.pk) if person else 0
    copies = copies_of(person) if person and not _before(request) else []
    context = {"rows": rows, "drafts": drafts, "more": more, "unread": unread, "kept": drafts_kept(), "copies": copies}
    context |= {"capacity": capacity}
    return render(request, "portal/mine/list.html", context)


@citizen_or_agent
@require_GET
def dossier(request: SignedInRequest, code: str) -> HttpResponse:
    """Show one dossier: where it is, what is asked of the person, its papers and its result."""
    now = timezone.now()
    try:
        found = _own(request, code, now)
        # Opened is told: the time to answer runs from now. Who only looks on for an organisation is not who is told.
        if access.may(request.user, "dossier.read_notice", found):
            actions.opened(dossier_id=found.pk, by=request.user, now=now)
            found.refresh_from_db(fields=["paused_at", "due_at"])
    except Refused as refusal:
        return refused(request, refusal)
    sight = sight_of(found, now, private=True)
    check = _check_task(found)
    result = sight.progress.result
    return render(
        request,
        "portal/mine/dossier.html",
        {
            "sight": sight,
            "dossier": found,
            "papers": queries.papers_of(found),
            "forms": forms_of(found, sight.progress.events, for_applicant=True),
            "letters": letters.letters_for_applicant(found),
            "to_supplement": _points(found, sight.progress.request),
            "to_check": check,
            "to_pay": _payment(found, sight.progress),
            "linked": bundle_of(found, now, private=True),
            "bundle": bundles.bundle_of(found),
            "may_act": access.may(request.user, "dossier.supplement", found),
            "may_withdraw": access.may(request.user, "dossier.withdraw", found)
            and not bundles.is_bundle(found)
            and State(found.state) not in FINAL
            and State(found.state) != State.COMPLETED,
            "result": result if result is not None and result.state == "issued" else None,
        },
    )


def _payment(found: Dossier, progress: Progress) -> dict[str, str] | None:
    """Return what the person is asked to pay: the words, and the amount where it is known; None where nothing is."""
    if found.state != State.FINANCIAL_OBLIGATION:
        return None
    asked = next((one for one in reversed(progress.events) if one.kind == Happening.PAYMENT_ASKED), None)
    if asked is None:
        return None
    amount = asked.params.get("amount")
    return {"text": asked.note, "amount": say_money(amount) if amount else ""}


def _points(found: Dossier, request: SupplementRequest | None) -> list[str]:
    return [point.text for point in asking.points_of(found, request)] if request is not None else []


def _check_task(found: Dossier) -> Task | None:
    if found.instance_id is None:
        return None
    tasks = workflow.undone(found.instance_id)
    return next((task for task in tasks if task.kind == TaskKind.APPLICANT_CHECK), None)


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def supplement(request: SignedInRequest, code: str) -> HttpResponse:
    """Answer what the authority asked for: files for the named papers, corrected answers, a word of explanation."""
    now = timezone.now()
    try:
        found = _own(request, code, now, "dossier.supplement")
        actions.opened(dossier_id=found.pk, by=request.user, now=now)
        asked = queries.progress_of(found, public_only=True).request
        if asked is None:
            raise Refused("nothing_asked_now", N_("Hồ sơ này hiện không có yêu cầu bổ sung nào đang chờ."))
        page = _Supplement(found, asked, request, now)
        if request.method == "POST" and page.send():
            messages.success(request, _("Đã gửi phần bổ sung."))
            return HttpResponseRedirect(reverse("portal:dossier", args=[found.code]))
    except Refused as refusal:
        return refused(request, refusal)
    return render(request, "portal/mine/supplement.html", page.shown())


class _Supplement:
    """One try at answering a request."""

    def __init__(self, found: Dossier, asked: SupplementRequest, request: SignedInRequest, now: datetime) -> None:
        self.found, self.asked, self.request, self.now = found, asked, request, now
        self.answering = Answering(found, asked, now)
        self.papers = self.answering.papers
        self.errors: list[dict[str, str]] = []

    def send(self) -> bool:
        """Send what was filled in; False with the errors set where something is still wrong."""
        answers = self.answering.read(self.request.POST)
        if pressed(self.request.POST):
            return False
        given = [self._paper(key) for key in self.papers]
        if self.errors or self.answering.problems:
            return False
        try:
            actions.answer_supplement(
                public_id=self.found.public_id,
                answers=answers,
                papers=tuple(paper for paper in given if paper.file_ids),
                message=clean(self.request.POST.get("message", ""))[:2000],
                by=self.request.user,
                now=self.now,
            )
        except NotReady as refusal:
            self.errors += [
                {"text": _(point.message).format(**point.params), "href": _place(point.target)}
                for point in refusal.points
            ]
        return not self.errors

    def _paper(self, key: str) -> PaperData:
        kept: list[StoredFile] = []
        photos: list[StoredFile] = []
        for upload in self.request.FILES.getlist(f"files.{key}")[:MOST_FILES]:
            try:
                file = files.store(
                    data=upload,
                    name=clean(upload.name or ""),
                    purpose=PURPOSE,
                    by=actor(self.request.user),
                    now=self.now,
                )
                (photos if file.is_image else kept).append(file)
            except Refused as refusal:
                self.errors.append({"text": worded(refusal), "href": f"#paper-{key}"})
        if photos and not self.errors:
            try:
                kept.append(bind(photos, self.papers[key], by=self.request.user, now=self.now))
            except Refused as refusal:
                self.errors.append({"text": worded(refusal), "href": f"#paper-{key}"})
        return PaperData(key=key, file_ids=tuple(str(file.public_id) for file in kept), name=self.papers[key])

    def shown(self) -> dict[str, Any]:
        """Return what the page shows."""
        shown = [] if pressed(self.request.POST) else self.answering.problems
        pages = self.answering.pages(with_problems=bool(shown))
        errors = self.errors + [error for page in pages for error in page.errors]
        if self.answering.problems and shown and not errors:
            errors = [{"text": problem.text, "href": "#content"} for problem in shown]
        return {
            "dossier": self.found,
            "asked": self.asked,
            "points": [point.text for point in self.answering.points],
            "papers": self.papers,
            "pages": pages,
            "page_asked": " ".join(page.asked for page in pages),
            "errors": errors,
            "message": self.request.POST.get("message", ""),
            "accepted": ACCEPTED,
        }


def _place(target: str) -> str:
    """Return where on the page a point is answered."""
    kind, _sep, key = target.partition(":")
    return {"field": f"#{element(key)}", "paper": f"#paper-{key}"}.get(kind, "#message")


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def check_draft(request: SignedInRequest, code: str) -> HttpResponse:
    """Let the applicant confirm the draft of the result, or say what is wrong in it."""
    now, error = timezone.now(), ""
    try:
        found = _own(request, code, now, "result.check_draft")
        task = _check_task(found)
        if task is None:
            raise Refused("nothing_to_check", N_("Hồ sơ này hiện không có bản dự thảo nào chờ kiểm tra."))
        if request.method == "POST":
            outcome, note = request.POST.get("outcome", ""), clean(request.POST.get("note", ""))[:2000]
            if outcome == Outcome.CONFIRM or (outcome == Outcome.CORRECT and note):
                actions.advance(task_id=task.pk, outcome=outcome, note=note, by=request.user, now=now)
                messages.success(request, _("Đã gửi câu trả lời về bản dự thảo."))
                return HttpResponseRedirect(reverse("portal:dossier", args=[found.code]))
            error = _("Hãy ghi rõ chỗ cần sửa.") if outcome == Outcome.CORRECT else _("Hãy chọn một câu trả lời.")
    except Refused as refusal:
        return refused(request, refusal)
    due = actions.check_until(found, task)
    return render(
        request,
        "portal/mine/check_draft.html",
        {
            "dossier": found,
            "pages": list(range(1, _draft_pages(found, now) + 1)),
            "error": error,
            "outcome": request.POST.get("outcome", ""),
            "note": request.POST.get("note", ""),
            "due": say_moment(due) if due is not None else "",
            "stands_still": found.paused_at is not None,
        },
    )


def _draft_pages(found: Dossier, now: datetime) -> int:
    """Return how many pages the draft has: of the uploaded file, or as the template will draw it."""
    result = queries.progress_of(found, public_only=True).result
    if result is not None and result.draft is not None:
        return result.draft.pages or 0
    return stored.pdf_pages(documents.preview_pdf(found, now=now)) if _has_template(found) else 0


def _has_template(found: Dossier) -> bool:
    return bool(package_of(found.version_id).result_template)


@citizen_or_agent
@require_GET
def draft_page(request: SignedInRequest, code: str, page: int) -> HttpResponse:
    """Show one page of the draft result as a picture."""
    now = timezone.now()
    try:
        found = _own(request, code, now, "result.check_draft")
        result = queries.progress_of(found, public_only=True).result
        if _check_task(found) is None:
            raise Refused("no_such_file", N_("Không tìm thấy tệp này."))
        if result is not None and result.draft is not None:
            content = stored.page_image(result.draft, page)
        else:
            content = stored.pdf_page_image(documents.preview_pdf(found, now=now), page)
    except Refused as refusal:
        return refused(request, refusal)
    return HttpResponse(content, content_type="image/png")


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask once why, then withdraw the dossier (Decree 118/2025/NĐ-CP, article 21)."""
    now, error = timezone.now(), ""
    try:
        found = _own(request, code, now, "dossier.withdraw")
        if request.method == "POST":
            reason = clean(request.POST.get("reason", ""))[:1000]
            if reason:
                seen = request.POST.get("revision", "")
                revision = read_number(seen, 9)
                actions.withdraw(dossier_id=found.pk, reason=reason, by=request.user, now=now, revision=revision)
                messages.success(request, _("Đã rút hồ sơ."))
                return HttpResponseRedirect(reverse("portal:dossier", args=[found.code]))
            error = _("Hãy ghi lý do rút hồ sơ.")
    except Refused as refusal:
        return refused(request, refusal)
    return render(request, "portal/mine/withdraw.html", {"dossier": found, "error": error})


@citizen_or_agent
@require_GET
def result(request: SignedInRequest, code: str) -> HttpResponse | StreamingHttpResponse:
    """Hand the issued result to a party of its dossier."""
    try:
        found = _own(request, code, timezone.now(), "result.see")
        issued = queries.progress_of(found, public_only=True).result
        if issued is None or issued.state != "issued" or issued.file is None:
            raise Refused("no_such_result", N_("Hồ sơ này chưa có kết quả điện tử."))
    except Refused as refusal:
        return refused(request, refusal)
    return StreamingHttpResponse(stored.stream(issued.file), headers=stored.download_headers(issued.file))


@citizen_or_agent
@require_GET
def paper_file(request: SignedInRequest, code: str, file: UUID) -> HttpResponse | StreamingHttpResponse:
    """Hand a paper's file back to a party of the dossier."""
    try:
        found = _own(request, code, timezone.now(), "paper.see")
        row = queries.paper_file(file, dossier=found)
    except Refused as refusal:
        return refused(request, refusal)
    return StreamingHttpResponse(stored.stream(row.file), headers=stored.download_headers(row.file))


@citizen_or_agent
@require_GET
def given_form(request: SignedInRequest, code: str, event: int) -> HttpResponse | StreamingHttpResponse:
    """Show a statutory form that was addressed to the applicant, as it was given."""
    now = timezone.now()
    try:
        found = _own(request, code, now, "paper.see")
        events = queries.progress_of(found, public_only=True).events
        mine = {form.event_id for form in forms_of(found, events, for_applicant=True)}
        file = actions.give_form(dossier_id=found.pk, event_id=event, now=now) if event in mine else None
        if file is None:
            raise Refused("no_such_form", N_("Không có giấy tờ này trong hồ sơ."))
    except Refused as refusal:
        return refused(request, refusal)
    return StreamingHttpResponse(stored.stream(file), headers=stored.print_headers(file))


@citizen_or_agent
@require_GET
def letter(request: SignedInRequest, code: str, letter: UUID) -> HttpResponse | StreamingHttpResponse:
    """Show a signed letter that was addressed to the applicant, as it went out; the newest signed version of it."""
    try:
        found = _own(request, code, timezone.now(), "paper.see")
        given = letters.letters_for_applicant(found)
        file = next((one.version.file for one in given if one.version.letter.public_id == letter), None)
        if file is None:
            raise Refused("no_such_letter", N_("Không tìm thấy văn bản này."))
    except Refused as refusal:
        return refused(request, refusal)
    return StreamingHttpResponse(stored.stream(file), headers=stored.print_headers(file))


@citizen
@require_http_methods(["GET", "POST"])
def notice_list(request: SignedInRequest) -> HttpResponse:
    """Show the inbox; mark a notice as read."""
    now, person = timezone.now(), request.user.person
    if person is None:
        return HttpResponseRedirect(reverse("portal:dossiers"))
    if request.method == "POST":
        text = request.POST.get("notice", "")
        known = {str(one.public_id): one.public_id for one in inbox.inbox_of(person.pk, limit=PAGE)}
        if text in known:
            notices.mark_read(public_id=known[text], person_id=person.pk, now=now)
        return HttpResponseRedirect(reverse("portal:notices"))
    found = inbox.inbox_of(person.pk, before_id=_before(request), limit=PAGE + 1)
    rows = []
    for one in found[:PAGE]:
        wording = notice_worded(NoticeKind(one.kind), one.params)
        rows.append(
            {
                "id": str(one.public_id),
                "subject": wording.subject,
                "text": wording.text,
                "when": say_moment(one.created_at),
                "is_new": one.read_at is None,
                "code": one.params.get("code", "") if one.about_kind == "dossier" else "",
                "is_of_own_data": one.about_kind in OF_OWN_DATA,
            }
        )
    audit.viewed([("person", str(person.public_id))], by=actor(request.user), why="own", at=now)
    more = found[PAGE - 1].pk if len(found) > PAGE else None
    return render(request, "portal/mine/notices.html", {"rows": rows, "more": more})
