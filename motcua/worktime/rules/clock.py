"""How much of a term is used and left, and how a stop moves its end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from motcua.worktime.rules.schedule import ONE_DAY, Schedule, local, moment_of
from motcua.worktime.rules.terms import Amount, Cutoff, DueDate, Stop, Unit, apart, due_at


class Policy(StrEnum):
    """What becomes of the term when a stop ends.

    Decree 61/2018 article 19(4), repeated by Decree 297/2025 article 6(4): counted again from the beginning.
    Interlinked groups: only the time of waiting is left out (Decree 301/2026 article 3(4)). `resume`, what systems do
    where the law is silent, comes to the same date: what was left when the stop began is left when it ends.
    """

    RESTART = "restart"
    RESUME = "resume"
    NOT_COUNTED = "not_counted"


def due_after_stop(
    schedule: Schedule,
    start: datetime,
    amount: Amount,
    unit: Unit,
    stops: Sequence[Stop],
    policy: Policy,
    *,
    cutoff: Cutoff | None = None,
) -> DueDate:
    """Return when a term is due after its clock stood still and runs again."""
    if policy is Policy.RESTART and stops:
        return due_at(schedule, max(stop.until for stop in stops), amount, unit, cutoff=cutoff)
    return due_at(schedule, start, amount, unit, stops=stops, cutoff=cutoff)


def shift(schedule: Schedule, due: DueDate, unit: Unit, stop: Stop) -> DueDate:
    """Return the due date moved by one stop: what was left when it began is left when it ends.

    It never comes earlier. A stop that began after the due date moves nothing: what is late stays late.
    """
    since, until = local(stop.since), local(stop.until)
    if until <= since or since.date() > due.last_day or (unit in HOURLY and since >= due.at):
        return due
    if unit in HOURLY:
        end = due.plain_at if unit is Unit.HOURS else due.at
        left = Fraction(_minutes(schedule, since, end, unit), 60)
        return _told(due, due_at(schedule, until, left, unit))
    if unit is Unit.WORKING_DAYS:
        return _told(due, due_at(schedule, until, remaining(schedule, due, since, unit), unit))
    days = max((due.plain_last_day - since.date()).days, 0)
    return _told(due, due_at(schedule, until, days, Unit.DAYS))


HOURLY = {Unit.HOURS, Unit.WORKING_HOURS}


def _told(before: DueDate, after: DueDate) -> DueDate:
    if after.at <= before.at:
        return before
    return replace(after, counted_from=before.counted_from, projected=before.projected or after.projected)


def elapsed(schedule: Schedule, start: datetime, until: datetime, unit: Unit, stops: Sequence[Stop] = ()) -> int:
    """Return how much of a term is used: minutes for terms in hours, days for the others.

    Working days are counted as days, the day of the start not among them; months are told in days.
    """
    begin = local(start) if unit is Unit.HOURS else schedule.opening_from(start)
    end = local(until)
    if end <= begin:
        return 0
    stops = apart(stops)
    if unit in HOURLY:
        used = _minutes(schedule, begin, end, unit)
        for stop in stops:
            used -= _minutes(schedule, max(local(stop.since), begin), min(local(stop.until), end), unit)
        return used
    spans = [(local(stop.since).date(), schedule.opening_from(stop.until).date()) for stop in stops]
    return sum(
        1
        for day in _days(begin.date(), end.date())
        if (unit is not Unit.WORKING_DAYS or schedule.is_working_day(day))
        and not any(since < day <= ended for since, ended in spans)
    )


def remaining(schedule: Schedule, due: DueDate, now: datetime, unit: Unit) -> int:
    """Return how much of a term is left: minutes for terms in hours, days for the others; negative when late."""
    here = local(now)
    if unit in HOURLY:
        if here <= due.at:
            return _minutes(schedule, here, due.at, unit)
        return -_minutes(schedule, due.at, here, unit)
    counts = schedule.is_working_day if unit is Unit.WORKING_DAYS else _every
    if here.date() <= due.last_day:
        return sum(1 for day in _days(here.date(), due.last_day) if counts(day))
    return -sum(1 for day in _days(due.last_day, here.date()) if counts(day))


def _every(_: date) -> bool:
    return True


def _days(after: date, upto: date) -> list[date]:
    return [after + n * ONE_DAY for n in range(1, (upto - after).days + 1)]


def _minutes(schedule: Schedule, since: datetime, until: datetime, unit: Unit) -> int:
    """Return the minutes between two local moments, or those of them that were worked."""
    if until <= since:
        return 0
    if unit is Unit.HOURS:
        return int((until - since).total_seconds() // 60)
    total = timedelta()
    for day in _days(since.date() - ONE_DAY, until.date()):
        for opens, closes in schedule.periods_on(day):
            total += max(min(moment_of(day, closes), until) - max(moment_of(day, opens), since), timedelta())
    return int(total.total_seconds() // 60)


def is_late(due: DueDate, at: datetime) -> bool:
    """Tell whether something done at a moment was late. A last day ends at midnight (BLDS 148(6))."""
    if due.by_moment:
        return at > due.at
    return local(at).date() > due.last_day


def ready_from(due: DueDate, collection: Schedule) -> datetime:
    """Return the moment to promise a result for: when it is due, or the next opening of a place that is closed then.

    A term of days ends with the day, so a place of collection that works on the last day is promised for that day,
    until it closes; one that does not, for its next opening. A term of hours is promised for its moment.
    """
    periods = collection.periods_on(due.last_day)
    if periods and not due.by_moment:
        return min(due.at, collection.closing(due.last_day))
    here = local(due.at)
    minute = here.hour * 60 + here.minute
    if any(opens <= minute <= closes for opens, closes in collection.periods_on(here.date())):
        return here
    return collection.opening_from(here)
