"""What an official does with a dossier: one changing call each, then back to a page."""

from collections.abc import Callable
from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import access, queries
from motcua.dossiers import actions as dossiers
from motcua.dossiers.actions.issuing.results import Reference
from motcua.dossiers.actions.reception import Missing
from motcua.dossiers.actions.working.complete import Details
from motcua.dossiers.asking import Answering
from motcua.dossiers.models import Dossier
from motcua.dossiers.packages import package_of
from motcua.dossiers.piles import inbox, refusals
from motcua.dossiers.rules.filing import NotReady, PaperData
from motcua.dossiers.rules.steps import EFFECTS, Outcome
from motcua.eforms.showing import element
from motcua.lib.dates import VN
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.lib.text import clean
from motcua.lib.typed_days import read_day
from motcua.ui.days import day_in, typed_day
from motcua.ui.summaries import Fields, line, line_of
from motcua.ui.texts import translated, worded
from motcua.workflow import queries as workflow
from motcua.workflow.models import Task
from motcua.workflow.rules import TaskKind

from .. import actions
from ..along import Along, behind, row_of
from ..queries import result_fields
from ._page import worded_point
from ._posted import number_of, text_of
from .dossier import dossier_page, found

PROMISED_FROM = time(14)
HELP = "dossier.supplement"
PAID_FIELDS = {"": "paid-receipt", "receipt_date": "paid-on-day", "receipt_amount": "paid-amount"}
DRAFT_FIELDS = {"": "draft-file", "date_missing": "draft-dated-day"}


@official("task.complete")
@require_POST
def end(request: SignedInRequest, task_id: UUID) -> HttpResponse:
    """End a step with one of its outcomes."""
    task, dossier = _task(request, task_id)
    outcome = request.POST.get("outcome", "")

    def do() -> None:
        now = timezone.now()
        ending = actions.Ending(
            outcome=outcome,
            note=text_of(request, "note"),
            details=Details(
                assignee_id=number_of(request, "assignee"),
                missing=tuple(_missing(request)),
                recipient=text_of(request, "recipient")[:200],
                how=text_of(request, "how")[:12],
                basis=text_of(request, "basis")[:300],
                instead=text_of(request, "instead"),
                is_here=request.POST.get("is_here") == "1",
                is_told_here=request.POST.get("told_here") == "1",
                paper_reason=text_of(request, "paper_reason")[:300],
                due_at=_due(request),
                due_reason=text_of(request, "due_reason")[:300],
                present=tuple(clean(who)[:300] for who in request.POST.getlist("present")),
                compared=tuple(clean(key)[:80] for key in request.POST.getlist("compared")),
                reference=reference_of(request),
                file_id=result_file_of(request, now),
            ),
            with_following=request.POST.get("following") == "1",
            revision=number_of(request, "revision"),
        )
        actions.end_step(dossier=dossier, task=task, ending=ending, by=request.user, now=now)

    words = _done_words(task, outcome)
    if (
        outcome == Outcome.REFUSE
        and refusals.is_the_heads(dossier)
        and not access.may(request.user, refusals.VERB, dossier)
    ):
        words = _("Đã trình lãnh đạo bộ phận một cửa quyết định.")
    return back(request, dossier, do, words, _fields_of(task, outcome), after=task.pk)


@official("task.take")
@require_POST
def take(request: SignedInRequest, task_id: UUID) -> HttpResponse:
    """Take a step that nobody holds yet."""
    task, dossier = _task(request, task_id)
    return back(
        request,
        dossier,
        lambda: dossiers.take(task_id=task.pk, by=request.user, now=timezone.now()),
        _("Ông/bà đã nhận việc “%(step)s”.") % {"step": translated(task.name)},
        {},
    )


