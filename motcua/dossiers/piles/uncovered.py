"""Work that lies with somebody who is away while nobody acts for them: shown to those who answer for the unit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from motcua.accounts.absence_queries import Away, Seat, away_on
from motcua.accounts.queries import holders
from motcua.organisations.rules import Role
from motcua.workflow.models import Task

from ..models import Dossier


@dataclass(frozen=True)
class Lying:
    """One open step that nobody present can do: its dossier, and who holds it (nobody where a whole post is away)."""

    task: Task
    public_id: str


def steps_uncovered(agencies: Collection[int], day: date, *, limit: int, start: int = 0) -> list[Lying]:
    """Return what lies at these agencies with the absent for whom nobody acts, the nearest promise first.

    `start`: without so many of the first.
    """
    away = away_on(day)
    tasks = _tasks(away, [seat for seat in away.uncovered if seat[2] in set(agencies)], day)
    shown = list(tasks.select_related("assignee", "agency").order_by("sort_at", "pk")[start : start + limit])
    runs = Dossier.objects.filter(instance__in=[task.instance_id for task in shown])
    ids = dict(runs.values_list("instance", "public_id"))
    return [Lying(task, str(ids[task.instance_id])) for task in shown if task.instance_id in ids]


def count_uncovered(away: Away, seat: Seat, day: date) -> int:
    """Return how many open steps lie at one seat of those away."""
    return _tasks(away, [seat], day).count()


def _tasks(away: Away, seats: Sequence[Seat], day: date) -> QuerySet[Task]:
    if not seats:
        return Task.objects.none()
    conditions = [Q(assignee=user, role=role, agency=agency) for user, role, agency in seats]
    for role, agency in sorted({(role, agency) for _user, role, agency in seats}):
        # What nobody holds yet lies with the post: uncovered where all who have it are away.
        there = holders(Role(role), agency, day).values_list("pk", flat=True)
        if all((user, role, agency) in set(away.uncovered) for user in there):
            conditions.append(Q(assignee=None, role=role, agency=agency))
    return Task.objects.open().filter(reduce(or_, conditions))
