"""The delivered holidays are the law's, and calendars are read as they were written."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.worktime import actions, queries, rules
from motcua.worktime.models import Calendar, SpecialDay
from motcua.worktime.rules import DayKind, Standing, Unit
from motcua.worktime.tests.samples import at, holidays

# First day of the lunar year and the tenth of its third month, at UTC+7.
LUNAR = {
    2024: ("02-10", "04-18"),
    2025: ("01-29", "04-07"),
    2026: ("02-17", "04-26"),
    2027: ("02-06", "04-16"),
    2028: ("01-26", "04-04"),
    2029: ("02-13", "04-23"),
    2030: ("02-02", "04-12"),
    2031: ("01-23", "04-01"),
    2032: ("02-11", "04-19"),
    2033: ("01-31", "04-09"),
    2034: ("02-19", "04-28"),
    2035: ("02-08", "04-17"),
}
YEARS = range(2012, 2036)


def days(year: int) -> dict[date, rules.Special]:
    return {day: special for day, special in holidays().items() if day.year == year}


@pytest.mark.parametrize("year", YEARS)
def test_every_statutory_holiday_is_there(year: int) -> None:
    """Labour Code 2019 art. 112 and its forerunners; Resolution 28/2026/QH16 for 24/11 from 2026."""
    off = {day for day, special in days(year).items() if special.kind is DayKind.HOLIDAY}
    for month, day in ((1, 1), (4, 30), (5, 1), (9, 2)):
        assert date(year, month, day) in off
    assert (date(year, 11, 24) in off) == (year >= 2026)
    if year >= 2021:
        assert {date(year, 9, 1), date(year, 9, 3)} & off
    names = [special.name for special in days(year).values()]
    assert names.count("Tết Nguyên đán") >= (4 if year == 2012 else 5)
    assert "Giỗ Tổ Hùng Vương" in names


@pytest.mark.parametrize(("year", "new_year", "kings"), [(year, *pair) for year, pair in LUNAR.items()])
def test_lunar_holidays_fall_on_vietnams_lunar_days(year: int, new_year: str, kings: str) -> None:
    first = date.fromisoformat(f"{year}-{new_year}")
    assert {first + timedelta(days=n) for n in (-1, 0, 1, 2)} <= days(year).keys()
    assert days(year)[date.fromisoformat(f"{year}-{kings}")].name == "Giỗ Tổ Hùng Vương"


@pytest.mark.parametrize("year", YEARS)
def test_a_holiday_at_the_weekend_has_its_substitute(year: int) -> None:
    """Labour Code 2019 art. 111(3)."""
    special = days(year)
    off = {day for day, one in special.items() if one.kind is DayKind.HOLIDAY}
    swapped = sum(1 for one in special.values() if one.name.startswith("Nghỉ hoán đổi"))
    working_days_off = sum(1 for day in off if day.weekday() < 5) - swapped
    # Tết was four days until 30/04/2013 (Labour Code 1994 art. 73).
    due = {2012: 9, 2013: 9}.get(year, 10)
    if year >= 2021:
        due += 1
    if year >= 2026:
        due += 1
    assert working_days_off == due


def test_every_swapped_day_is_made_up() -> None:
    for day, special in holidays().items():
        if special.kind is DayKind.WORKING:
            assert day.weekday() >= 5
            assert special.like_weekday is not None
            swapped = special.name.removeprefix("Làm bù cho ")
            other = date(int(swapped[6:]), int(swapped[3:5]), int(swapped[:2]))
            assert other.weekday() == special.like_weekday
            assert holidays()[other].name == f"Nghỉ hoán đổi với {day:%d/%m/%Y}"


# The list of a working one-stop system of those years has these days otherwise: it was filled from February 2012 on,
# leaves out two substitutes that Labour Code 1994 art. 73 gives, and has a day off that no law knows.
NOT_ENTERED = {date(2012, 1, day) for day in (23, 24, 25, 26, 27, 28)} | {date(2012, 2, 4)}
NO_SUBSTITUTE = {date(2012, 4, 2), date(2012, 9, 3)}
UNKNOWN = {date(2012, 5, 2)}


def test_our_days_are_those_of_a_system_that_worked_by_them() -> None:
    theirs = json.loads((Path(__file__).parent / "days_off_2012_2015.json").read_text())
    off, worked = ({date.fromisoformat(day) for day in theirs[key]} for key in ("weekdays_off", "weekend_days_worked"))
    wrong = set()
    day, last = (date.fromisoformat(theirs[key]) for key in ("first", "last"))
    while day <= last:
        special = holidays().get(day)
        ours = special.kind is not DayKind.WORKING if special else day.weekday() >= 5
        if ours != (day in off or (day.weekday() >= 5 and day not in worked)):
            wrong.add(day)
        day += timedelta(days=1)
    assert wrong == NOT_ENTERED | NO_SUBSTITUTE | UNKNOWN


def test_what_is_not_announced_says_so() -> None:
    assert {one.standing for one in days(2026).values()} == {Standing.ANNOUNCED}
    assert {one.standing for one in days(2027).values()} == {Standing.PROJECTED}


@pytest.mark.django_db
def test_loading_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_calendars")
    first = SpecialDay.objects.count()
    versions = set(Calendar.objects.values_list("version", flat=True))
    capsys.readouterr()
    call_command("load_calendars")
    assert "0 created, 0 changed, 0 removed; calendars: 0 created" in capsys.readouterr().out
    assert SpecialDay.objects.count() == first == len(holidays())
    assert set(Calendar.objects.values_list("version", flat=True)) == versions


@pytest.mark.django_db
def test_an_announced_year_replaces_what_was_expected() -> None:
    call_command("load_calendars", verbosity=0)
    announced = actions.NationalDay(
        date(2030, 1, 1), "Tết Dương lịch", DayKind.HOLIDAY, Standing.ANNOUNCED, "thông báo"
    )
    expected = [
        actions.NationalDay(day, one.name, one.kind, one.standing, "x", one.like_weekday)
        for day, one in holidays().items()
    ]
    before = Calendar.objects.get(code="office").version
    actions.load_national_days([*expected, announced])
    assert [day.standing for day in SpecialDay.objects.filter(day__year=2030)] == ["announced"]
    assert Calendar.objects.get(code="office").version == before + 1


@pytest.mark.django_db
def test_a_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no holidays"):
        call_command("load_calendars", folder=str(tmp_path))
    (tmp_path / "holidays-x.yaml").write_text(
        "standing: announced\nbasis: x\ndays:\n  - {day: 2030-01-01, name: x, kind: feast}\n"
    )
    with pytest.raises(CommandError, match="feast"):
        call_command("load_calendars", folder=str(tmp_path))


@pytest.mark.django_db
def test_a_calendar_is_read_once_per_version() -> None:
    call_command("load_calendars", verbosity=0)
    calendar = Calendar.objects.get(code="office")
    schedule = queries.schedule_of(calendar.pk)
    assert rules.due_at(schedule, at("2026-11-23 09:00"), 1, Unit.WORKING_DAYS).at == at("2026-11-25 17:30")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert queries.schedule_of(calendar.pk) is schedule
    assert len(asked) == 1
    storm = actions.OwnDay(date(2026, 11, 25), DayKind.CLOSURE, "Mất điện", "thông báo")
    actions.change_calendar(calendar_id=calendar.pk, days=[storm], since=date(2026, 11, 23))
    schedule = queries.schedule_of(calendar.pk)
    due = rules.due_at(schedule, at("2026-11-23 09:00"), 1, Unit.WORKING_DAYS)
    assert due.at == at("2026-11-26 17:30")
    assert [part.name for part in due.explanation if part.code is rules.Code.CLOSURE] == ["Mất điện"]


@pytest.mark.django_db
def test_a_calendars_own_day_wins_over_the_countrys() -> None:
    call_command("load_calendars", verbosity=0)
    calendar = Calendar.objects.get(code="office")
    duty = actions.OwnDay(date(2026, 11, 24), DayKind.WORKING, "Trực ngày lễ", "lịch trực", like_weekday=1)
    actions.change_calendar(calendar_id=calendar.pk, days=[duty], since=date(2026, 11, 23))
    assert queries.schedule_of(calendar.pk).is_working_day(date(2026, 11, 24))


@pytest.mark.django_db
def test_there_is_no_schedule_of_an_unknown_calendar() -> None:
    with pytest.raises(Calendar.DoesNotExist):
        queries.schedule_of(0)