@official("dossier.assign")
@require_POST
def reassign(request: SignedInRequest, task_id: UUID) -> HttpResponse:
    """Give a step to another official of its post."""
    task, dossier = _task(request, task_id)

    def do() -> None:
        assignee = number_of(request, "assignee")
        if assignee is None:
            raise Refused("no_assignee", N_("Hãy chọn người xử lý."))
        dossiers.reassign(
            task_id=task.pk,
            assignee_id=assignee,
            note=text_of(request, "note"),
            by=request.user,
            now=timezone.now(),
            revision=number_of(request, "revision"),
        )

    return back(
        request,
        dossier,
        do,
        _("Đã giao việc “%(step)s”.") % {"step": translated(task.name)},
        {"": f"giao-{task.pk}"},
    )


@official("task.complete")
@require_POST
def return_to(request: SignedInRequest, task_id: UUID) -> HttpResponse:
    """Send a dossier back to a step that was done, with the reason."""
    task, dossier = _task(request, task_id)

    def do() -> None:
        dossiers.return_to(
            task_id=task.pk,
            step=text_of(request, "step")[:64],
            note=text_of(request, "back_note"),
            by=request.user,
            now=timezone.now(),
            revision=number_of(request, "revision"),
        )

    return back(
        request,
        dossier,
        do,
        _("Đã trả lại."),
        {"": f"back-note-{task.pk}", "no_such_return": f"back-step-{task.pk}"},
        after=task.pk,
    )


@official("task.complete")
@require_POST
def ask_payment(request: SignedInRequest, task_id: UUID) -> HttpResponse:
    """Ask the applicant to pay a fee or a financial duty before the dossier goes on."""
    task, dossier = _task(request, task_id)

    def do() -> None:
        dossiers.ask_payment(
            task_id=task.pk,
            amount=number_of(request, "amount"),
            reason=text_of(request, "note"),
            by=request.user,
            now=timezone.now(),
            revision=number_of(request, "revision"),
        )

    return back(request, dossier, do, _("Đã yêu cầu nộp tiền."), {"": "pay-note"})


