"""Steps whose promise ends soon: what the warnings, the nightly list and its page read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import QuerySet

from motcua.lib.dates import VN, today
from motcua.organisations.directory import directory
from motcua.organisations.models import Agency
from motcua.workflow.models import Task
from motcua.worktime import queries as worktime
from motcua.worktime.rules import Schedule, Unit, due_at

from ..models import Dossier
from .narrowing import Narrowing

ALL = Narrowing()


@dataclass(frozen=True)
class DueStep:
    """An open step with its dossier's code and the moment that its agency owes something by."""

    task: Task
    dossier_id: str
    due: datetime
    is_received: bool

    def is_late(self, now: datetime) -> bool:
        """Tell whether it is late by law."""
        return self.task.sort_at < now


def by_calendar(agencies: Iterable[Agency]) -> dict[int, list[int]]:
    """Return agencies by the calendar that they work by; those without one are left out."""
    found: dict[int, list[int]] = defaultdict(list)
    for agency in agencies:
        here: Agency | None = agency
        while here is not None and here.calendar_id is None:
            here = here.parent
        if here is not None and here.calendar_id is not None:
            found[here.calendar_id].append(agency.pk)
    return found


def within_hours(hours: int, *, now: datetime, page: int) -> Iterator[list[DueStep]]:
    """Give, page by page, the open steps that are not late yet and have at most so many working hours left, everywhere.

    By pages, because a province has thousands of them, and what held them all stays with the worker for good.
    """
    for calendar_id, agencies in by_calendar(directory().by_id.values()).items():
        until = due_at(worktime.schedule_of(calendar_id), now, hours, Unit.WORKING_HOURS).at
        # Who is warned is warned of the promise; the law may let its day end later.
        for steps in _paged(_due(agencies, end_of_day(until)).filter(sort_at__gt=now), page):
            yield [step for step in steps if step.due <= until]


def until_next_day(agencies: Collection[int], *, now: datetime, limit: int, only: Narrowing = ALL) -> list[DueStep]:
    """Return the open steps of these agencies that are late or will be by the end of the next working day.

    The earliest first, at most `limit` of them for each calendar; those that `only` keeps.
    """
    steps: list[DueStep] = []
    mine = [directory().by_id[pk] for pk in only.within(agencies) if pk in directory().by_id]
    for calendar_id, theirs in by_calendar(mine).items():
        found = only.of_tasks(_due(theirs, end_of_next_day(worktime.schedule_of(calendar_id), now)), theirs)
        steps += _with_dossiers(list(found.order_by("sort_at", "pk")[:limit]))
    return sorted(steps, key=lambda step: (step.due, step.task.pk))


def each_until_next_day(
    agencies: Collection[int], *, now: datetime, page: int, only: Narrowing = ALL
) -> Iterator[DueStep]:
    """Give all of the same steps, read page by page: the earliest first within each calendar."""
    mine = [directory().by_id[pk] for pk in only.within(agencies) if pk in directory().by_id]
    for calendar_id, theirs in by_calendar(mine).items():
        until = end_of_next_day(worktime.schedule_of(calendar_id), now)
        for steps in _paged(only.of_tasks(_due(theirs, until), theirs), page):
            yield from steps


def end_of_next_day(schedule: Schedule, now: datetime) -> datetime:
    """Return when the next working day ends, by law at 24:00."""
    return end_of_day(due_at(schedule, now, 1, Unit.WORKING_DAYS).at)


def end_of_day(at: datetime) -> datetime:
    """Return the last moment of a day (Civil Code 2015 art. 148(6))."""
    return datetime.combine(today(at), time.max, VN)


def _due(agencies: list[int], until: datetime) -> QuerySet[Task]:
    return Task.objects.open().with_names().filter(agency__in=agencies, sort_at__lte=until)


def _paged(found: QuerySet[Task], page: int) -> Iterator[list[DueStep]]:
    behind: tuple[datetime, int] | None = None
    while True:
        rest = found if behind is None else found.filter(sort_at__gte=behind[0])
        if behind is not None:
            rest = rest.exclude(sort_at=behind[0], pk__lte=behind[1])
        tasks = list(rest.order_by("sort_at", "pk")[:page])
        yield _with_dossiers(tasks)
        if len(tasks) < page:
            return
        behind = (tasks[-1].sort_at, tasks[-1].pk)


def _with_dossiers(found: list[Task]) -> list[DueStep]:
    dossiers = {
        instance: (str(public_id), accepted is not None)
        for instance, public_id, accepted in Dossier.objects.filter(
            instance__in=[task.instance_id for task in found]
        ).values_list("instance_id", "public_id", "accepted_at")
    }
    return [
        DueStep(task, *dossiers[task.instance_id][:1], task.due_at, dossiers[task.instance_id][1])
        for task in found
        if task.instance_id in dossiers and task.due_at is not None
    ]
