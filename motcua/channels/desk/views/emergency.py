"""Opening one dossier outside one's permission, and the list of such openings for who looks into them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import emergencies
from motcua.dossiers.actions.working import emergency as actions
from motcua.dossiers.choices.emergency_minutes import minutes_on
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.ui.summaries import Line, line_of

from ..along import behind, row_of
from ._page import page
from ._posted import uuid_of

PAGE, OWN = 30, 10
OPEN_FIELDS = {"": "code", "no_reason": "reason"}


@official(actions.OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: SignedInRequest) -> HttpResponse:
    """Ask for a dossier's whole code and the reason; then lead to the dossier."""
    now = timezone.now()
    refusal: Line | None = None
    if request.method == "POST":
        try:
            dossier = actions.open_in_emergency(
                code=request.POST.get("code", ""), reason=request.POST.get("reason", ""), by=request.user, now=now
            )
            return redirect("desk:dossier", dossier.public_id)
        except Refused as refused:
            refusal = line_of(refused, OPEN_FIELDS)
    context: dict[str, Any] = {
        "refusal": refusal,
        "typed": {"code": request.POST.get("code", ""), "reason": request.POST.get("reason", "")},
        "minutes": minutes_on(today(now)),
        "own": [{"row": one, "is_open": one.ends_at > now} for one in emergencies.of_user(request.user, limit=OWN)],
    }
    return page(request, "desk/emergency.html", context, here="mo-khan", status=422 if refusal else 200)


@official(actions.REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: SignedInRequest) -> HttpResponse:
    """List who opened which dossier, when and why; a POST says what came of looking into one."""
    refusal: Line | None = None
    opening = uuid_of(request, "opening") if request.method == "POST" else None
    if request.method == "POST":
        try:
            if opening is None:
                raise Refused("not_found", N_("Không tìm thấy lần mở khẩn này."))
            actions.review_emergency(
                opening=opening, finding=request.POST.get("finding", ""), by=request.user, now=timezone.now()
            )
            messages.success(request, _("Đã ghi kết luận."))
            return redirect("desk:emergencies")
        except Refused as refused:
            refusal = line_of(refused, {"no_finding": f"finding-{opening}"})
    before = row_of(request.GET, "sau")
    rows = emergencies.listed(before_id=before, limit=PAGE + 1)
    context: dict[str, Any] = {
        "refusal": refusal,
        "rows": [{"row": one, "is_own": one.user_id == request.user.pk} for one in rows[:PAGE]],
        "wrong": str(opening) if refusal is not None and opening is not None else "",
        "waiting": emergencies.waiting(),
        "after": behind(rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        "may_read": access.may_enter(request.user, "dossier.see"),
    }
    return page(request, "desk/emergencies.html", context, here="cac-lan-mo-khan", status=422 if refusal else 200)
