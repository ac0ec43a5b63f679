"""Reads calendars as plain values."""

from datetime import date, time

from django.conf import settings
from django.db.models import F

from motcua import statements
from motcua.lib.recent import Recent
from motcua.worktime import rules
from motcua.worktime.models import Calendar, Parameter, Period, SpecialDay

_KEPT: dict[int, tuple[int, rules.Schedule]] = {}
_recent: Recent[int, rules.Schedule] = Recent(settings.BELIEVED_SECONDS)


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


def recent_schedule_of(calendar_id: int) -> rules.Schedule:
    """Return the same, as it was at most `BELIEVED_SECONDS` ago: where much is promised, and nothing recomputed."""
    return _recent.get(calendar_id) or _recent.keep(calendar_id, schedule_of(calendar_id))


def parameter_on(key: str, day: date) -> str:
    """Return what the province decided about something for a day; empty where it decided nothing."""
    return Parameter.objects.filter(key=key, valid__contains=day).values_list("value", flat=True).first() or ""


def all_calendars() -> list[Calendar]:
    """Return every calendar by its name."""
    return list(Calendar.objects.order_by("name", "pk"))


def calendar_by_code(code: str) -> Calendar | None:
    """Return the calendar with a code, or None."""
    return Calendar.objects.filter(code=code).first()


def hours_on(calendar_id: int, weekday: int, day: date) -> list[tuple[time, time]]:
    """Return when a calendar is open on a weekday (0 is Monday), by the hours that hold on a day."""
    rows = Period.objects.filter(calendar=calendar_id, weekday=weekday, valid__contains=day).order_by("opens")
    return list(rows.values_list("opens", "closes"))


def days_of(calendar_id: int, *, since: date, until: date) -> list[SpecialDay]:
    """Return the days unlike others of a calendar and of the country, in order; its own before the country's."""
    rows = SpecialDay.objects.filter(calendar__isnull=True) | SpecialDay.objects.filter(calendar=calendar_id)
    return list(rows.filter(day__gte=since, day__lte=until).order_by("day", F("calendar").asc(nulls_last=True)))


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
