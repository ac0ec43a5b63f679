"""Stops, what is used and left, and the general rules by day."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.worktime import rules
from motcua.worktime.rules import Code, Policy, Stop, Unit
from motcua.worktime.tests.samples import at, office

WD, WH, D, H, M = Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.DAYS, Unit.HOURS, Unit.MONTHS

USUAL = settings(max_examples=60, deadline=None, derandomize=True)

STOPS = [
    # start, amount, unit, stop since, until, due
    ("2026-03-02 08:00", 5, WD, "2026-03-04 10:00", "2026-03-10 09:00", "2026-03-13 17:30"),
    ("2026-03-02 08:00", 5, WD, "2026-03-04 10:00", "2026-03-04 15:00", "2026-03-09 17:30"),
    ("2026-03-02 08:00", 5, WD, "2026-03-04 10:00", "2026-03-07 15:00", "2026-03-12 17:30"),
    ("2026-03-02 08:00", 5, WD, "2026-03-02 10:00", "2026-03-03 09:00", "2026-03-10 17:30"),
    ("2026-03-02 08:00", 2, WD, "2026-03-04 09:00", "2026-03-10 09:00", "2026-03-10 17:30"),
    ("2026-03-02 08:00", 8, WH, "2026-03-02 09:00", "2026-03-02 14:30", "2026-03-03 11:30"),
    ("2026-03-02 08:00", 8, WH, "2026-03-02 16:30", "2026-03-04 08:30", "2026-03-04 10:00"),
    ("2026-03-02 08:00", 8, WH, "2026-03-02 09:30", "2026-03-05 19:00", "2026-03-06 16:00"),
    ("2026-03-02 08:00", 24, H, "2026-03-02 10:00", "2026-03-02 16:00", "2026-03-03 14:00"),
    ("2026-03-02 08:00", 10, D, "2026-03-04 10:00", "2026-03-10 10:00", "2026-03-18 17:30"),
    ("2026-03-02 08:00", 1, M, "2026-03-04 10:00", "2026-03-10 10:00", "2026-04-08 17:30"),
]


@pytest.mark.parametrize(("start", "amount", "unit", "since", "until", "due"), STOPS)
def test_waiting_for_a_supplement_is_left_out(
    start: str, amount: int, unit: Unit, since: str, until: str, due: str
) -> None:
    """Decree 301/2026 art. 3(4): the time of completing the dossier is not counted."""
    stop = Stop(at(since), at(until), "chờ bổ sung")
    counted = rules.due_at(office(), at(start), amount, unit, stops=[stop])
    assert counted.at == at(due)
    assert rules.shift(office(), rules.due_at(office(), at(start), amount, unit), unit, stop).at == at(due)


def test_the_general_rule_counts_again_from_the_beginning() -> None:
    """Decree 61/2018 art. 19(4); Decree 297/2025 art. 6(4)."""
    stop = Stop(at("2026-03-04 10:00"), at("2026-03-10 09:00"))
    due = rules.due_after_stop(office(), at("2026-03-02 08:00"), 5, WD, [stop], Policy.RESTART)
    assert due.at == at("2026-03-17 17:30")
    due = rules.due_after_stop(office(), at("2026-03-02 08:00"), 5, WD, [stop], Policy.RESUME)
    assert due.at == at("2026-03-13 17:30")
    assert rules.due_after_stop(office(), at("2026-03-02 08:00"), 5, WD, [], Policy.RESTART).at == at(
        "2026-03-09 17:30"
    )


def test_the_explanation_names_the_stop() -> None:
    stop = Stop(at("2026-03-04 10:00"), at("2026-03-10 09:00"), "chờ bổ sung")
    due = rules.due_at(office(), at("2026-03-02 08:00"), 5, WD, stops=[stop])
    assert [(part.code, part.count, part.name) for part in due.explanation] == [
        (Code.EVENT_DAY, 0, ""),
        (Code.COUNTED, 2, ""),
        (Code.STOPPED, 0, "chờ bổ sung"),
        (Code.COUNTED, 3, ""),
    ]


def test_a_stop_after_the_due_date_saves_nobody() -> None:
    due = rules.due_at(office(), at("2026-03-02 08:00"), 1, WD)
    assert rules.shift(office(), due, WD, Stop(at("2026-03-05 08:00"), at("2026-03-09 08:00"))) is due


@pytest.mark.parametrize(
    ("unit", "until", "used"),
    [
        (WD, "2026-03-02 17:00", 0),
        (WD, "2026-03-03 08:00", 1),
        (WD, "2026-03-09 08:00", 5),
        (D, "2026-03-09 08:00", 7),
        (WH, "2026-03-02 14:30", 60 * 4 + 30),
        (WH, "2026-03-09 08:30", 60 * 40 + 30),
        (H, "2026-03-03 08:30", 60 * 24 + 30),
        (WD, "2026-03-01 08:00", 0),
    ],
)
def test_what_is_used(unit: Unit, until: str, used: int) -> None:
    assert rules.elapsed(office(), at("2026-03-02 08:00"), at(until), unit) == used


def test_what_is_used_leaves_stops_out() -> None:
    stop = Stop(at("2026-03-04 10:00"), at("2026-03-10 09:00"))
    start, now = at("2026-03-02 08:00"), at("2026-03-12 08:00")
    assert rules.elapsed(office(), start, now, WD, [stop]) == 4
    assert rules.elapsed(office(), start, now, WH, [stop]) == rules.elapsed(office(), start, now, WH) - 60 * 31


@pytest.mark.parametrize(
    ("unit", "amount", "now", "left"),
    [
        (WD, 5, "2026-03-02 09:00", 5),
        (WD, 5, "2026-03-06 09:00", 1),
        (WD, 5, "2026-03-09 20:00", 0),
        (WD, 5, "2026-03-10 09:00", -1),
        (WH, 8, "2026-03-02 16:30", 90),
        (WH, 8, "2026-03-03 09:00", -60),
        (D, 4, "2026-03-02 09:00", 4),
        (D, 4, "2026-03-08 09:00", -2),
    ],
)
def test_what_is_left_or_late(unit: Unit, amount: int, now: str, left: int) -> None:
    due = rules.due_at(office(), at("2026-03-02 08:00"), amount, unit)
    assert rules.remaining(office(), due, at(now), unit) == left


def test_the_last_day_ends_at_midnight() -> None:
    """BLDS 148(6)."""
    due = rules.due_at(office(), at("2026-03-02 08:00"), 1, WD)
    assert not rules.is_late(due, at("2026-03-03 23:59"))
    assert rules.is_late(due, at("2026-03-04 00:00"))
    hours = rules.due_at(office(), at("2026-03-02 08:00"), 2, H)
    assert not rules.is_late(hours, at("2026-03-02 10:00"))
    assert rules.is_late(hours, at("2026-03-02 10:01"))


def test_the_result_is_ready_when_the_place_of_collection_opens() -> None:
    due = rules.due_at(office(saturday=True), at("2026-03-06 09:00"), 1, WD)
    assert due.at == at("2026-03-07 11:30")
    assert rules.ready_from(due, office()) == at("2026-03-09 07:30")


@pytest.mark.parametrize(
    ("filed", "online", "due"),
    [
        ("2026-03-02 09:30", True, "2026-03-03 09:30"),
        ("2026-03-07 22:00", True, "2026-03-09 17:30"),
        ("2026-03-02 09:30", False, "2026-03-03 17:30"),
        ("2025-08-04 09:30", False, "2025-08-04 17:30"),
        ("2027-03-02 09:30", False, "2027-03-02 17:30"),
        ("2019-03-04 09:30", True, "2019-03-04 17:30"),
    ],
)
def test_by_when_an_official_must_answer(filed: str, online: bool, due: str) -> None:
    """Decree 45/2020 art. 11 and Resolution 66.7/2025 art. 8(1): eight working hours; art. 8(2): one working day."""
    assert rules.reception_due(office(), at(filed), online=online).at == at(due)


@pytest.mark.parametrize(
    ("received", "online", "by"),
    [
        ("2026-03-02 10:00", True, "2026-03-02 10:00"),
        ("2026-03-02 14:59", False, "2026-03-02 17:30"),
        ("2026-03-02 15:00", False, "2026-03-03 07:30"),
        ("2026-03-06 16:00", False, "2026-03-09 07:30"),
    ],
)
def test_by_when_a_dossier_is_handed_over(received: str, online: bool, by: str) -> None:
    """Decree 61/2018 art. 18; Decree 118/2025 art. 18(2)."""
    assert rules.hand_over_by(office(), at(received), online=online) == at(by)


def test_every_day_has_its_rules() -> None:
    days = (date(2000, 1, 1), date(2026, 7, 1), date(2026, 8, 5), date(2027, 3, 1))
    assert [rules.rule_set_on(day).number for day in days] == [1, 4, 5, 6]
    assert rules.rule_set(4).basis == "Nghị quyết 66.7/2025/NQ-CP"
    assert [one.number for one in rules.RULE_SETS] == list(range(1, len(rules.RULE_SETS) + 1))
    assert rules.rule_set(1).article("after_supplement") == "Nghị định 61/2018/NĐ-CP, điều 19 khoản 4"
    assert "309/2026" in rules.rule_set(5).article("from_competent_receipt")
    for one in rules.RULE_SETS:
        for rule in ("handover_cutoff", "after_supplement", "most_reappointments", "incomplete_notice_days"):
            assert "điều" in one.article(rule)


starts = st.datetimes(at("2026-01-01 00:00").replace(tzinfo=None), at("2031-12-31 23:59").replace(tzinfo=None)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=at("2026-01-01 00:00").tzinfo)
)
units = st.sampled_from(list(Unit))
amounts = st.integers(0, 60)


@USUAL
@given(starts, amounts, units, st.booleans())
def test_due_dates_are_sound(start: datetime, amount: int, unit: Unit, saturday: bool) -> None:
    schedule = office(saturday=saturday)
    due = rules.due_at(schedule, start, amount, unit)
    assert due.at >= start
    assert schedule.is_working_day(due.last_day)
    assert (due.at - timedelta.resolution).date() == due.last_day
    assert due.plain_last_day <= due.last_day
    later = rules.due_at(schedule, start, amount + 1, unit)
    assert later.plain_at >= due.plain_at, "a longer term never ends earlier"
    moments = [part.since for part in due.explanation]
    assert moments == sorted(moments)


@USUAL
@given(starts, st.integers(1, 60), st.timedeltas(timedelta(0), timedelta(days=20)))
def test_a_later_event_is_never_due_earlier(start: datetime, amount: int, wait: timedelta) -> None:
    for unit in Unit:
        first = rules.due_at(office(), start, amount, unit)
        second = rules.due_at(office(), start + wait, amount, unit)
        assert second.plain_at >= first.plain_at
        assert second.last_day >= first.last_day


@USUAL
@given(
    starts,
    st.integers(1, 40),
    units,
    st.timedeltas(timedelta(0), timedelta(days=30)),
    st.timedeltas(timedelta(minutes=1), timedelta(days=30)),
)
def test_moving_a_due_date_equals_counting_with_the_stop(
    start: datetime, amount: int, unit: Unit, after: timedelta, length: timedelta
) -> None:
    after = timedelta(minutes=after // timedelta(minutes=1))
    length = timedelta(minutes=length // timedelta(minutes=1))
    since = office().opening_from(start + after)
    stop = Stop(since, since + length)
    plain = rules.due_at(office(), start, amount, unit)
    moved = rules.shift(office(), plain, unit, stop)
    counted = rules.due_at(office(), start, amount, unit, stops=[stop])
    assert moved.at >= plain.at
    if since < plain.plain_at:
        assert moved.at == counted.at


@USUAL
@given(starts, st.integers(1, 60), st.sampled_from([WD, WH]))
def test_a_whole_term_is_used_when_it_is_due(start: datetime, amount: int, unit: Unit) -> None:
    due = rules.due_at(office(), start, amount, unit)
    used = rules.elapsed(office(), start, due.at, unit)
    assert used == (amount if unit is WD else amount * 60)
    assert rules.remaining(office(), due, due.at, unit) == 0
