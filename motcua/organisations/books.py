"""A unit's book asked for in an address: whose it is (`don-vi`, its code), and of which days (`ui.stretches`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from motcua.organisations.models import Agency
from motcua.ui.stretches import FIRST, LAST, stretch_in
from motcua.ui.summaries import Line, line

UNIT = "don-vi"


@dataclass
class Book:
    """Which unit's book and which days; `errors` say what of it cannot be read. The rest is as in `Stretch`."""

    unit: Agency | None
    first: str
    last: str
    errors: list[Line]
    days: tuple[date, date] | None
    period: str = ""

    def query(self, **more: str) -> str:
        """Return the end of an address that asks the same."""
        code = self.unit.code if self.unit is not None else ""
        return "?" + urlencode({UNIT: code, FIRST: self.first, LAST: self.last} | more)


def book_in(
    query: QueryDict, units: Sequence[Agency], *, usual: Agency | None, first: date, last: date, ask: str
) -> Book:
    """Read an address; without a unit it is the usual one, without days these. `ask` is said where no unit is named."""
    code = query.get(UNIT, "")
    unit = next((one for one in units if one.code == code), None) if code else usual
    asked = stretch_in(query, first=first, last=last)
    missing = [line(ask, UNIT)] if unit is None else []
    return Book(unit, asked.first, asked.last, [*missing, *asked.errors], asked.days, asked.period)
