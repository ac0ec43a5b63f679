"""Reads the data files beside this module into plain rows."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from motcua.organisations.rules import TWO_TIERS_SINCE, AgencyKind, Level, UnitKind

DATA = Path(__file__).parent / "data"
SINCE = date.fromisoformat(TWO_TIERS_SINCE)
_KINDS = {
    "Tỉnh": UnitKind.PROVINCE,
    "Thành phố": UnitKind.CITY,
    "Phường": UnitKind.WARD,
    "Xã": UnitKind.COMMUNE,
    "Thị trấn": UnitKind.TOWN,
    "Đặc khu": UnitKind.SPECIAL_ZONE,
}
_OLD_PROVINCES = {"60": "Tỉnh Bình Thuận", "67": "Tỉnh Đắk Nông", "68": "Tỉnh Lâm Đồng"}
FIRST_COMMUNE = 201


@dataclass(frozen=True)
class UnitRow:
    """One unit as the files say. `depth` is 0 for a province, then one more for each level below."""

    code: str
    name: str
    kind: UnitKind
    depth: int
    parent: str = ""
    first: date | None = None
    end: date | None = None
    successors: tuple[str, ...] = ()

    @property
    def is_old(self) -> bool:
        """Tell whether the unit ended with the reform."""
        return self.end is not None

    @property
    def short_name(self) -> str:
        """Return the name without its kind."""
        return next(
            (self.name.removeprefix(f"{word} ") for word in _WORDS if self.name.startswith(f"{word} ")), self.name
        )


_WORDS = [*_KINDS, "Huyện", "Thị xã", "Quận"]


@dataclass(frozen=True)
class AgencyRow:
    """One agency as the files say."""

    code: str
    name: str
    kind: AgencyKind
    level: Level
    area: str
    parent: str = ""
    one_stop: str = ""
    fields: list[str] = field(default_factory=list)
    address: str = ""
    is_vertical: bool = False
    first: date = SINCE


def _table(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def kind_of(name: str) -> UnitKind:
    """Return a unit's kind from its name; raises StopIteration for a name without kind."""
    return next(kind for word, kind in _KINDS.items() if name.startswith(f"{word} "))


def unit_rows() -> list[UnitRow]:
    """Return every unit of today, and those of before 2025 that became the demo province."""
    rows = [
        UnitRow(
            code=row["code"],
            name=row["name"],
            kind=kind_of(row["name"]),
            depth=1 if row["province"] else 0,
            parent=row["province"],
            first=SINCE,
        )
        for row in _table("units.csv")
    ]
    for code, name in _OLD_PROVINCES.items():
        rows.append(UnitRow(code, name, UnitKind.PROVINCE, 0, end=SINCE, successors=("68",)))
    before = list(_table("before_2025.csv"))
    districts = {row["district_code"]: row for row in before}
    for code, row in districts.items():
        rows.append(UnitRow(code, row["district"], UnitKind.DISTRICT, 1, parent=row["province"], end=SINCE))
    for row in before:
        rows.append(
            UnitRow(
                code=row["old_code"],
                name=row["old_name"],
                kind=kind_of(row["old_name"]),
                depth=2,
                parent=row["district_code"],
                end=SINCE,
                successors=tuple(row["new_codes"].split()),
            )
        )
    return rows


def agency_rows() -> list[AgencyRow]:
    """Return every agency of the demo province, parents before children."""
    plan: dict[str, Any] = yaml.safe_load((DATA / "agencies.yaml").read_text(encoding="utf-8"))
    province, centre = plan["province"], plan["centre"]["code"]
    top = plan["committee"]
    rows = [
        AgencyRow(
            code=top["code"],
            name=top["name"],
            kind=AgencyKind.COMMITTEE,
            level=Level.PROVINCE,
            area=province,
            address=top["address"],
            one_stop=centre,
        )
    ]
    for item in plan["agencies"]:
        is_vertical = bool(item.get("is_vertical")) or item["code"].startswith("G")
        rows.append(
            AgencyRow(
                code=item["code"],
                name=item["name"],
                kind=AgencyKind(item["kind"]),
                level=Level.PROVINCE,
                area=province,
                parent=item.get("parent", "" if is_vertical else top["code"]),
                one_stop=centre,
                fields=item.get("fields", []),
                is_vertical=is_vertical,
            )
        )
        if item["code"] == centre.rpartition(".")[0]:
            rows.append(
                AgencyRow(
                    code=centre,
                    name=plan["centre"]["name"],
                    kind=AgencyKind.ONE_STOP,
                    level=Level.PROVINCE,
                    area=province,
                    parent=item["code"],
                    address=plan["centre"]["address"],
                )
            )
    rows += _in_every_commune(plan, province)
    rows += [
        AgencyRow(
            code=item["code"],
            name=item["name"],
            kind=AgencyKind(item["kind"]),
            level=Level.COMMUNE,
            area=item["area"],
            parent=item["parent"],
            one_stop=centre,
            fields=item["fields"],
            is_vertical=item["code"].startswith("G"),
        )
        for item in plan["branches"]
    ]
    return rows


def _in_every_commune(plan: dict[str, Any], province: str) -> list[AgencyRow]:
    rows = []
    communes = sorted((row["code"], row["name"]) for row in _table("units.csv") if row["province"] == province)
    for number, (code, name) in enumerate(communes, FIRST_COMMUNE):
        unit = f"{name[:1].lower()}{name[1:]}"
        own_centre = f"H36.{number}.01"
        for item in plan["in_every_commune"]:
            kind = AgencyKind(item["kind"])
            rows.append(
                AgencyRow(
                    code=item["code"].format(number=number),
                    name=item["name"].format(unit=unit),
                    kind=kind,
                    level=Level.COMMUNE,
                    area=code,
                    parent=item["parent"].format(number=number),
                    one_stop="" if kind == AgencyKind.ONE_STOP else own_centre,
                    fields=item.get("fields", []),
                    address=f"{name}, tỉnh Lâm Đồng",
                )
            )
    return rows
