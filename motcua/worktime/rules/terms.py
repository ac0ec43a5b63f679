"""When a term is due.

Terms follow the Civil Code of 2015 (Bộ luật Dân sự, BLDS), articles 144 to 148, unless sector law says otherwise
(article 145(1)): that is what the parameters are for. All counting is done in Việt Nam's time; what comes in and goes
out are aware moments. Each step of the counting leaves an `Interval` with a code, so that a page can tell why the date
is what it is.
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from motcua.worktime.rules.schedule import ARTICLES, FURTHEST, ONE_DAY, Code, Schedule, local, moment_of

ONE_MINUTE = timedelta(minutes=1)
MINUTES_OF_A_DAY = 480  # eight hours, Labour Code 2019, article 105(1)

Amount = int | Decimal | Fraction


class Unit(StrEnum):
    """What a term is counted in: giờ, giờ làm việc, ngày, ngày làm việc, tháng."""

    HOURS = "hour"
    WORKING_HOURS = "working_hour"
    DAYS = "day"
    WORKING_DAYS = "working_day"
    MONTHS = "month"


class CutoffEffect(StrEnum):
    """What becomes of a term that begins late in the day; sector laws differ.

    `next_working_day`: the whole term begins on the next working day (63/2024/NĐ-CP art. 7(2), birth bundle).
    `hand_over`: the term stays; only the passing on to those who process waits (118/2025/NĐ-CP art. 18(2)).
    `may`: what is due the same day may be given the next working day (99/2022/NĐ-CP art. 16(1)); longer terms stay.
    """

    NEXT_WORKING_DAY = "next_working_day"
    HAND_OVER = "hand_over"
    MAY = "may"


@dataclass(frozen=True)
class Cutoff:
    """A time of the day from which on a term begins otherwise; None is the last hour of office time.

    Source of the last hour: 297/2025/NĐ-CP art. 6(3). `basis` is the sector law that sets it.
    """

    at: time | None
    effect: CutoffEffect = CutoffEffect.NEXT_WORKING_DAY
    basis: str = ""

    def is_past(self, schedule: Schedule, begin: datetime) -> bool:
        """Tell whether a moment of office time comes at or after the cut-off of its day."""
        if self.at is not None:
            return begin.time() >= self.at
        return begin >= schedule.closing(begin.date()) - timedelta(hours=1)


@dataclass(frozen=True)
class Interval:
    """A stretch of time and what it meant for the counting; `count` is in the unit of the term, minutes for hours.

    `basis` is the law of this very term where another than the general article says so.
    """

    code: Code
    since: datetime
    until: datetime
    count: int = 0
    name: str = ""
    basis: str = ""

    @property
    def article(self) -> str:
        """Return the article that says so, or nothing where it is the term itself."""
        return self.basis or ARTICLES.get(self.code, "")


@dataclass(frozen=True)
class Stop:
    """The clock stood still: from the request for a supplement, say, until it came."""

    since: datetime
    until: datetime
    reason: str = ""


def apart(stops: Iterable[Stop]) -> list[Stop]:
    """Return stops in order, none overlapping another: what two reasons share belongs to the earlier one."""
    found: list[Stop] = []
    for stop in sorted(stops, key=lambda stop: (stop.since, stop.until)):
        since = max(stop.since, found[-1].until) if found else stop.since
        if stop.until > since:
            found.append(replace(stop, since=since))
    return found


@dataclass(frozen=True)
class DueDate:
    """When something is due, and how that was counted.

    `at` is when the office closes on the last day; by law the day ends at midnight (BLDS 148(6)), so compare `last_day`
    where the law asks about the day, as `is_late` does. `plain_at` is the end before it gave way to a rest day.
    `projected`: a holiday on the way is not announced yet, or lies beyond the known ones, so the date may move.
    `by_moment`: a term in hours, which ends at the moment itself.
    """

    at: datetime
    last_day: date
    plain_at: datetime
    counted_from: datetime
    explanation: tuple[Interval, ...]
    projected: bool = False
    by_moment: bool = False

    @property
    def plain_last_day(self) -> date:
        """Return the last day before it gave way to a rest day."""
        return (self.plain_at - timedelta.resolution).date()


class _Story:
    """Collects intervals; days of one kind in a row become one."""

    def __init__(self) -> None:
        self._told: list[Interval] = []
        self._code: Code | None = None
        self._name = ""
        self._first = self._last = date.min
        self._count = 0

    def add(
        self, code: Code, since: datetime, until: datetime, count: int = 0, name: str = "", basis: str = ""
    ) -> None:
        self._close()
        last = self._told[-1] if self._told else None
        if last and last.code == code and last.name == name and last.until == since:
            self._told[-1] = replace(last, until=until, count=last.count + count)
        else:
            self._told.append(Interval(code, since, until, count, name, basis))

    def day(self, code: Code, day: date, count: int = 0, name: str = "") -> None:
        self.days(code, day, day, count, name)

    def days(self, code: Code, first: date, last: date, count: int = 0, name: str = "") -> None:
        """Tell of whole days, each following the one told before."""
        if code is self._code and name == self._name:
            self._last = last
            self._count += count
            return
        self._close()
        self._code, self._name, self._first, self._last, self._count = code, name, first, last, count

    def _close(self) -> None:
        if self._code is not None:
            since, until = moment_of(self._first), moment_of(self._last + ONE_DAY)
            self._told.append(Interval(self._code, since, until, self._count, self._name))
            self._code = None

    def told(self) -> tuple[Interval, ...]:
        self._close()
        return tuple(self._told)


def due_at(
    schedule: Schedule,
    start: datetime,
    amount: Amount,
    unit: Unit,
    *,
    cutoff: Cutoff | None = None,
    stops: Sequence[Stop] = (),
) -> DueDate:
    """Return when a term that begins with an event at `start` is due.

    Hours run from the moment itself (BLDS 147(1)). All else begins at the office's next opening where the event falls
    outside its hours; `cutoff` is what sector law says of an event late in the day. The day of the event is not counted
    (BLDS 147(2)-(3)). A last
    day that is not worked gives way to the next that is (BLDS 148(5)). Days touched by `stops` are not counted.
    Zero working days means within the day. Raises Refused where the calendar has no working day, ValueError for a
    negative amount or for parts of days and months.
    """
    if amount < 0:
        raise ValueError("a term cannot be negative")
    story = _Story()
    stops = apart(stops)
    if unit is Unit.HOURS:
        return _by_hours(schedule, local(start), Fraction(amount), stops, story)
    begin = _begin(schedule, start, cutoff, story, is_same_day=unit is Unit.WORKING_DAYS and not amount)
    if unit is Unit.WORKING_HOURS:
        return _by_working_time(schedule, begin, Fraction(amount) * 60, stops, story)
    if amount != int(amount):
        if unit is not Unit.WORKING_DAYS:
            raise ValueError("only working days may be divided")
        # Step budgets come in quarters of a day; then a day is eight hours, as internal procedures print it.
        return _by_working_time(schedule, begin, Fraction(amount) * MINUTES_OF_A_DAY, stops, story)
    whole = int(amount)
    event_day = begin.date()
    if unit is Unit.WORKING_DAYS and whole == 0:
        story.add(Code.SAME_DAY, begin, moment_of(event_day + ONE_DAY))
        return _end(schedule, begin, _Stops(schedule, stops).carry(event_day, story), story)
    story.add(Code.EVENT_DAY, begin, moment_of(event_day + ONE_DAY))
    stopped = _Stops(schedule, stops)
    if unit is Unit.WORKING_DAYS:
        return _end(schedule, begin, _count_working_days(schedule, event_day, whole, stopped, story), story)
    if unit is Unit.MONTHS:
        same_date, is_there = _add_months(event_day, whole)
        last = _count_days(event_day, (same_date - event_day).days, stopped, story)
        if not is_there:
            story.add(Code.NO_SUCH_DAY, moment_of(last), moment_of(last + ONE_DAY))
        return _end(schedule, begin, last, story)
    return _end(schedule, begin, _count_days(event_day, whole, stopped, story), story)


def _begin(schedule: Schedule, start: datetime, cutoff: Cutoff | None, story: _Story, *, is_same_day: bool) -> datetime:
    arrived = local(start)
    begin = schedule.opening_from(arrived)
    if begin > arrived:
        story.add(Code.OUTSIDE_HOURS, arrived, begin)
    if cutoff is None or not cutoff.is_past(schedule, begin):
        return begin
    day = schedule.next_working_day(begin.date() + ONE_DAY)
    after = moment_of(day, schedule.periods_on(day)[0][0])
    if cutoff.effect is CutoffEffect.HAND_OVER:
        story.add(Code.HAND_OVER, begin, begin, basis=cutoff.basis)
        return begin
    if cutoff.effect is CutoffEffect.MAY and not is_same_day:
        return begin
    code = Code.AFTER_CUTOFF if cutoff.effect is CutoffEffect.NEXT_WORKING_DAY else Code.MAY_NEXT_DAY
    story.add(code, begin, after, basis=cutoff.basis)
    return after


class _Stops:
    """Days on which the clock stood. The day a stop begins is over for the term; the day it ends is an event's."""

    def __init__(self, schedule: Schedule, stops: Iterable[Stop]) -> None:
        self.spans = sorted(
            (local(stop.since).date(), schedule.opening_from(stop.until).date(), stop.reason)
            for stop in stops
            if stop.until > stop.since
        )

    def reason(self, day: date) -> str | None:
        """Return why a day is not counted, or None."""
        for since, until, reason in self.spans:
            if since < day <= until:
                return reason
        return None

    def carry(self, last: date, story: _Story) -> date:
        """Return the last day, or where a stop began on it, the day that stop ended: what was left of it goes there."""
        for since, until, reason in self.spans:
            if since == last < until:
                story.days(Code.STOPPED, last + ONE_DAY, until, name=reason)
                last = until
        return last


