"""Whom to call: applicants whom no message is known to have reached."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import actions as dossiers
from motcua.dossiers import asking
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.telling import Outcome
from motcua.dossiers.piles import calls as lists
from motcua.dossiers.piles.calls import Callee
from motcua.lib.marks import N_
from motcua.lib.personal_id import mask
from motcua.lib.refusals import Conflict, Refused
from motcua.lib.text import clean
from motcua.ui.moments import say_moment
from motcua.ui.summaries import Line, line_of

from ..along import behind, row_of
from ..words import REASONS_TO_CALL, SAID_IN_CALLS
from ._page import page
from .dossier import found, seen

PAGE = 30
OUTCOMES = {
    Outcome.TOLD: N_("Đã nói với người nộp"),
    Outcome.NO_ANSWER: N_("Không nghe máy"),
    Outcome.WRONG_NUMBER: N_("Sai số"),
    Outcome.LETTER: N_("Đã giao thư, có người ký nhận"),
}


@official("dossier.call")
@require_safe
def calls(request: SignedInRequest) -> HttpResponse:
    """List whom to call now, who waits longest first; numbers are masked until a line is opened."""
    rows = lists.to_call(request.user, now=timezone.now(), behind=row_of(request.GET, "sau"), limit=PAGE + 1)
    shown = [
        {**_row(callee), "phone": mask(callee.phone) if callee.phone else "", "dossier": callee.telling.dossier}
        for callee in rows[:PAGE]
    ]
    after = behind(rows[PAGE - 1].telling.pk) if len(rows) > PAGE else ""
    return page(request, "desk/calls.html", {"rows": shown, "after": after}, here="goi")


@official("dossier.call")
@require_http_methods(["GET", "POST"])
def call(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the number and what to say, and take down what came of the call."""
    now, dossier = timezone.now(), found(request, public_id, "dossier.call")
    seen(request, dossier, why="desk.call")
    errors: list[Line] = []
    if request.method == "POST":
        try:
            outcome = _take(request, dossier)
        except Refused as refusal:
            telling = row_of(request.POST, "telling") or 0
            errors.append(line_of(refusal, {"": f"outcome-{telling}", "proof_missing": f"note-{telling}"}))
            status = 409 if isinstance(refusal, Conflict) else 422
        else:
            messages.success(request, f"{_(OUTCOMES[outcome])} ({dossier.code})")
            return redirect(reverse("desk:calls"))
    context: dict[str, Any] = {
        "dossier": dossier,
        "rows": [{**_row(callee), "points": _points(dossier, callee)} for callee in lists.untold(dossier)],
        "errors": errors,
        "typed": request.POST,
        "outcomes": [{"value": outcome.value, "text": _(words)} for outcome, words in OUTCOMES.items()],
        "due": say_moment(dossier.due_at) if dossier.due_at else "",
        "now": now,
    }
    return page(request, "desk/call.html", context, here="goi", status=status if errors else 200)


def _take(request: SignedInRequest, dossier: Dossier) -> Outcome:
    known = {str(callee.telling.pk): callee.telling.pk for callee in lists.untold(dossier)}
    telling = request.POST.get("telling", "")
    if telling not in known:
        raise Conflict("told_already", N_("Người nộp đã được báo. Xem lại tình trạng mới."))
    try:
        outcome = Outcome(request.POST.get("outcome", ""))
    except ValueError as problem:
        raise Refused("outcome_missing", N_("Hãy chọn kết quả cuộc gọi.")) from problem
    note = clean(request.POST.get("note", ""))[:500]
    dossiers.call(telling_id=known[telling], outcome=outcome, note=note, by=request.user, now=timezone.now())
    return outcome


def _row(callee: Callee) -> dict[str, Any]:
    telling = callee.telling
    return {
        "id": telling.pk,
        "name": callee.name,
        "phone": callee.phone,
        "what": _(SAID_IN_CALLS[telling.what]),
        "why": _(REASONS_TO_CALL[telling.reach]),
        "since": say_moment(telling.created_at),
        "tries": [
            {
                "when": say_moment(one.at),
                "by": one.caller_name,
                "what": _(OUTCOMES[Outcome(one.outcome)]),
                "note": one.note,
            }
            for one in callee.tries
        ],
    }


def _points(dossier: Dossier, callee: Callee) -> list[str]:
    """Return what to say, point by point."""
    request = callee.telling.request
    if request is None:
        return []
    points = [point.text for point in asking.points_of(dossier, request)]
    return [*points, request.reason] if request.reason else points
