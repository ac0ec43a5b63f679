"""The real places: units of `organisations`, kept in memory a few minutes, because every address page needs them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from motcua.eforms.places import Place
from motcua.lib.text import clean
from motcua.organisations.models import AdministrativeUnit
from motcua.organisations.queries import find_areas, provinces
from motcua.organisations.rules import BASIC

_KEPT_SECONDS = 300
_LONGEST = 250


@dataclass
class _Country:
    """All units of one day."""

    provinces: list[Place] = field(default_factory=list)
    wards: dict[str, Place] = field(default_factory=dict)


class Units:
    """Today's provinces and wards, and the old names that lead to them."""

    def __init__(self) -> None:
        self._kept: dict[date, tuple[float, _Country]] = {}

    def forget(self) -> None:
        """Read the units anew at the next question."""
        self._kept.clear()

    def provinces(self, on: date) -> Sequence[Place]:
        """Return the provinces of a day, by name."""
        return self._country(on).provinces

    def ward(self, code: str, on: date) -> Place | None:
        """Return the ward that bears the code on a day."""
        return self._country(on).wards.get(code)

    def find(self, text: str, province: str, on: date) -> Sequence[Place]:
        """Return the wards people may mean by a text, those of an old name too."""
        wards = self._country(on).wards
        codes = [code for area in find_areas(clean(text)[:_LONGEST], on=on) for code, _ in area.today]
        found = [wards[code] for code in dict.fromkeys(codes) if code in wards]
        return [place for place in found if province in ("", place.province)]

    def _country(self, on: date) -> _Country:
        kept = self._kept.get(on)
        if kept is None or time.monotonic() - kept[0] > _KEPT_SECONDS:
            kept = (time.monotonic(), _read(on))
            self._kept = {on: kept}
        return kept[1]


def _read(on: date) -> _Country:
    rows = AdministrativeUnit.objects.filter(kind__in=BASIC, valid__contains=on, parent__isnull=False).order_by("pk")
    return _Country(
        provinces=[Place(row["code"], row["name"]) for row in provinces(on)],
        wards={
            code: Place(code, name, province, province_name)
            for code, name, province, province_name in rows.values_list("code", "name", "parent__code", "parent__name")
        },
    )


UNITS = Units()