@official("dossier.record_payment")
@require_POST
def paid(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Record the receipt of what the applicant had to pay."""
    dossier = found(request, public_id)

    def do() -> None:
        dossiers.payment_done(
            dossier_id=dossier.pk,
            receipt=_receipt(request),
            note=text_of(request, "note"),
            by=request.user,
            now=timezone.now(),
            revision=number_of(request, "revision"),
        )

    return back(request, dossier, do, _("Đã ghi nhận việc nộp tiền."), PAID_FIELDS)


@official("dossier.supplement")
@require_POST
def supplement(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take at the counter what the applicant was asked to add."""
    dossier, now = found(request, public_id), timezone.now()
    asked = queries.progress_of(dossier, public_only=False).request
    may_help = access.may(request.user, HELP, dossier)
    answering = Answering(dossier, asked, now) if asked is not None and may_help else None
    answers = answering.read(request.POST) if answering is not None else None
    if answering is not None and answering.problems:
        return dossier_page(
            request,
            dossier,
            advice=_("Có mục khai chưa đúng. Xem từng mục bên dưới."),
            typed=_typed(request),
            answering=answering,
            status=422,
        )

    def do() -> None:
        keys = set(answering.papers) if answering is not None else set()
        scans = {
            key: [(upload.name or "", upload.read()) for upload in request.FILES.getlist(f"scan-{key}")]
            for key in keys
            if f"scan-{key}" in request.FILES
        }
        stored = dossiers.store_scans(scans, by=request.user, now=now)
        papers = [
            PaperData(
                key=key,
                file_ids=stored.get(key, ()),
                name=answering.papers[key] if answering is not None else "",
                originals=number_of(request, f"originals-{key}") or 0,
                copies=number_of(request, f"copies-{key}") or 0,
            )
            for key in keys
        ]
        dossiers.answer_supplement(
            public_id=dossier.public_id,
            answers=answers,
            papers=tuple(paper for paper in papers if paper.file_ids or paper.originals or paper.copies),
            message=text_of(request, "note"),
            paper_reason=text_of(request, "paper_reason"),
            by=request.user,
            now=now,
        )

    return back(
        request, dossier, do, _("Đã ghi nhận phần bổ sung."), _fields_of_supplement(answering), answering=answering
    )


@official("result.draft")
@require_POST
def draft(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Write the draft of the result: a file drawn up elsewhere, or a reference to another system."""
    dossier = found(request, public_id)

    def do() -> None:
        now = timezone.now()
        dossiers.draft(
            dossier_id=dossier.pk,
            content=_content(request, dossier),
            file_id=result_file_of(request, now),
            reference=reference_of(request),
            by=request.user,
            now=now,
            revision=number_of(request, "revision"),
        )

    return back(request, dossier, do, _("Đã lưu dự thảo kết quả."), DRAFT_FIELDS)


@official("dossier.withdraw")
@require_POST
def withdraw(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Withdraw a dossier on its applicant's request at the counter."""
    dossier = found(request, public_id)

    def do() -> None:
        reason = text_of(request, "note")
        if not reason:
            raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
        dossiers.withdraw(
            dossier_id=dossier.pk,
            reason=reason,
            by=request.user,
            now=timezone.now(),
            revision=number_of(request, "revision"),
        )

    return back(request, dossier, do, _("Đã rút hồ sơ theo đề nghị của người nộp."), {"": "withdraw-note"})


def _task(request: SignedInRequest, task_id: UUID) -> tuple[Task, Dossier]:
    task = workflow.by_public_id(task_id)
    try:
        if task is None:
            raise Http404
        return task, inbox.dossier_of(task, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal


def back(
    request: SignedInRequest,
    dossier: Dossier,
    do: Callable[[], object],
    words: str,
    fields: Fields,
    *,
    after: int | None = None,
    answering: Answering | None = None,
) -> HttpResponse:
    """Do it and show the dossier as it is then; a refusal is told on the same page, with what was typed.

    `fields` are the ids of the form's fields by what a refusal is about: its code, or the target of one of its points.

    Who signs one result after the other goes on to the next of them; `after` is the step that was done.
    """
    is_stack = request.POST.get("ky") == "1"
    try:
        do()
    except Refused as refusal:
        if is_stack:
            messages.error(request, f"{worded(refusal)} ({dossier.code})")
            return redirect(reverse("desk:signing") + behind(row_of(request.POST, "sau")))
        status = 409 if isinstance(refusal, Conflict) else 403 if isinstance(refusal, Forbidden) else 422
        points = refusal.points if isinstance(refusal, NotReady) else []
        lines = [line(worded_point(point), fields.get(point.target, fields.get("", ""))) for point in points]
        return dossier_page(
            request,
            found(request, dossier.public_id),
            errors=lines or [line_of(refusal, fields)],
            typed=_typed(request),
            answering=answering,
            status=status,
        )
    messages.success(request, f"{words} ({dossier.code})")
    if is_stack:
        return redirect(reverse("desk:signing") + behind(after))
    return redirect(reverse("desk:dossier", args=[dossier.public_id]) + Along.read(request.GET).query(sau=after))


def _fields_of(task: Task, outcome: str) -> Fields:
    """Return the ids of the form that ends a step with an outcome."""
    form = f"v{task.pk}-{outcome}"
    usual = {"no_assignee": "assignee", "cannot_process": "assignee", "basis_missing": "basis"}
    usual |= {"instead_missing": "instead", "due_unread": "due-day", "due_past": "due-day", "due_reason": "due-reason"}
    usual |= {"no_draft": "file", "no_draft_yet": "file", "not_pdf": "file", "date_missing": "dated-day"}
    usual |= {"no_recipient": "recipient", "nothing_asked": "other", "not_seen": "present", "paperless": "paper-reason"}
    fields = {code: f"{form}-{field}" for code, field in usual.items()} | {"": f"{form}-note"}
    # Only who appraises has the result's fields in the same form.
    return fields | {"no_draft_yet": DRAFT_FIELDS[""]} if task.kind == TaskKind.GENERIC else fields


def _fields_of_supplement(answering: Answering | None) -> Fields:
    """Return the ids of the form for what an applicant brings to the counter."""
    fields = {"": "supplement-note", "paperless": "got-paper-reason"}
    if answering is not None:
        fields |= {f"paper:{key}": f"got-originals-{place}" for place, key in enumerate(answering.papers, start=1)}
        fields |= {point.target: element(point.key) for point in answering.points if point.kind == "field"}
    return fields


def _typed(request: SignedInRequest) -> dict[str, str]:
    """Return what was typed, to be shown again; of ticked boxes of one name, all in one text."""
    return {
        key: "\n".join(request.POST.getlist(key)) if key == "target" else str(value)
        for key, value in request.POST.items()
        if key != "csrfmiddlewaretoken"
    }


def _done_words(task: Task, outcome: str) -> str:
    try:
        effect = EFFECTS[TaskKind(task.kind), Outcome(outcome)]
    except (ValueError, KeyError):
        return _("Đã xong.")
    return _("Đã xong: %(what)s.") % {"what": _(effect.label)}


def _due(request: SignedInRequest) -> datetime | None:
    """Read the promised day; collected in its afternoon."""
    typed = typed_day(request.POST, "due_on")
    return datetime.combine(read_day(typed, code="due_unread"), PROMISED_FROM, VN) if typed else None


def _missing(request: SignedInRequest) -> list[Missing]:
    """Read what is asked of the applicant: each ticked paper or question with its words, and one more in free words."""
    usual = {"paper": _("Bổ sung giấy tờ này."), "field": _("Xem và khai lại mục này.")}
    points = [
        Missing(target[:120], text_of(request, f"words-{target}") or usual[target.partition(":")[0]])
        for target in request.POST.getlist("target")
        if target.partition(":")[0] in usual
    ]
    other = text_of(request, "other")
    return [*points, Missing("other", other)] if other else points


def _content(request: SignedInRequest, dossier: Dossier) -> dict[str, str] | None:
    """Read what the package's template is filled with beside the answers; None where nothing was written."""
    found: dict[str, str] = {}
    for one in result_fields(package_of(dossier.version_id).result):
        text = text_of(request, f"content-{one['key']}")[:300]
        if text and text in one.get("options", {text: ""}):
            found[one["key"]] = text
    return found or None


def result_file_of(request: SignedInRequest, now: datetime) -> UUID | None:
    """Keep the uploaded result and return its id; None where none came."""
    upload = request.FILES.get("file")
    if upload is None:
        return None
    return actions.store_result(data=upload.read(), name=upload.name or "", by=request.user, now=now)


def _receipt(request: SignedInRequest) -> dossiers.Receipt:
    paid_on = day_in(request.POST, "paid_on", code="receipt_date", ask=N_("Hãy ghi ngày nộp tiền."))
    amount = request.POST.get("paid_amount", "").replace(".", "").replace(" ", "")
    if amount and not (amount.isascii() and amount.isdigit() and len(amount) < 16):
        raise Refused("receipt_amount", N_("Số tiền chỉ gồm chữ số."))
    return dossiers.Receipt(text_of(request, "receipt")[:60], paid_on, int(amount) if amount else None)


def reference_of(request: SignedInRequest) -> Reference | None:
    """Return the result of another system that was named; raises Refused where its day is missing."""
    number = text_of(request, "number")[:60]
    if not number:
        return None
    ask = N_("Hãy ghi ngày của văn bản kết quả.")
    dated_on = day_in(request.POST, "dated_on", code="date_missing", ask=ask)
    return Reference(number=number, dated_on=dated_on, book=text_of(request, "book")[:60])
