"""The office of the examples: 7:30-11:30 and 13:30-17:30, Monday to Friday, with the State's real holidays."""

from datetime import date, datetime
from functools import cache

from motcua.lib.dates import VN
from motcua.worktime import rules
from motcua.worktime.management.commands.load_calendars import DATA, national_days

MORNING, AFTERNOON = (450, 690), (810, 1050)


@cache
def holidays() -> dict[date, rules.Special]:
    return {
        day.day: rules.Special(day.kind, day.name, day.standing, day.like_weekday)
        for path in sorted(DATA.glob("holidays-*.yaml"))
        for day in national_days(path)
    }


@cache
def office(*, saturday: bool = False, holiday: bool = True) -> rules.Schedule:
    hours = [rules.Hours(day, *part) for day in range(5) for part in (MORNING, AFTERNOON)]
    if saturday:
        hours.append(rules.Hours(5, *MORNING))
    special = holidays() if holiday else {}
    return rules.Schedule(tuple(hours), special, known_until=date(2035, 12, 31), name="văn phòng")


def at(text: str) -> datetime:
    """Return a moment of Việt Nam written `2026-11-23 08:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=VN)
