"""Worked examples, each with the article it shows. Mondays: 23/11/2026, 27/04/2026, 16/02/2026 (Tết)."""

from datetime import time
from decimal import Decimal

import pytest

from motcua.lib.refusals import Refused
from motcua.worktime import rules
from motcua.worktime.rules import Code, Cutoff, Unit
from motcua.worktime.tests.samples import at, office

H, WH, D, WD, M = Unit.HOURS, Unit.WORKING_HOURS, Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS

EXAMPLES = [
    # start, amount, unit, due, article
    # The day of the event is not counted: BLDS 147(2)-(3). No holiday in these weeks of March 2026.
    ("2026-03-02 08:00", 1, WD, "2026-03-03 17:30", "BLDS 147(3)"),
    ("2026-03-02 17:29", 1, WD, "2026-03-03 17:30", "BLDS 147(3)"),
    ("2026-03-02 08:00", 2, WD, "2026-03-04 17:30", "BLDS 147(3)"),
    ("2026-03-02 08:00", 3, WD, "2026-03-05 17:30", "BLDS 147(3)"),
    ("2026-03-02 08:00", 5, WD, "2026-03-09 17:30", "BLDS 147(3); weekend"),
    ("2026-03-06 08:00", 1, WD, "2026-03-09 17:30", "weekend not worked: Labour Code 111"),
    ("2026-03-06 16:00", 2, WD, "2026-03-10 17:30", "weekend"),
    ("2026-03-02 08:00", 10, WD, "2026-03-16 17:30", "weekends"),
    ("2026-03-02 08:00", 15, WD, "2026-03-23 17:30", "weekends"),
    ("2026-03-02 08:00", 20, WD, "2026-03-30 17:30", "weekends"),
    # Within the day.
    ("2026-03-02 08:00", 0, WD, "2026-03-02 17:30", "BLDS 148(6)"),
    ("2026-03-02 18:00", 0, WD, "2026-03-03 17:30", "after closing: next opening"),
    # Reception outside office hours counts from the next opening (Decree 118/2025 art. 17(3): the slip's moment).
    ("2026-03-02 06:00", 1, WD, "2026-03-03 17:30", "before opening: the same day"),
    ("2026-03-02 12:15", 1, WD, "2026-03-03 17:30", "lunch break: the same day"),
    ("2026-03-02 17:30", 1, WD, "2026-03-04 17:30", "closing time: next day is the event's"),
    ("2026-03-02 23:59", 1, WD, "2026-03-04 17:30", "evening"),
    ("2026-03-06 20:00", 1, WD, "2026-03-10 17:30", "Friday evening: Monday is the event's day"),
    ("2026-03-07 09:00", 1, WD, "2026-03-10 17:30", "Saturday"),
    ("2026-03-08 09:00", 3, WD, "2026-03-12 17:30", "Sunday"),
    # Holidays: Labour Code 2019 art. 112; substitutes; swapped days are announced.
    ("2026-04-24 09:00", 1, WD, "2026-04-28 17:30", "27/04 substitute for Hùng Kings' day on Sunday"),
    ("2026-04-24 09:00", 3, WD, "2026-05-04 17:30", "27/04, 30/04, 01/05"),
    ("2026-04-29 09:00", 1, WD, "2026-05-04 17:30", "30/04, 01/05, weekend"),
    ("2026-02-13 09:00", 1, WD, "2026-02-23 17:30", "Tết 2026: 16 to 20/02"),
    ("2026-02-12 09:00", 5, WD, "2026-02-26 17:30", "Tết 2026"),
    ("2026-08-21 09:00", 1, WD, "2026-08-22 17:30", "make-up Saturday 22/08 is worked"),
    ("2026-08-21 09:00", 2, WD, "2026-08-24 17:30", "make-up Saturday"),
    ("2026-08-28 09:00", 1, WD, "2026-09-03 17:30", "31/08 swapped, 01 and 02/09"),
    ("2026-01-09 09:00", 1, WD, "2026-01-10 17:30", "make-up Saturday 10/01 for 02/01"),
    ("2025-12-31 09:00", 1, WD, "2026-01-05 17:30", "01/01 and the swapped 02/01"),
    ("2026-11-23 09:00", 1, WD, "2026-11-25 17:30", "24/11, Resolution 28/2026/QH16"),
    ("2026-11-20 09:00", 2, WD, "2026-11-25 17:30", "24/11"),
    ("2025-11-21 09:00", 2, WD, "2025-11-25 17:30", "24/11 was worked before 2026"),
    ("2029-11-23 09:00", 1, WD, "2029-11-27 17:30", "24/11/2029 is a Saturday: substitute on Monday"),
    ("2025-04-25 09:00", 1, WD, "2025-04-26 17:30", "make-up Saturday 26/04/2025"),
    ("2025-04-29 09:00", 1, WD, "2025-05-05 17:30", "02/05/2025 swapped"),
    ("2022-04-29 09:00", 1, WD, "2022-05-04 17:30", "30/04 and 01/05 at the weekend: two substitutes"),
    # Hours run from the moment itself: BLDS 147(1).
    ("2026-03-02 08:00", 24, H, "2026-03-03 08:00", "BLDS 147(1)"),
    ("2026-03-02 22:10", 24, H, "2026-03-03 22:10", "BLDS 147(1): through the night"),
    ("2026-03-02 08:00", 48, H, "2026-03-04 08:00", "BLDS 147(1)"),
    ("2026-03-02 08:30", 2, H, "2026-03-02 10:30", "BLDS 147(1)"),
    ("2026-03-06 10:00", 24, H, "2026-03-09 17:30", "BLDS 148(5): ends on a Saturday"),
    ("2026-03-06 10:00", 48, H, "2026-03-09 17:30", "BLDS 148(5): ends on a Sunday"),
    ("2026-03-06 10:00", 72, H, "2026-03-09 10:00", "ends on a Monday"),
    ("2026-11-23 10:00", 24, H, "2026-11-25 17:30", "BLDS 148(5): ends on 24/11"),
    # Working hours run only while the office is open.
    ("2026-03-02 07:30", 8, WH, "2026-03-02 17:30", "Decree 45/2020 art. 11: eight working hours"),
    ("2026-03-02 09:30", 8, WH, "2026-03-03 09:30", "eight working hours"),
    ("2026-03-02 17:30", 8, WH, "2026-03-03 17:30", "after closing"),
    ("2026-03-02 20:00", 8, WH, "2026-03-03 17:30", "in the evening"),
    ("2026-03-06 16:30", 8, WH, "2026-03-09 16:30", "over the weekend"),
    ("2026-03-07 10:00", 8, WH, "2026-03-09 17:30", "on a Saturday"),
    ("2026-03-02 11:00", 1, WH, "2026-03-02 14:00", "over the lunch break"),
    ("2026-03-02 12:00", 2, WH, "2026-03-02 15:30", "from the lunch break"),
    ("2026-11-23 15:30", 4, WH, "2026-11-25 09:30", "over 24/11"),
    ("2026-08-21 16:30", 2, WH, "2026-08-22 08:30", "on a make-up Saturday"),
    # Days of the calendar; a last day off gives way: BLDS 148(5).
    ("2026-03-02 08:00", 1, D, "2026-03-03 17:30", "BLDS 147(2)"),
    ("2026-03-02 08:00", 4, D, "2026-03-06 17:30", "BLDS 147(2)"),
    ("2026-03-02 08:00", 5, D, "2026-03-09 17:30", "BLDS 148(5): Saturday"),
    ("2026-03-02 08:00", 6, D, "2026-03-09 17:30", "BLDS 148(5): Sunday"),
    ("2026-03-02 08:00", 7, D, "2026-03-09 17:30", "BLDS 147(2): Monday"),
    ("2026-03-02 08:00", 30, D, "2026-04-01 17:30", "BLDS 147(2)"),
    ("2026-02-06 08:00", 10, D, "2026-02-23 17:30", "BLDS 148(5): ends in Tết"),
    ("2026-08-07 08:00", 15, D, "2026-08-22 17:30", "a make-up Saturday is a working day"),
    ("2026-08-14 08:00", 15, D, "2026-09-03 17:30", "BLDS 148(5): Saturday before National Day"),
    ("2026-11-14 08:00", 8, D, "2026-11-25 17:30", "Saturday: the event is Monday's; ends on 24/11"),
    # Months: the same date, or the month's last day: BLDS 148(3).
    ("2026-03-02 08:00", 1, M, "2026-04-02 17:30", "BLDS 148(3)"),
    ("2026-03-31 08:00", 1, M, "2026-05-04 17:30", "BLDS 148(3): 30/04, which is a holiday: 148(5)"),
    ("2026-01-30 08:00", 1, M, "2026-03-02 17:30", "BLDS 148(3): 28/02 is a Saturday: 148(5)"),
    ("2028-01-31 08:00", 1, M, "2028-02-29 17:30", "BLDS 148(3): a leap year's February"),
    ("2026-11-30 08:00", 3, M, "2027-03-01 17:30", "BLDS 148(3): 28/02/2027 is a Sunday"),
    ("2026-05-04 08:00", 6, M, "2026-11-04 17:30", "BLDS 148(3); never 180 days: 146 is for broken periods"),
    ("2026-03-02 08:00", 12, M, "2027-03-02 17:30", "BLDS 148(3)"),
]


