"""A stretch of days asked for in an address: from `tu` to the end of `den`, each in one box (`stretch_boxes`)."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .days import day_in
from .summaries import Line, line_of

FIRST, LAST = "tu", "den"
CODES = {"no_first_day": FIRST, "no_last_day": LAST}
FIELDS = CODES | {"days_backwards": FIRST}


@dataclass(frozen=True)
class Stretch:
    """What stands in both boxes, what is wrong with it, and the days where nothing is."""

    first: str
    last: str
    errors: list[Line]
    days: tuple[date, date] | None


def days_in(query: QueryDict) -> tuple[date, date]:
    """Return the days of an address. Raises Refused with one of the codes of `FIELDS`."""
    first, last = (day_in(query, name, code=code) for code, name in CODES.items())
    if first > last:
        raise Refused("days_backwards", N_("Ngày đầu phải trước ngày cuối."))
    return first, last


def stretch_in(query: QueryDict, *, first: date, last: date) -> Stretch:
    """Read the days of an address for its page; without them they are these."""
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
