"""What an agency is called in the symbols of its papers, from when on, by which decision; changed by two people.

Decree 30/2020/NĐ-CP, Phụ lục I, mục II.3: the head of the agency lays down the abbreviations of the agency and of its
units. Until somebody has entered them, initials of the name stand in, and the pages call them an assumption. Fills
`approvals.agency_symbol`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean, fold
from motcua.organisations.directory import directory
from motcua.organisations.models import Agency, AgencySymbol

COMMITTEE = re.compile(r"^(ủy|uỷ) ban nhân dân\b", re.IGNORECASE)
# Where the name of the place begins in an agency's own.
PLACE = re.compile(r"\s(xã|phường|thị trấn|đặc khu|thành phố|tỉnh)\s.*$", re.IGNORECASE)
MOST = 12


@dataclass(frozen=True)
class Symbol:
    """An agency's letters; `unit` are those of who drafts its official letters (`VP`), empty where none stand there."""

    agency: str
    unit: str = ""
    is_assumed: bool = True

    def __str__(self) -> str:
        return "-".join(part for part in (self.agency, self.unit) if part)


def symbol_from(name: str) -> str:
    """Return the letters a name suggests: UBND for every people's committee, else the initials without the place."""
    if COMMITTEE.match(name):
        return "UBND"
    words = PLACE.sub("", f" {name} ").split()
    return "".join(word[0] for word in words if fold(word)[:1].isalpha()).upper()[:MOST]


def symbol_on(agency: Agency, day: date) -> Symbol:
    """Return the letters of an agency on a day: those decided, else what its name suggests."""
    return symbols_on([agency], day)[agency.pk]


def symbols_on(agencies: Sequence[Agency], day: date) -> dict[int, Symbol]:
    """Return the letters of agencies on a day, by their id; one query."""
    rows = AgencySymbol.objects.filter(agency__in=[one.pk for one in agencies], valid__contains=day)
    decided = {row.agency_id: Symbol(row.symbol, row.unit, is_assumed=False) for row in rows}
    return {one.pk: decided.get(one.pk) or Symbol(symbol_from(one.name)) for one in agencies}


class AgencySymbolKind:
    """An agency's letters from a day on; the subject is its code, the content `{"symbol", "unit", "basis"}`."""

    name = N_("Ký hiệu văn bản của cơ quan")
    propose_verb = "procedure.propose"
    decide_verb = "procedure.publish"

    def title(self, subject: str) -> str:
        """Return whose letters they are."""
        known = directory().by_code.get(subject, ())
        return f"Ký hiệu văn bản: {known[-1].name if known else subject}"

    def base(self, subject: str, on: date) -> str:
        """Return what holds on a day."""
        found = symbol_on(_agency(subject, on), on)
        return f"{found}{'?' if found.is_assumed else ''}"

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise Refused unless the letters can stand in a number, and differ from those decided."""
        wanted, now = _wanted(content), symbol_on(_agency(subject, on), on)
        if not _is_symbol(wanted.agency):
            raise Refused(
                "bad_symbol", N_("Ký hiệu gồm 2 đến 20 chữ cái hoặc chữ số, không có khoảng trắng, gạch nối.")
            )
        if wanted.unit and not _is_symbol(wanted.unit):
            raise Refused(
                "bad_unit", N_("Ký hiệu của đơn vị soạn thảo gồm 2 đến 20 chữ cái hoặc chữ số, hoặc để trống.")
            )
        if wanted == now:
            raise Refused("nothing_changed", N_("Chưa có thay đổi nào để đề xuất."))

    def apply(self, subject: str, content: Mapping[str, Any], on: date, by: Actor, now: datetime) -> None:
        """Let them hold from a day on; what held before ends the day before. Numbers that were given stay."""
        agency, wanted = _agency(subject, on), _wanted(content)
        AgencySymbol.objects.filter(agency=agency, valid__startswith__gte=on).delete()
        for row in AgencySymbol.objects.select_for_update().filter(agency=agency, valid__contains=on):
            row.valid = DateRange(row.valid.lower, on)
            row.save(update_fields=["valid"])
        AgencySymbol.objects.create(
            agency=agency,
            symbol=wanted.agency,
            unit=wanted.unit,
            basis=clean(str(content.get("basis") or ""))[:300],
            valid=DateRange(on, None),
        )

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> Sequence[tuple[str, str, str]]:
        """Return what would differ, in words."""
        was, wanted = symbol_on(_agency(subject, on), on), _wanted(content)
        old = f"{was} (giả định, suy từ tên)" if was.is_assumed else f"{was}"
        return [("Ký hiệu trong số công văn", old, f"{wanted}")]


def _agency(code: str, on: date) -> Agency:
    found = directory().bearing(code, on)
    if found is None:
        raise Refused("no_such_agency", N_("Không có cơ quan mang mã {agency} vào ngày áp dụng."), agency=code[:40])
    return found


def _wanted(content: Mapping[str, Any]) -> Symbol:
    symbol, unit = (clean(str(content.get(key) or "")) for key in ("symbol", "unit"))
    return Symbol(symbol, unit, is_assumed=False)


def _is_symbol(text: str) -> bool:
    return 2 <= len(text) <= 20 and text.isalnum() and text[0].isupper()