@pytest.mark.parametrize(("start", "amount", "unit", "due", "article"), EXAMPLES)
def test_worked_examples(start: str, amount: int, unit: Unit, due: str, article: str) -> None:
    assert rules.due_at(office(), at(start), amount, unit).at == at(due), article


def test_there_are_enough_examples() -> None:
    assert len(EXAMPLES) >= 60


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("2026-03-02 14:59", 0, "2026-03-02 17:30"),
        ("2026-03-02 15:00", 0, "2026-03-03 17:30"),
        ("2026-03-06 15:00", 0, "2026-03-09 17:30"),
        ("2026-03-02 15:30", 3, "2026-03-06 17:30"),
        ("2026-03-02 14:30", 3, "2026-03-05 17:30"),
        ("2026-04-24 15:30", 0, "2026-04-28 17:30"),
        ("2026-03-06 20:00", 0, "2026-03-09 17:30"),
    ],
)
def test_after_the_cut_off_the_term_begins_on_the_next_working_day(start: str, amount: int, due: str) -> None:
    """Law on civil status 60/2014 art. 5(3); Decree 63/2024 art. 7(2): received after 15:00."""
    assert rules.due_at(office(), at(start), amount, WD, cutoff=Cutoff(time(15))).at == at(due)


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("2026-03-06 09:00", 1, "2026-03-07 11:30"),
        ("2026-03-06 09:00", 2, "2026-03-09 17:30"),
        ("2026-03-07 09:00", 1, "2026-03-09 17:30"),
    ],
)
def test_an_office_open_on_saturday_counts_it(start: str, amount: int, due: str) -> None:
    """The competent agency's calendar counts."""
    assert rules.due_at(office(saturday=True), at(start), amount, WD).at == at(due)


