"""Steps whose promise ends soon: what the warnings, the nightly list and its page read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from motcua.organisations.directory import directory
from motcua.organisations.models import Agency
from motcua.workflow.models import Task
from motcua.worktime import queries as worktime
from motcua.worktime.rules import Schedule, Unit, due_at

from .models import Dossier


@dataclass(frozen=True)
class DueStep:
    """An open step with its dossier's code and the moment that its agency owes something by."""

    task: Task
    dossier_id: str
    due: datetime
    is_received: bool


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


def within_hours(hours: int, *, now: datetime) -> list[DueStep]:
    """Return the open steps that are not late yet and have at most so many working hours left, everywhere."""
    steps: list[DueStep] = []
    for calendar_id, agencies in by_calendar(directory().by_id.values()).items():
        until = due_at(worktime.schedule_of(calendar_id), now, hours, Unit.WORKING_HOURS).at
        steps += _steps(agencies, now, until)
    return steps


def until_next_day(agencies: Collection[int], *, now: datetime, limit: int) -> list[DueStep]:
    """Return the open steps of these agencies that are late or will be by the end of the next working day.

    The earliest first, at most `limit` of them for each calendar.
    """
    steps: list[DueStep] = []
    mine = [directory().by_id[pk] for pk in agencies if pk in directory().by_id]
    for calendar_id, theirs in by_calendar(mine).items():
        steps += _steps(theirs, None, end_of_next_day(worktime.schedule_of(calendar_id), now), limit=limit)
    return sorted(steps, key=lambda step: (step.due, step.task.pk))


def each_until_next_day(agencies: Collection[int], *, now: datetime, page: int) -> Iterator[DueStep]:
    """Give all of the same steps, read page by page: the earliest first within each calendar."""
    mine = [directory().by_id[pk] for pk in agencies if pk in directory().by_id]
    for calendar_id, theirs in by_calendar(mine).items():
        until = end_of_next_day(worktime.schedule_of(calendar_id), now)
        found = Task.objects.open().with_names().filter(agency__in=theirs, sort_at__lte=until)
        behind: tuple[datetime, int] | None = None
        while True:
            rest = found if behind is None else found.filter(sort_at__gte=behind[0])
            if behind is not None:
                rest = rest.exclude(sort_at=behind[0], pk__lte=behind[1])
            tasks = list(rest.order_by("sort_at", "pk")[:page])
            yield from _with_dossiers(tasks)
            if len(tasks) < page:
                break
            behind = (tasks[-1].sort_at, tasks[-1].pk)


def end_of_next_day(schedule: Schedule, now: datetime) -> datetime:
    """Return when the next working day ends."""
    return due_at(schedule, now, 1, Unit.WORKING_DAYS).at


def _steps(agencies: list[int], after: datetime | None, until: datetime, limit: int | None = None) -> list[DueStep]:
    tasks = Task.objects.open().with_names().filter(agency__in=agencies, sort_at__lte=until)
    if after is not None:
        tasks = tasks.filter(sort_at__gt=after)
    return _with_dossiers(list(tasks.order_by("sort_at", "pk")[:limit]))


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
