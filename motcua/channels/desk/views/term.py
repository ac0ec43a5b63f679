"""The time limit of a dossier: why it is promised for this day, and what moves that day."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import names_of
from motcua.dossiers import access, queries
from motcua.dossiers import actions as dossiers
from motcua.dossiers.bundles import package_for
from motcua.dossiers.models import Dossier
from motcua.dossiers.piles import handed_over
from motcua.dossiers.rules.stops import BY_HAND, PAUSES
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.ui.days import day_in
from motcua.ui.summaries import Line, line_of
from motcua.worktime.rules import rule_set

from ..along import Along
from ..reckoning import reckoning
from ..words import due_of
from ._page import page
from ._posted import number_of, text_of
from .dossier import found, seen

# Where what a refusal speaks of is written.
FIELDS = {
    "reappoint": {
        "why_missing": "why",
        "due_unread": "due_on-day",
        "due_not_later": "due_on-day",
        "due_too_far": "due_on-day",
        "reason_missing": "reason",
    },
    "verify": {"reason_missing": "verify-reason"},
    "stop": {"stop_not_allowed": "stop", "stop_document": "document"},
}


@official("dossier.see")
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show how the promise was counted, each stretch with its article; take a new date, a stop, its end."""
    dossier = found(request, public_id)
    if request.method != "POST":
        return _page(request, dossier)
    do = CHANGES.get(request.POST.get("do", ""))
    try:
        if do is None:
            raise Refused("no_such_change", N_("Không hiểu yêu cầu này. Tải lại trang rồi làm lại."))
        said = do(request, dossier, timezone.now())
    except Refused as refusal:
        status = 409 if isinstance(refusal, Conflict) else 403 if isinstance(refusal, Forbidden) else 422
        line = line_of(refusal, FIELDS.get(request.POST.get("do", ""), {}))
        return _page(request, found(request, public_id), refusal=line, status=status)
    messages.success(request, f"{said} ({dossier.code})")
    return redirect(reverse("desk:term", args=[dossier.public_id]) + Along.read(request.GET).query())


def _page(
    request: SignedInRequest, dossier: Dossier, *, refusal: Line | None = None, status: int = 200
) -> HttpResponse:
    seen(request, dossier, why="desk.term")
    now = timezone.now()
    limit = package_for(dossier).limit(dossier.channel, dossier.case_key)
    until = access.read_until(request.user, dossier)
    adjustments = queries.adjustments_of(dossier, until=until)
    names = names_of({row.actor_id for row in adjustments})
    stops = queries.stops_of(dossier, until=until)
    open_stops = [stop for stop in stops if stop.ended_at is None]
    is_running = dossier.accepted_at is not None and dossier.completed_at is None and dossier.closed_at is None
    may_move = is_running and access.may(request.user, "dossier.reappoint", dossier)
    may_stop = is_running and access.may(request.user, "dossier.stop_clock", dossier)
    context: dict[str, Any] = {
        "dossier": dossier,
        "along": Along.read(request.GET).query(),
        "due": due_of(dossier, now),
        "limit": limit,
        "rules": rule_set(int(dossier.rule_set)),
        "reckonings": [(reckoning(row), names.get(row.actor_id, "")) for row in adjustments],
        "stops": [(stop, PAUSES.get(stop.reason, stop.reason)) for stop in stops],
        "may_reappoint": may_move
        and dossier.paused_at is None
        and dossier.due_at is not None
        and all(row.reason != "reappointed" for row in adjustments),
        "may_verify": may_move
        and dossier.paused_at is None
        and limit is not None
        and limit.verification is not None
        and all(row.reason not in {"verified", "reappointed"} for row in adjustments),
        "to_stop": [
            (reason, PAUSES[reason], basis)
            for reason, basis in dossiers.stops_allowed(dossier, now=now).items()
            if may_stop and reason not in {stop.reason for stop in open_stops}
        ],
        "to_go_on": [(stop.reason, PAUSES[stop.reason]) for stop in open_stops if may_stop and stop.reason in BY_HAND],
        "awaited": handed_over.awaited(dossier, begins=dossiers.starts_here(dossier), by=request.user),
        "refusal": refusal,
        "typed": request.POST if refusal else {},
    }
    return page(request, "desk/term.html", context, status=status, with_piles=False)


def _reappoint(request: SignedInRequest, dossier: Dossier, now: datetime) -> str:
    why = request.POST.get("why", "")
    if why not in {one.value for one in dossiers.Why}:
        raise Refused("why_missing", N_("Hãy chọn vì sao phải hẹn lại."))
    due_on = day_in(request.POST, "due_on", code="due_unread", ask=N_("Hãy ghi ngày hẹn lại."))
    dossiers.reappoint(
        dossier_id=dossier.pk,
        why=dossiers.Why(why),
        reason=text_of(request, "reason"),
        basis=text_of(request, "basis")[:300],
        due_on=due_on,
        by=request.user,
        now=now,
        revision=number_of(request, "revision"),
    )
    return _("Đã xin lỗi và hẹn lại; người nộp được báo ngay.")


def _verify(request: SignedInRequest, dossier: Dossier, now: datetime) -> str:
    dossiers.verify(
        dossier_id=dossier.pk,
        reason=text_of(request, "reason"),
        by=request.user,
        now=now,
        revision=number_of(request, "revision"),
    )
    return _("Đã thêm thời gian xác minh; người nộp được báo ngay.")


def _stop(request: SignedInRequest, dossier: Dossier, now: datetime) -> str:
    dossiers.stop_clock(
        dossier_id=dossier.pk,
        reason=request.POST.get("stop", "")[:40],
        document=text_of(request, "document")[:150],
        by=request.user,
        now=now,
        revision=number_of(request, "revision"),
    )
    return _("Đã tạm dừng thời hạn.")


def _go_on(request: SignedInRequest, dossier: Dossier, now: datetime) -> str:
    dossiers.clock_goes_on(
        dossier_id=dossier.pk,
        reason=request.POST.get("stop", "")[:40],
        by=request.user,
        now=now,
        revision=number_of(request, "revision"),
    )
    return _("Thời hạn đã tính tiếp.")


def _received(request: SignedInRequest, dossier: Dossier, now: datetime) -> str:
    dossiers.take_over_one(dossier_id=dossier.pk, by=request.user, now=now)
    return _("Đã ký nhận hồ sơ.")


CHANGES: dict[str, Callable[[SignedInRequest, Dossier, datetime], str]] = {
    "reappoint": _reappoint,
    "verify": _verify,
    "stop": _stop,
    "go_on": _go_on,
    "received": _received,
}
