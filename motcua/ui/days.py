"""A day of a form: in three boxes (`date_input`) or, among the filters of a list, in one (`day_box`)."""

from datetime import date

from django.http import QueryDict

from motcua.lib.typed_days import INCOMPLETE, read_day

PARTS = ("day", "month", "year")


def typed_day(given: QueryDict, name: str) -> str:
    """Return what was typed as a day: the boxes `name-day`, `name-month`, `name-year`, else the one called `name`.

    Who writes the whole day into the first box has written it.
    """
    parts = [given.get(f"{name}-{part}", "").strip()[:40] for part in PARTS]
    if not any(parts):
        return given.get(name, "").strip()[:40]
    return "/".join(parts) if any(parts[1:]) else parts[0]


def day_in(given: QueryDict, name: str, *, code: str, ask: str = INCOMPLETE) -> date:
    """Return the day that was typed. Raises Refused with this code, with `ask` where nothing was."""
    return read_day(typed_day(given, name), code=code, ask=ask)


def boxes(day: date, name: str) -> dict[str, str]:
    """Return what the three boxes of a day hold."""
    return {f"{name}-{part}": str(getattr(day, part)) for part in PARTS}
