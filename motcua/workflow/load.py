"""How much lies on whom in an office, by person and step, and how much of it is late: counted, never listed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from .models import Task


@dataclass(frozen=True)
class Load:
    """Open steps of one kind at one agency that one person holds, or nobody (`user_id` None)."""

    agency_id: int
    user_id: int | None
    name: str
    role: str
    kind: str
    open: int
    soon: int
    late: int
    oldest: datetime


def loads(tasks: QuerySet[Task], *, now: datetime, soon: datetime) -> list[Load]:
    """Return open steps, grouped by agency, holder, role and kind; one query for all of them.

    Late and soon are those of the promise to the applicant, not of the step's budget.
    """
    rows = (
        tasks.values_list("agency_id", "assignee_id", "assignee__full_name", "role", "kind")
        .annotate(
            open=Count("pk"),
            soon=Count("pk", filter=Q(sort_at__gte=now, sort_at__lt=soon)),
            late=Count("pk", filter=Q(sort_at__lt=now)),
            oldest=Min("opened_at"),
        )
        .order_by("agency_id", "assignee__sort_key", "assignee_id", "role", "kind")
    )
    return [Load(agency, user, name or "", *rest) for agency, user, name, *rest in rows]
