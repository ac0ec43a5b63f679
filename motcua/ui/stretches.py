"""A stretch of days asked for in an address: from `tu` to the end of `den`, each in one box (`stretch_boxes`), or `ky`.

`ky` names a stretch that moves along with the day, this month for example: what an official keeps under a name of their
own means the same next month.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .days import day_in
from .summaries import Line, line_of

FIRST, LAST, PERIOD = "tu", "den", "ky"
CODES = {"no_first_day": FIRST, "no_last_day": LAST}
FIELDS = CODES | {"days_backwards": FIRST}


def _week(day: date) -> tuple[date, date]:
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _last_month(day: date) -> tuple[date, date]:
    return _month(day.replace(day=1) - timedelta(days=1))


def _quarter(day: date) -> tuple[date, date]:
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first, _month(first + timedelta(days=70))[1]


def _year(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), date(day.year, 12, 31)


PERIODS: Mapping[str, tuple[str, Callable[[date], tuple[date, date]]]] = {
    "hom-nay": (N_("Hôm nay"), lambda day: (day, day)),
    "tuan-nay": (N_("Tuần này"), _week),
    "thang-nay": (N_("Tháng này"), _month),
    "thang-truoc": (N_("Tháng trước"), _last_month),
    "quy-nay": (N_("Quý này"), _quarter),
    "nam-nay": (N_("Năm nay"), _year),
}


def period_names(*but: str) -> list[tuple[str, str]]:
    """Return the words of addresses for stretches that move along with the day, and their names, without some."""
    return [(key, name) for key, (name, _days) in PERIODS.items() if key not in but]


@dataclass(frozen=True)
class Stretch:
    """What stands in both boxes, what is wrong with it, and the days where nothing is; `period` is their `ky`."""

    first: str
    last: str
    errors: list[Line]
    days: tuple[date, date] | None
    period: str = ""


def days_in(query: QueryDict) -> tuple[date, date]:
    """Return the days of an address. Raises Refused with one of the codes of `FIELDS`."""
    first, last = (day_in(query, name, code=code) for code, name in CODES.items())
    if first > last:
        raise Refused("days_backwards", N_("Ngày đầu phải trước ngày cuối."))
    return first, last


def stretch_in(query: QueryDict, *, first: date, last: date) -> Stretch:
    """Read the days of an address for its page; without them they are these. `last` is today."""
    period = query.get(PERIOD, "")
    if period in PERIODS and FIRST not in query and LAST not in query:
        days = PERIODS[period][1](last)
        begin, end = (f"{day:%d/%m/%Y}" for day in days)
        return Stretch(begin, end, [], days, period)
    whole = query.copy()
    for name, usual in ((FIRST, first), (LAST, last)):
        whole.setdefault(name, usual.isoformat())
    typed = {name: str(whole[name])[:40] for name in (FIRST, LAST)}
    errors: list[Line] = []
    for code, name in CODES.items():
        try:
            typed[name] = f"{day_in(whole, name, code=code):%d/%m/%Y}"
        except Refused as refusal:
            errors.append(line_of(refusal, FIELDS))
    if errors:
        return Stretch(typed[FIRST], typed[LAST], errors, None)
    try:
        return Stretch(typed[FIRST], typed[LAST], [], days_in(whole))
    except Refused as refusal:
        return Stretch(typed[FIRST], typed[LAST], [line_of(refusal, FIELDS)], None)
