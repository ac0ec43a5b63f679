"""What a dossier is promised for, and why: one calculation for reception, stops, re-appointment and recomputing.

The arithmetic and its articles are in `worktime.rules`; here is which rule applies to which dossier.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from motcua.lib.dates import VN, today
from motcua.worktime.rules import (
    Code,
    DueDate,
    Interval,
    Policy,
    RuleSet,
    Schedule,
    Stop,
    Unit,
    due_at,
    ready_from,
    shift,
)

from .package import Limit

UNITS = {
    # What the catalogue calls an hour is one of the office's: nobody works at night.
    "hour": Unit.WORKING_HOURS,
    "working_day": Unit.WORKING_DAYS,
    "day": Unit.DAYS,
    "month": Unit.MONTHS,
}
# Assumed where a package does not say: 297/2025/NĐ-CP art. 6(4)(a) has it for its group.
ANSWER_WITHIN: dict[str, Any] = {"amount": 15, "unit": "working_day"}
OF_DAYS = frozenset({Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS})


class PromiseHour(StrEnum):
    """Which hour of the last day a province prints on form 01: the end of office time, or the hour of reception."""

    END_OF_DAY = "end_of_day"
    HOUR_OF_RECEPTION = "hour_of_reception"


@dataclass(frozen=True)
class Pause:
    """The clock stood still; `restarts`: what it waited for makes the term begin anew (policy `restart`)."""

    since: datetime
    until: datetime
    reason: str
    restarts: bool = False
    basis: str = ""


@dataclass(frozen=True)
class Fixed:
    """A date that somebody set with a reason: chosen at reception, or given with an apology. Only stops move it on."""

    at: datetime
    since: datetime
    reason: str
    basis: str = ""


@dataclass(frozen=True)
class Course:
    """What happened to a dossier, as far as its promise follows from it."""

    accepted: datetime
    # Boundary-free: when the competent agency has it, or is to have it.
    competent: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    is_verified: bool = False
    fixed: Fixed | None = None


@dataclass(frozen=True)
class Promise:
    """Until when the agency must be done (`due`), and the moment that the applicant is told (`at`)."""

    at: datetime
    due: DueDate
    explanation: tuple[Interval, ...]
    # What the explanation does not hold: amount and unit of the term, from when, whether it may still move.
    params: dict[str, Any]

    def told(self) -> list[dict[str, Any]]:
        """Return the counting as plain values: codes and parameters, worded at the edge."""
        return [
            {
                "code": interval.code.value,
                "since": interval.since.isoformat(),
                "until": interval.until.isoformat(),
                "count": interval.count,
                "name": interval.name,
                "article": interval.article,
            }
            for interval in self.explanation
        ]


def promised(
    limit: Limit | None,
    course: Course,
    *,
    agency: Schedule,
    collection: Schedule,
    rules: RuleSet,
    hour: PromiseHour = PromiseHour.END_OF_DAY,
) -> Promise | None:
    """Return what a dossier is promised for, or None where its limit is not clear and nobody set a date.

    The competent agency's calendar counts (domain rule 4.4); a place of collection that is closed then moves the moment
    to its next opening.
    """
    counted = _counted(limit, course, agency=agency, collection=collection, rules=rules, hour=hour)
    fixed = course.fixed
    if fixed is None:
        return counted
    if counted is not None and any(pause.restarts and pause.until > fixed.since for pause in course.pauses):
        # The term began anew after the date was set: its own end counts, but never less than was promised.
        return counted if counted.at > fixed.at else _kept(fixed, (), agency=agency, collection=collection)
    return _kept(fixed, course.pauses, agency=agency, collection=collection)


def _counted(
    limit: Limit | None, course: Course, *, agency: Schedule, collection: Schedule, rules: RuleSet, hour: PromiseHour
) -> Promise | None:
    term = _term(limit, is_verified=course.is_verified)
    if limit is None or term is None:
        return None
    amount, unit = term
    start, before = course.accepted, []
    if course.competent is not None and rules.from_competent_receipt and course.competent > start:
        article = rules.article("from_competent_receipt")
        before.append(Interval(Code.COMPETENT_RECEIPT, start, course.competent, basis=article))
        start = course.competent
    anew = [pause for pause in course.pauses if pause.restarts and pause.until > start]
    if anew:
        again = max(pause.until for pause in anew)
        article = anew[-1].basis or rules.article("after_supplement")
        before.append(Interval(Code.RESTARTED, start, again, name=anew[-1].reason, basis=article))
        start = again
    stops = [Stop(max(pause.since, start), pause.until, pause.reason) for pause in course.pauses if pause.until > start]
    due = due_at(agency, start, amount, unit, cutoff=limit.cutoff, stops=stops)
    if course.is_verified and limit.verification is not None:
        extra = limit.verification
        before.append(Interval(Code.VERIFICATION, start, start, extra.amount, extra.unit, extra.basis))
    return _promise(due, (*before, *_with_basis(due, course.pauses)), unit, amount, collection=collection, hour=hour)


def _term(limit: Limit | None, *, is_verified: bool) -> tuple[int, Unit] | None:
    """Return amount and unit that count; with verification, sector law adds to the limit or has another for it."""
    if limit is None:
        return None
    amount, unit = (0, Unit.WORKING_DAYS) if limit.same_day else (limit.amount, UNITS.get(limit.unit or ""))
    if amount is None or unit is None:
        return None
    if not is_verified or limit.verification is None:
        return amount, unit
    extra = limit.verification
    if extra.replaces:
        return extra.amount, UNITS[extra.unit]
    return amount + extra.amount, unit


def _with_basis(due: DueDate, pauses: Sequence[Pause]) -> list[Interval]:
    """Return the explanation, each stop with the law that lets it be left out."""
    known = {pause.reason: pause.basis for pause in pauses if pause.basis}
    return [
        replace(part, basis=known[part.name]) if part.code is Code.STOPPED and part.name in known else part
        for part in due.explanation
    ]


def _promise(
    due: DueDate,
    explanation: Sequence[Interval],
    unit: Unit,
    amount: int,
    *,
    collection: Schedule,
    hour: PromiseHour = PromiseHour.END_OF_DAY,
) -> Promise:
    at, told = ready_from(due, collection), list(explanation)
    if at > due.at:
        told.append(Interval(Code.COLLECTION, due.at, at))
    elif hour is PromiseHour.HOUR_OF_RECEPTION and unit in OF_DAYS:
        earlier = collection.opening_from(datetime.combine(due.last_day, due.counted_from.timetz()))
        if earlier < at:
            told.append(Interval(Code.PROMISED_HOUR, earlier, at))
            at = earlier
    params = {
        "amount": amount,
        "unit": unit.value,
        "from": due.counted_from.isoformat(),
        "last_day": due.last_day.isoformat(),
        "projected": due.projected or not collection.is_certain(due.counted_from.date(), at.date()),
    }
    return Promise(at, due, tuple(told), params)


def _kept(fixed: Fixed, pauses: Sequence[Pause], *, agency: Schedule, collection: Schedule) -> Promise:
    """Return a date that somebody set, moved on by the stops that began after that."""
    at = fixed.at.astimezone(VN)
    told = [Interval(Code.FIXED, fixed.since, at, name=fixed.reason, basis=fixed.basis)]
    day = collection.next_working_day(at.date())
    if day > at.date():
        told.append(Interval(Code.LAST_DAY_OFF, at, collection.closing(day)))
        at = collection.closing(day)
    projected = not agency.is_certain(today(fixed.since), day)
    due = DueDate(at, day, at, fixed.since.astimezone(VN), (), projected)
    for pause in sorted(pauses, key=lambda pause: pause.since):
        if pause.since < fixed.since:
            continue
        moved = shift(agency, due, Unit.WORKING_DAYS, Stop(pause.since, pause.until, pause.reason))
        if moved is not due:
            told.append(Interval(Code.STOPPED, pause.since, pause.until, name=pause.reason, basis=pause.basis))
            told += moved.explanation
            due = moved
    return _promise(due, told, Unit.WORKING_DAYS, 0, collection=collection)


def late_from(promised: datetime, unit: str | None) -> datetime:
    """Return the last moment at which a promise is kept by law, whatever hour of its day is printed.

    A term of days or months ends at 24:00 of its last day (Civil Code 2015 art. 148(6)); one of hours with its moment
    (art. 147(1)). `unit`: of the package's limit, None where somebody set the date.
    """
    if unit is not None and UNITS.get(unit) is Unit.WORKING_HOURS:
        return promised
    return datetime.combine(today(promised), time.max, VN)


def expected_receipt(schedule: Schedule, accepted: datetime, rules: RuleSet, *, online: bool) -> datetime:
    """Return when the competent agency is to have a dossier received elsewhere: at once, or by the hand-over rule.

    Source: Decree 118/2025 art. 18(2): the same working day; from 15:00 on at the beginning of the next.
    """
    begin = schedule.opening_from(accepted)
    if online or begin.time() < rules.handover_cutoff:
        return accepted
    return schedule.opening_from(schedule.closing(begin.date()))


def is_announced_in_time(due: datetime, now: datetime, rules: RuleSet) -> bool:
    """Tell whether an apology given now comes at least the law's days before the promise (61/2018 art. 19(9))."""
    return today(now) + timedelta(days=rules.apology_days_before) <= today(due)


def answer_due(schedule: Schedule, asked_at: datetime, within: dict[str, Any] | None) -> datetime:
    """Return until when the applicant may answer a request: what the package says, else fifteen working days."""
    term = within or ANSWER_WITHIN
    return due_at(schedule, asked_at, int(term["amount"]), UNITS[str(term["unit"])]).at


def restarts(supplement: dict[str, Any]) -> tuple[bool, bool]:
    """Return whether a package's supplement counts the term anew, and whether that is only assumed.

    `restart` is the general rule (61/2018 art. 19(4)); a package without `clock_basis` has it from nowhere else.
    """
    policy = Policy(supplement.get("clock") or Policy.RESTART)
    return policy is Policy.RESTART, not supplement.get("clock_basis")
