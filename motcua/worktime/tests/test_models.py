"""What the tables refuse."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.worktime.models import Calendar, Period, SpecialDay

pytestmark = pytest.mark.django_db


def period(calendar: Calendar, opens: time, closes: time, weekday: int = 0, year: int = 2020) -> Period:
    return Period.objects.create(
        calendar=calendar, weekday=weekday, opens=opens, closes=closes, valid=DateRange(date(year, 1, 1), None)
    )


def test_periods_of_a_day_do_not_overlap() -> None:
    calendar = Calendar.objects.create(code="test.office", name="Văn phòng")
    period(calendar, time(7, 30), time(11, 30))
    period(calendar, time(11, 30), time(17))
    period(calendar, time(8), time(12), weekday=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        period(calendar, time(16), time(18), year=2024)
    with pytest.raises(IntegrityError), transaction.atomic():
        period(calendar, time(12), time(8), weekday=2)


@pytest.mark.parametrize("own", [True, False])
def test_a_day_is_special_once(own: bool) -> None:
    calendar = Calendar.objects.create(code="test.office", name="Văn phòng") if own else None
    values = {"kind": "holiday", "name": "x", "standing": "announced", "basis": "x", "calendar": calendar}
    SpecialDay.objects.create(day=date(2040, 5, 5), **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDay.objects.create(day=date(2040, 5, 5), **values)


def test_a_make_up_day_has_the_hours_of_a_weekday() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDay.objects.create(
            day=date(2040, 5, 5), kind="working", name="x", standing="announced", basis="x", like_weekday=None
        )
