"""The table of dates counted by hand, and what must hold of every date whatever the start, term and stops."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.worktime import rules
from motcua.worktime.rules import Code, Cutoff, CutoffEffect, Stop, Unit
from motcua.worktime.tests.samples import at, office
from motcua.worktime.tests.test_examples import EXAMPLES
from motcua.worktime.tests.worked import ROWS

UNITS = {"wd": Unit.WORKING_DAYS, "wh": Unit.WORKING_HOURS, "d": Unit.DAYS, "m": Unit.MONTHS, "h": Unit.HOURS}
EFFECTS = {"next": CutoffEffect.NEXT_WORKING_DAY, "hand": CutoffEffect.HAND_OVER, "may": CutoffEffect.MAY}
EARLY = rules.Schedule(
    tuple(rules.Hours(day, *part) for day in range(5) for part in ((420, 690), (810, 1020))),
    office().special,
    known_until=office().known_until,
)
TABLE = [tuple(part.strip() for part in row.split("|")) for row in ROWS.strip().splitlines()]


def counted(row: Sequence[str]) -> rules.DueDate:
    start, term, _due, _article, *more = row
    schedule, cutoff, stops = office(), None, []
    words = more[0].split() if more else []
    while words:
        word = words.pop(0)
        if word == "stop":
            stops.append(Stop(at(words.pop(0)), at(words.pop(0)), "supplement"))
        elif word == "cut":
            moment = words.pop(0)
            effect = EFFECTS[words.pop(0)] if words and words[0] in EFFECTS else CutoffEffect.NEXT_WORKING_DAY
            cutoff = Cutoff(None if moment == "last" else time.fromisoformat(moment), effect)
        else:
            schedule = OFFICES[word]
    unit = next(suffix for suffix in ("wd", "wh", "d", "m", "h") if term.endswith(suffix))
    amount = Decimal(term.removesuffix(unit))
    whole = int(amount) if amount == int(amount) else amount
    return rules.due_at(schedule, at(start), whole, UNITS[unit], cutoff=cutoff, stops=stops)


@pytest.mark.parametrize("row", TABLE, ids=[f"{row[0]} {row[1]} {row[-1] if len(row) > 4 else ''}" for row in TABLE])
def test_what_was_counted_by_hand(row: tuple[str, ...]) -> None:
    assert counted(row).at == at(row[2]), row[3]


def test_there_are_enough_of_them_and_no_two_alike() -> None:
    assert len({(row[0], row[1], *row[4:]) for row in TABLE}) == len(TABLE) >= 150
    assert len(TABLE) + len(EXAMPLES) >= 220


USUAL = settings(max_examples=60, deadline=None, derandomize=True)
minutes = st.integers(0, 6 * 366 * 24 * 60 - 1).map(lambda after: at("2026-01-01 00:00") + timedelta(minutes=after))
spans = st.integers(1, 30 * 24 * 60).map(lambda length: timedelta(minutes=length))
stops_in = st.lists(st.tuples(spans, spans), max_size=3)
# By name: hypothesis would print a whole calendar.
OFFICES = {"office": office(), "saturday": office(saturday=True), "early": EARLY}
offices = st.sampled_from(sorted(OFFICES))
units = st.sampled_from(list(Unit))


def stops_after(start: datetime, gaps: list[tuple[timedelta, timedelta]]) -> list[Stop]:
    return [Stop(start + gap, start + gap + length, "supplement") for gap, length in gaps]


@USUAL
@given(minutes, st.integers(1, 40), units, offices, stops_in)
def test_the_explanation_sums_to_the_answer(
    start: datetime, amount: int, unit: Unit, place: str, gaps: list[tuple[timedelta, timedelta]]
) -> None:
    schedule = OFFICES[place]
    due = rules.due_at(schedule, start, amount, unit, stops=stops_after(start, gaps))
    counts = sum(part.count for part in due.explanation if part.code in {Code.COUNTED, Code.MAKE_UP})
    if unit is Unit.MONTHS:
        plain = rules.due_at(schedule, start, amount, unit)
        assert counts == sum(part.count for part in plain.explanation), "stops leave as many days as there were"
    else:
        assert counts == amount * (60 if unit in {Unit.HOURS, Unit.WORKING_HOURS} else 1)
    for part in due.explanation:
        if part.code is Code.COUNTED and part.count and unit is Unit.WORKING_DAYS:
            assert part.count == (part.until - part.since).days, "each counted stretch is as long as it says"


@USUAL
@given(minutes, st.integers(1, 60), offices, stops_in)
def test_no_closed_or_stopped_minute_is_counted(
    start: datetime, hours: int, place: str, gaps: list[tuple[timedelta, timedelta]]
) -> None:
    schedule, stops = OFFICES[place], stops_after(start, gaps)
    due = rules.due_at(schedule, start, hours, Unit.WORKING_HOURS, stops=stops)
    assert rules.elapsed(schedule, start, due.at, Unit.WORKING_HOURS, stops) == hours * 60
    days = rules.due_at(schedule, start, hours, Unit.WORKING_DAYS, stops=stops)
    for part in days.explanation:
        if part.code in {Code.COUNTED, Code.MAKE_UP}:
            day = part.since.date()
            while day < part.until.date():
                assert schedule.is_working_day(day)
                assert not any(
                    stop.since.date() < day <= schedule.opening_from(stop.until).date() for stop in rules.apart(stops)
                )
                day += timedelta(days=1)


@USUAL
@given(minutes, st.integers(0, 30), st.integers(0, 30), units, offices)
def test_terms_add_up(start: datetime, first: int, second: int, unit: Unit, place: str) -> None:
    """A term of a + b ends when b more begin where a ended; months only where no month's end is cut off."""
    schedule = OFFICES[place]
    if unit is Unit.MONTHS:
        start = start.replace(day=min(start.day, 25))
    if unit in {Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS}:
        first, second = first + 1, second + 1
    whole = rules.due_at(schedule, start, first + second, unit)
    part = rules.due_at(schedule, start, first, unit)
    if unit is Unit.WORKING_DAYS:
        again = rules.due_at(schedule, part.at - timedelta(minutes=1), second, unit)
        assert again.last_day == whole.last_day
    elif unit is Unit.WORKING_HOURS:
        assert rules.due_at(schedule, part.at, second, unit).at == whole.at
    else:
        assert part.plain_at <= whole.plain_at
        if unit is Unit.DAYS:
            assert (whole.plain_last_day - part.plain_last_day).days == second


@USUAL
@given(minutes, st.integers(1, 40), units, offices, stops_in)
def test_stops_never_bring_a_date_forward_and_overlap_counts_once(
    start: datetime, amount: int, unit: Unit, place: str, gaps: list[tuple[timedelta, timedelta]]
) -> None:
    schedule, stops = OFFICES[place], stops_after(start, gaps)
    plain = rules.due_at(schedule, start, amount, unit)
    due = rules.due_at(schedule, start, amount, unit, stops=stops)
    assert due.plain_at >= plain.plain_at
    assert rules.due_at(schedule, start, amount, unit, stops=[*stops, *stops]).at == due.at
    assert rules.due_at(schedule, start, amount, unit, stops=list(reversed(stops))).at == due.at
