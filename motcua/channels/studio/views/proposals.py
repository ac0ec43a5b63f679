"""One proposal: what it would change, and the decision on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.approvals import access, actions, rehearsals
from motcua.approvals import queries as approvals
from motcua.approvals.kinds import kind_called
from motcua.approvals.models import Proposal
from motcua.approvals.rules import STATUS_NAMES, Status
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.procedures import queries
from motcua.procedures.models import ProcedureVersion
from motcua.ui.days import boxes
from motcua.ui.texts import worded

from ..sources import KIND, of_proposal, of_version
from ..trials import trial_of, usual_period
from ._page import VERB, page, read_day
from .layouts import preview_address
from .procedures import comparison


@official(VERB)
@require_safe
def proposal(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a proposal with everything that it would change."""
    return _page(request, _found(request, public_id))


@official(VERB)
@require_POST
def approve(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Approve somebody else's proposal."""
    found = _found(request, public_id)
    note = request.POST.get("note", "")
    try:
        done = actions.approve(public_id=public_id, note=note, by=request.user, now=timezone.now())
    except Refused as refusal:
        return _page(request, found, refusal=refusal, typed=request.POST.dict())
    if done.status == Status.APPLIED:
        messages.success(request, _("Đã duyệt và áp dụng."))
    else:
        messages.success(request, _("Đã duyệt; sẽ tự áp dụng khi đến ngày."))
    return redirect("studio:proposal", public_id)


@official(VERB)
@require_POST
def reject(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Turn somebody else's proposal down."""
    found = _found(request, public_id)
    try:
        actions.reject(public_id=public_id, note=request.POST.get("note", ""), by=request.user, now=timezone.now())
    except Refused as refusal:
        return _page(request, found, refusal=refusal, typed=request.POST.dict())
    messages.success(request, _("Đã trả lại đề xuất."))
    return redirect("studio:proposal", public_id)


@official(VERB)
@require_POST
def withdraw(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take a proposal back before it is applied."""
    found = _found(request, public_id)
    try:
        actions.withdraw(public_id=public_id, by=request.user, now=timezone.now())
    except Refused as refusal:
        return _page(request, found, refusal=refusal)
    messages.success(request, _("Đã rút đề xuất."))
    return redirect("studio:proposal", public_id)


@official(VERB)
@require_POST
def rehearse(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Have a proposal tried on the dossiers of a period."""
    found = _found(request, public_id)
    try:
        since, until = read_day(request.POST, "since"), read_day(request.POST, "until")
        rehearsals.ask(public_id=public_id, since=since, until=until, by=request.user, now=timezone.now())
    except Refused as refusal:
        return _page(request, found, refusal=refusal, typed=request.POST.dict(), at="rehearse")
    messages.success(request, _("Đang chạy thử; tải lại trang này sau ít phút để xem kết quả."))
    return redirect(f"{reverse('studio:proposal', args=[public_id])}#rehearse")


@official(VERB)
@require_POST
def stop_rehearsal(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Stop a trial that nobody needs any more."""
    found = _found(request, public_id)
    try:
        rehearsals.stop(public_id=public_id, by=request.user, now=timezone.now())
    except Refused as refusal:
        return _page(request, found, refusal=refusal, at="rehearse")
    messages.success(request, _("Đã dừng lần chạy thử."))
    return redirect(f"{reverse('studio:proposal', args=[public_id])}#rehearse")


def _found(request: SignedInRequest, public_id: UUID) -> Proposal:
    try:
        return approvals.proposal(public_id, request.user)
    except Proposal.DoesNotExist as nothing:
        raise Http404 from nothing


def _page(
    request: SignedInRequest,
    found: Proposal,
    *,
    refusal: Refused | None = None,
    typed: dict[str, Any] | None = None,
    at: str = "decide",
) -> HttpResponse:
    kind = kind_called(found.kind)
    status = Status(found.status)
    may_decide = access.may_decide(request.user, found)
    rehearsal = approvals.rehearsal_of(found)
    is_own = found.proposed_by_id == request.user.pk
    context: dict[str, Any] = {
        "proposal": found,
        "kind_name": _(kind.name),
        "status": _(STATUS_NAMES[status]),
        "failure": _failure(found),
        "refusal": worded(refusal) if refusal is not None else "",
        "refused_at": at,
        "has_rehearsal": rehearsals.has_rehearsal(found.kind),
        "trial": trial_of(rehearsal, request.user) if rehearsal is not None else None,
        "periods": _periods(typed if at == "rehearse" else None),
        "faults": getattr(refusal, "faults", []),
        "typed": typed or {},
        "may_decide": may_decide and status == Status.PROPOSED,
        "waits_for_another": is_own and status == Status.PROPOSED,
        "may_withdraw": (is_own and status in {Status.PROPOSED, Status.APPROVED})
        or (may_decide and status == Status.APPROVED),
        "is_package": found.kind == KIND,
        "may_write_again": found.kind == KIND and status in {Status.REJECTED, Status.WITHDRAWN, Status.FAILED},
        "print_address": preview_address(found),
    }
    context |= _changes(found)
    return page(request, "studio/proposal.html", context, status=422 if refusal is not None else 200)


def _periods(typed: dict[str, Any] | None) -> list[tuple[str, dict[str, Any]]]:
    """Return the two days of the trial's form with what stands in their boxes."""
    usual = zip(("since", "until"), usual_period(today(timezone.now())), strict=True)
    return [(name, typed or boxes(day, name)) for name, day in usual]


def _failure(found: Proposal) -> str:
    if not found.failure:
        return ""
    message = str(found.failure["message"])
    return _(message).format(**found.failure["params"])


def _changes(found: Proposal) -> dict[str, Any]:
    """Return the comparison with what it was written against; of another kind, its changes in words."""
    on = max(found.effective_on, today(timezone.now()))
    if found.kind != KIND:
        told = kind_called(found.kind).changes(found.subject, found.content, on)
        return {"told": told, "groups": [], "courses": [], "files": [], "old": None, "new": None}
    new = of_proposal(found)
    base = _base(found)
    return {"told": [], **comparison(of_version(base), new)}


def _base(found: Proposal) -> ProcedureVersion:
    """Return the version that the proposal was written against, also when it has been replaced since."""
    versions = queries.versions(found.subject)
    number = next((one.number for one in versions if one.digest == found.base), versions[0].number)
    return queries.numbered(found.subject, number)
