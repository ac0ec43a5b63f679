"""The process of a dossier as a picture with the way taken, and the same as a table."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import access
from motcua.dossiers.rules.steps import label_of
from motcua.procedures.arrows import Speaker
from motcua.ui.texts import translated
from motcua.workflow import queries as workflow
from motcua.workflow.models import Task
from motcua.workflow.rules import Node

from ..along import Along
from ..words import acting_said, budget_said, role_said
from ._page import page
from .dossier import difficult, found


@official("dossier.see")
@require_safe
def process(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show where a dossier stands in its process, which way it took, and what is still to come."""
    dossier = found(request, public_id)
    until = access.read_until(request.user, dossier)
    cases = dossier.version.settings.get("cases") or []
    course = (
        workflow.course_of(
            dossier.instance_id,
            say=translated,
            label=lambda outline: Speaker(outline, cases, say_outcome).label,
        )
        if dossier.instance_id is not None
        else None
    )
    context: dict[str, Any] = {
        "dossier": dossier,
        "along": Along.read(request.GET).query(),
        "course": course,
        "ways": list(Speaker(course.outline, cases, say_outcome).ways()) if course is not None else [],
        "done": [_done(task, until) for task in course.done] if course is not None else [],
        "now": [_now(task) for task in course.now] if course is not None else [],
        "difficult": difficult(request.user, dossier),
        "ahead": [_ahead(node) for node in course.ahead] if course is not None else [],
    }
    return page(request, "desk/process.html", context, with_piles=False)


def say_outcome(kind: str, outcome: str) -> str:
    """Return how a step of a kind ends."""
    return _(label_of(kind, outcome))


def _done(task: Task, until: datetime | None) -> dict[str, Any]:
    label = label_of(task.kind, task.outcome)
    return {
        "name": task.name,
        "who": _who(task),
        "at": task.done_at,
        "how": _(label) if label != task.outcome else "",
        # What another agency wrote afterwards is not for who handed the dossier on (`access.read_until`).
        "note": "" if until is not None and task.done_at is not None and task.done_at > until else task.note,
        "budget": budget_said(task.budget),
    }


def _who(task: Task) -> str:
    if task.done_by is None:
        return _("Hệ thống")
    return acting_said(task.done_by.full_name, task.done_for.full_name if task.done_for is not None else "")


def _now(task: Task) -> dict[str, Any]:
    return {
        "name": task.name,
        "who": task.assignee.full_name if task.assignee is not None else role_said(task.role),
        "at": task.opened_at,
        "agency": task.agency.name,
        "budget": budget_said(task.budget),
    }


def _ahead(node: Node) -> dict[str, Any]:
    return {"name": node.name, "who": role_said(node.role), "budget": budget_said(node.budget)}
