"""What is late and what will be by the end of the next working day, in the agencies that the reader answers for."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers.piles.due_queries import DueStep, until_next_day
from motcua.dossiers.piles.narrowing import choices_among
from motcua.organisations.directory import directory

from ..narrowed import narrowed_in
from ..words import distance
from ._page import page

AT_ONCE = 100


@official("task.count")
@require_safe
def due_list(request: SignedInRequest) -> HttpResponse:
    """List the steps, the earliest promise first, with who holds each."""
    now = timezone.now()
    agencies, narrowed = access.reach(request.user, "task.count").agencies, narrowed_in(request.GET)
    steps = []
    if not narrowed.errors:
        steps = until_next_day(agencies, now=now, limit=AT_ONCE + 1, only=narrowed.narrowing)

    def shown(step: DueStep) -> dict[str, Any]:
        task = step.task
        return {
            "code": task.case_code,
            "id": step.dossier_id,
            "step": task.name,
            "holder": task.assignee.full_name if task.assignee is not None else "",
            "agency": directory().by_id[task.agency_id].name,
            "due": distance(step.due, now, late_at=task.sort_at),
            "is_answer": not step.is_received,
        }

    context = {
        "rows": [shown(step) for step in steps[:AT_ONCE]],
        "is_more": len(steps) > AT_ONCE,
        "narrowed": narrowed,
        "choices": choices_among(agencies),
    }
    return page(request, "desk/due_list.html", context, here="tinh-hinh", status=422 if narrowed.errors else 200)