def _count_working_days(schedule: Schedule, event_day: date, amount: int, stops: _Stops, story: _Story) -> date:
    day, idle = event_day, 0
    while amount:
        day += ONE_DAY
        code, name = schedule.why_off(day)
        if (reason := stops.reason(day)) is not None:
            story.day(Code.STOPPED, day, name=reason)
        elif code is Code.COUNTED or code is Code.MAKE_UP:
            story.day(code, day, 1, name)
            amount -= 1
            idle = 0
        else:
            story.day(code, day, name=name)
            idle += 1
            if idle > FURTHEST:
                schedule.next_working_day(day)
    return stops.carry(day, story)


def _count_days(event_day: date, amount: int, stops: _Stops, story: _Story) -> date:
    if not stops.spans and amount:
        last = event_day + amount * ONE_DAY
        story.days(Code.COUNTED, event_day + ONE_DAY, last, amount)
        return last
    day = event_day
    while amount:
        day += ONE_DAY
        if (reason := stops.reason(day)) is not None:
            story.day(Code.STOPPED, day, name=reason)
        else:
            story.day(Code.COUNTED, day, 1)
            amount -= 1
    return stops.carry(day, story)


def _add_months(day: date, months: int) -> tuple[date, bool]:
    """Return the same date of the last month, or that month's last day where it has no such date (BLDS 148(3))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, longest)), day.day <= longest


def _end(schedule: Schedule, begin: datetime, plain: date, story: _Story) -> DueDate:
    last = schedule.next_working_day(plain)
    if last > plain:
        story.add(Code.LAST_DAY_OFF, moment_of(plain), moment_of(last))
    return _result(schedule, schedule.closing(last), last, moment_of(plain) + ONE_DAY, begin, story)


def _result(
    schedule: Schedule,
    at: datetime,
    last: date,
    plain_at: datetime,
    begin: datetime,
    story: _Story,
    by_moment: bool = False,
) -> DueDate:
    projected = not schedule.is_certain(begin.date(), last)
    return DueDate(at, last, plain_at, begin, story.told(), projected, by_moment)


def _by_hours(schedule: Schedule, start: datetime, hours: Fraction, stops: Sequence[Stop], story: _Story) -> DueDate:
    """Hours run from the moment itself (BLDS 147(1)), through nights and rest days."""
    left, at = timedelta(seconds=int(hours * 3600)), start
    for stop in stops:
        since, until = max(local(stop.since), at), local(stop.until)
        if until <= since or since >= at + left:
            continue
        if since > at:
            story.add(Code.COUNTED, at, since, (since - at) // ONE_MINUTE)
        story.add(Code.STOPPED, since, until, name=stop.reason)
        left -= since - at
        at = until
    if left:
        story.add(Code.COUNTED, at, at + left, left // ONE_MINUTE)
    at += left
    plain_at, plain = at, (at - timedelta.resolution).date()
    last = schedule.next_working_day(plain)
    if last > plain:
        story.add(Code.LAST_DAY_OFF, at, moment_of(last))
        at = schedule.closing(last)
    return _result(schedule, at, last, plain_at, start, story, by_moment=last == plain)


def _by_working_time(
    schedule: Schedule, begin: datetime, minutes: Fraction, stops: Sequence[Stop], story: _Story
) -> DueDate:
    spans = [(local(stop.since), local(stop.until), stop.reason) for stop in stops]
    left = timedelta(seconds=int(minutes * 60))
    at, idle = begin, 0
    while left:
        day = at.date()
        periods = schedule.periods_on(day)
        if periods and not spans and at == moment_of(day):
            whole = sum(closes - opens for opens, closes in periods)
            if left > whole * ONE_MINUTE:
                story.day(Code.COUNTED, day, whole)
                left -= whole * ONE_MINUTE
                at = moment_of(day + ONE_DAY)
                idle = 0
                continue
        for opens, closes in periods:
            since, until = max(at, moment_of(day, opens)), moment_of(day, closes)
            while since < until and left:
                stop = next(((a, b, why) for a, b, why in spans if a <= since < b), None)
                if stop:
                    story.add(Code.STOPPED, since, min(stop[1], until), name=stop[2])
                    since = min(stop[1], until)
                    continue
                upto = min([until, since + left, *(a for a, _, _ in spans if since < a)])
                story.add(Code.COUNTED, since, upto, (upto - since) // ONE_MINUTE)
                left -= upto - since
                at = since = upto
        if left:
            code, name = schedule.why_off(day)
            if code not in {Code.COUNTED, Code.MAKE_UP}:
                story.day(code, day, name=name)
            idle = 0 if periods else idle + 1
            if idle > FURTHEST:
                schedule.next_working_day(day)
            at = moment_of(day + ONE_DAY)
    return _result(schedule, at, at.date(), at, begin, story, by_moment=True)
