"""Changes of places and offices: today only by loading what the State decided."""

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.organisations.loading import AgencyRow, UnitRow
from motcua.organisations.models import AdministrativeUnit, Agency, Succession
from motcua.organisations.rules import VERTICAL, unit_key
from motcua.worktime.models import Calendar

USUAL_HOURS = "office"


@transaction.atomic
def load_units(*, rows: list[UnitRow]) -> dict[str, int]:
    """Bring the units and their successions to what the rows say. Running it twice changes nothing.

    Rows must name parents before children. Returns how many were created, updated and left.
    """
    known = {(unit.code, unit.valid.lower): unit for unit in AdministrativeUnit.objects.select_related("parent")}
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    by_key: dict[tuple[str, bool], AdministrativeUnit] = {}
    for generation in range(3):
        fresh = []
        for row in (row for row in rows if row.depth == generation):
            parent = by_key[row.parent, row.is_old] if row.parent else None
            facts = {
                "name": row.name,
                "short_name": row.short_name,
                "kind": row.kind.value,
                "folded": unit_key(row.name),
                "parent_id": parent.pk if parent else None,
            }
            unit = known.get((row.code, row.first))
            if unit is None:
                unit = AdministrativeUnit(code=row.code, valid=DateRange(row.first, row.end), **facts)
                fresh.append(unit)
                counts["created"] += 1
            elif any(getattr(unit, name) != value for name, value in facts.items()):
                for name, value in facts.items():
                    setattr(unit, name, value)
                unit.save(update_fields=["name", "short_name", "kind", "folded", "parent"])
                counts["updated"] += 1
            else:
                counts["unchanged"] += 1
            by_key[row.code, row.is_old] = unit
        AdministrativeUnit.objects.bulk_create(fresh)
    wanted = [
        Succession(old=by_key[row.code, True], new=by_key[code, False], is_split=len(row.successors) > 1)
        for row in rows
        for code in row.successors
    ]
    Succession.objects.bulk_create(
        wanted, update_conflicts=True, unique_fields=["old", "new"], update_fields=["is_split"]
    )
    return counts


@transaction.atomic
def load_agencies(*, rows: list[AgencyRow]) -> dict[str, int]:
    """Bring the agencies to what the rows say. Running it twice changes nothing. Parents come before children."""
    areas = {unit.code: unit for unit in AdministrativeUnit.objects.filter(valid__contains=rows[0].first)}
    known = {agency.code: agency for agency in Agency.objects.filter(valid__contains=rows[0].first)}
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    changed = []
    for row in rows:
        facts = {
            "name": row.name,
            "kind": row.kind.value,
            "level": row.level.value,
            "parent_id": known[row.parent].pk if row.parent else None,
            "area_id": areas[row.area].pk,
            "fields": row.fields,
            "address": row.address,
            "is_vertical": row.is_vertical or row.kind in VERTICAL,
        }
        agency = known.get(row.code)
        if agency is None:
            # One at a time: a child needs its parent's number.
            agency = Agency.objects.create(code=row.code, valid=DateRange(row.first, None), **facts)
            known[row.code] = agency
            counts["created"] += 1
        elif any(getattr(agency, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(agency, name, value)
            counts["updated"] += 1
        else:
            counts["unchanged"] += 1
        agency.path = f"{known[row.parent].path if row.parent else '/'}{agency.pk}/"
        changed.append(agency)
    for row in rows:
        known[row.code].one_stop = known[row.one_stop] if row.one_stop else None
    Agency.objects.bulk_update(
        changed,
        ["name", "kind", "level", "parent", "area", "fields", "address", "is_vertical", "path", "one_stop"],
        batch_size=500,
    )
    # Whoever has no working time of its own keeps the usual office hours; a calendar once given stays.
    usual = Calendar.objects.filter(code=USUAL_HOURS).first()
    if usual is not None:
        Agency.objects.filter(calendar=None).update(calendar=usual)
    return counts
