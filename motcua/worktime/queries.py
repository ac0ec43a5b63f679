"""Reads calendars as plain values."""

from datetime import date, time

from django.db.models import F

from motcua import statements
from motcua.worktime import rules
from motcua.worktime.models import Calendar, Parameter, Period, SpecialDay

_KEPT: dict[int, tuple[int, rules.Schedule]] = {}


def schedule_of(calendar_id: int) -> rules.Schedule:
    """Return a calendar as a plain value; asks the database only for its version while that stays the same.

    Raises Calendar.DoesNotExist.
    """
    found = statements.row("SELECT version, name FROM worktime_calendar WHERE id = %s", [calendar_id])
    if found is None:
        raise Calendar.DoesNotExist(calendar_id)
    version, name = found
    kept = _KEPT.get(calendar_id)
    if kept and kept[0] == version and kept[1].name == name:
        return kept[1]
    schedule = _read(calendar_id, name)
    _KEPT[calendar_id] = (version, schedule)
    return schedule


def parameter_on(key: str, day: date) -> str:
    """Return what the province decided about something for a day; empty where it decided nothing."""
    return Parameter.objects.filter(key=key, valid__contains=day).values_list("value", flat=True).first() or ""


def _read(calendar_id: int, name: str) -> rules.Schedule:
    hours = tuple(
        rules.Hours(
            weekday=period.weekday,
            opens=_minute(period.opens),
            closes=_minute(period.closes),
            since=period.valid.lower or date.min,
            until=period.valid.upper or date.max,
        )
        for period in Period.objects.filter(calendar=calendar_id).order_by("weekday", "opens", "pk")
    )
    special, known_until = {}, date.min
    # The State's days first, so that the calendar's own win.
    days = SpecialDay.objects.filter(calendar__isnull=True) | SpecialDay.objects.filter(calendar=calendar_id)
    for day in days.order_by(F("calendar").asc(nulls_first=True), "day"):
        special[day.day] = rules.Special(
            rules.DayKind(day.kind), day.name, rules.Standing(day.standing), day.like_weekday
        )
        if day.calendar_id is None:
            known_until = max(known_until, date(day.day.year, 12, 31))
    return rules.Schedule(hours=hours, special=special, known_until=known_until, name=name)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