def test_quarters_of_a_day_are_working_time() -> None:
    """Internal procedures give steps 0.25, 0.5 or 1.25 days of eight hours."""
    from_quarter = rules.due_at(office(), at("2026-03-02 08:00"), Decimal("0.25"), WD)
    assert from_quarter.at == at("2026-03-02 10:00")


def test_the_explanation_tells_every_step() -> None:
    due = rules.due_at(office(), at("2026-11-20 19:00"), 2, WD)
    told = [
        (part.code, f"{part.since:%d/%m}", f"{part.until:%d/%m}", part.count, part.name) for part in due.explanation
    ]
    assert told == [
        (Code.OUTSIDE_HOURS, "20/11", "23/11", 0, ""),
        (Code.EVENT_DAY, "23/11", "24/11", 0, ""),
        (Code.HOLIDAY, "24/11", "25/11", 0, "Ngày Văn hóa Việt Nam"),
        (Code.COUNTED, "25/11", "27/11", 2, ""),
    ]
    assert due.at == at("2026-11-26 17:30")
    assert due.explanation[1].article == "Bộ luật Dân sự 2015, điều 147 khoản 2 và 3"
    assert not due.projected


def test_the_explanation_tells_why_a_last_day_gave_way() -> None:
    due = rules.due_at(office(), at("2026-03-02 08:00"), 5, D)
    assert due.explanation[-1].code is Code.LAST_DAY_OFF
    assert "148 khoản 5" in due.explanation[-1].article
    assert due.plain_last_day == at("2026-03-07 00:00").date()
    assert due.last_day == at("2026-03-09 00:00").date()


def test_a_date_that_rests_on_expected_holidays_says_so() -> None:
    assert rules.due_at(office(), at("2027-01-29 09:00"), 10, WD).projected
    assert not rules.due_at(office(), at("2026-11-25 09:00"), 10, WD).projected
    assert rules.due_at(office(), at("2035-12-20 09:00"), 30, WD).projected, "beyond what is known"


def test_what_cannot_be_counted_is_refused() -> None:
    start = at("2026-03-02 08:00")
    with pytest.raises(ValueError, match="negative"):
        rules.due_at(office(), start, -1, WD)
    with pytest.raises(ValueError, match="divided"):
        rules.due_at(office(), start, Decimal("0.5"), D)
    with pytest.raises(ValueError, match="zone"):
        rules.due_at(office(), start.replace(tzinfo=None), 1, WD)


@pytest.mark.parametrize("unit", list(Unit))
def test_an_empty_calendar_is_refused_and_never_counted_for_ever(unit: Unit) -> None:
    with pytest.raises(Refused):
        rules.due_at(rules.Schedule((), name="rỗng"), at("2026-03-02 08:00"), 5, unit)
