"""A stretch of days asked for in an address: from `tu` to the end of `den`, both as browsers write days."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from .summaries import Line, line

FIRST, LAST = "tu", "den"


@dataclass(frozen=True)
class Stretch:
    """What was typed for both days, what is wrong with it, and the days where nothing is."""

    first: str
    last: str
    errors: list[Line]
    days: tuple[date, date] | None


def stretch_in(query: QueryDict, *, first: date, last: date) -> Stretch:
    """Read the days of an address; without them they are these."""
    typed = (query.get(FIRST, first.isoformat())[:10], query.get(LAST, last.isoformat())[:10])
    errors: list[Line] = []
    begin, end = (_day(text, field, errors) for text, field in zip(typed, (FIRST, LAST), strict=True))
    if begin is None or end is None:
        return Stretch(*typed, errors, None)
    if begin > end:
        return Stretch(*typed, [line(_("Ngày đầu phải trước ngày cuối."), FIRST)], None)
    return Stretch(*typed, errors, (begin, end))


def _day(text: str, field: str, errors: list[Line]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors.append(line(_("Hãy chọn ngày, ví dụ 27/11/2026."), field))
        return None
