"""Filters of a superior's pages in their address: `don-vi`, `nguoi`, `linh-vuc`, `thu-tuc`, `tu` and `den`."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from motcua.dossiers.piles.narrowing import NOBODY, Narrowing
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.procedures.rules.records import CODE
from motcua.ui.days import day_in
from motcua.ui.stretches import CODES, FIELDS
from motcua.ui.summaries import Line, line_of

from .along import row_of

LONGEST = 200


@dataclass(frozen=True)
class Narrowed:
    """What an address narrows a page to; `first` and `last` as they were typed, `errors` what is wrong with them."""

    narrowing: Narrowing
    first: str
    last: str
    errors: list[Line]

    @property
    def query(self) -> str:
        """Return it as the end of an address; empty where everything is wanted."""
        of = self.narrowing
        given = {"don-vi": of.unit, "nguoi": of.person, "linh-vuc": of.sector, "thu-tuc": of.procedure}
        pairs = {name: value for name, value in (given | {"tu": of.first, "den": of.last}).items() if value}
        return urlencode(pairs)


def narrowed_in(query: QueryDict) -> Narrowed:
    """Read the filters of an address; what nobody could have chosen is passed over, a wrong day is told."""
    typed, days, errors = dict[str, str](), dict[str, date](), list[Line]()
    for code, name in CODES.items():
        typed[name] = query.get(name, "").strip()[:40]
        try:
            if typed[name]:
                days[name] = day_in(query, name, code=code)
                typed[name] = f"{days[name]:%d/%m/%Y}"
        except Refused as refusal:
            errors.append(line_of(refusal, FIELDS))
    if not errors and len(days) == len(CODES) and days["tu"] > days["den"]:
        errors.append(line_of(Refused("days_backwards", N_("Ngày đầu phải trước ngày cuối.")), FIELDS))
    procedure, person = query.get("thu-tuc", ""), query.get("nguoi", "")
    narrowing = Narrowing(
        unit=clean(query.get("don-vi", ""))[:LONGEST],
        person=person if person == NOBODY or row_of(query, "nguoi") is not None else "",
        sector=clean(query.get("linh-vuc", ""))[:LONGEST],
        procedure=procedure if CODE.fullmatch(procedure) else "",
        first=days["tu"].isoformat() if "tu" in days else "",
        last=days["den"].isoformat() if "den" in days else "",
    )
    return Narrowed(narrowing, typed["tu"], typed["den"], errors)


def wanted_in(query: QueryDict) -> Narrowing:
    """Return the same for a list that is taken away; raises Refused for days that are none."""
    found = narrowed_in(query)
    if found.errors:
        raise Refused("days_wrong", N_("Hãy sửa khoảng ngày trước, rồi xuất danh sách."))
    return found.narrowing
