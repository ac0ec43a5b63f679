"""Changes calendars; every change gives them a new version, so that nobody counts with an old one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from motcua.worktime import rules
from motcua.worktime.models import Calendar, Parameter, Period, SpecialDay


@dataclass(frozen=True)
class NationalDay:
    """One special day of the whole country, as a data file tells it."""

    day: date
    name: str
    kind: rules.DayKind
    standing: rules.Standing
    basis: str
    like_weekday: int | None = None


@dataclass(frozen=True)
class OfficeHours:
    """Open on some weekdays between two times."""

    weekdays: tuple[int, ...]
    opens: time
    closes: time


@dataclass(frozen=True)
class OwnDay:
    """A day on which one calendar is unlike its weekday: closed, made up for, or worked though the country rests."""

    day: date
    kind: rules.DayKind
    name: str
    basis: str
    like_weekday: int | None = None


@transaction.atomic
def load_national_days(days: Sequence[NationalDay]) -> dict[str, int]:
    """Make the country's special days be exactly these; return how many were created, changed and removed.

    What is announced for a year replaces all that was projected for it.
    """
    announced = {day.day.year for day in days if day.standing is rules.Standing.ANNOUNCED}
    wanted = {day.day: day for day in days if day.standing is rules.Standing.ANNOUNCED or day.day.year not in announced}
    there = {row.day: row for row in SpecialDay.objects.select_for_update().filter(calendar=None).order_by("day")}
    done = {"created": 0, "changed": 0, "removed": 0}
    for day, want in wanted.items():
        values = {
            "kind": want.kind.value,
            "name": want.name,
            "standing": want.standing.value,
            "basis": want.basis,
            "like_weekday": want.like_weekday,
        }
        row = there.pop(day, None)
        if row is None:
            SpecialDay.objects.create(day=day, **values)
            done["created"] += 1
        elif any(getattr(row, name) != value for name, value in values.items()):
            SpecialDay.objects.filter(pk=row.pk).update(**values)
            done["changed"] += 1
    for row in there.values():
        row.delete()
        done["removed"] += 1
    if any(done.values()):
        Calendar.objects.update(version=F("version") + 1)
    return done


@transaction.atomic
def create_calendar(*, code: str, name: str, hours: Sequence[OfficeHours], since: date) -> bool:
    """Create a calendar unless there is one of this code, which stays as it is; tell whether it was created."""
    calendar, created = Calendar.objects.get_or_create(code=code, defaults={"name": name})
    if created:
        _add_hours(calendar, hours, since)
    return created


@transaction.atomic
def change_calendar(
    *,
    calendar_id: int,
    days: Sequence[OwnDay] = (),
    usual: Sequence[date] = (),
    hours: Sequence[OfficeHours] | None = None,
    since: date,
) -> None:
    """Change one calendar and give it a new version: days of its own, days usual again, regular hours from `since` on.

    Hours of before `since` stay for what was counted with them.
    """
    calendar = Calendar.objects.select_for_update().get(pk=calendar_id)
    for one in days:
        SpecialDay.objects.update_or_create(
            calendar=calendar,
            day=one.day,
            defaults={
                "kind": one.kind.value,
                "name": one.name,
                "standing": rules.Standing.ANNOUNCED.value,
                "basis": one.basis,
                "like_weekday": one.like_weekday,
            },
        )
    SpecialDay.objects.filter(calendar=calendar, day__in=usual).delete()
    if hours is not None:
        for period in Period.objects.filter(calendar=calendar):
            if period.valid.lower is not None and period.valid.lower >= since:
                period.delete()
            elif period.valid.upper is None or period.valid.upper > since:
                period.valid = DateRange(period.valid.lower, since)
                period.save(update_fields=["valid"])
        _add_hours(calendar, hours, since)
    calendar.version += 1
    calendar.save(update_fields=["version"])


def _add_hours(calendar: Calendar, hours: Sequence[OfficeHours], since: date) -> None:
    Period.objects.bulk_create(
        Period(calendar=calendar, weekday=weekday, opens=part.opens, closes=part.closes, valid=DateRange(since, None))
        for part in hours
        for weekday in part.weekdays
    )


@transaction.atomic
def set_parameter(*, key: str, value: str, basis: str, since: date) -> None:
    """Let the province's choice about time be this from a day on; what held before ends the day before."""
    Parameter.objects.filter(key=key, valid__startswith__gte=since).delete()
    for row in Parameter.objects.select_for_update().filter(key=key, valid__contains=since):
        row.valid = DateRange(row.valid.lower, since)
        row.save(update_fields=["valid"])
    Parameter.objects.create(key=key, value=value, basis=basis[:250], valid=DateRange(since, None))
