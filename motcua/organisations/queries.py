"""Reads about places and offices."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict

from django.db.models import QuerySet
from django.utils import timezone

from motcua.lib.dates import today
from motcua.lib.text import clean
from motcua.organisations import rules
from motcua.organisations.directory import directory
from motcua.organisations.models import AdministrativeUnit, Agency
from motcua.organisations.rules import AgencyKind, AreaFound, Level, Mention, UnitKind

MOST_AREAS = 20


def agency_by_code(code: str, on: date) -> Agency:
    """Return the agency that bore the code on a day; raises Agency.DoesNotExist."""
    return Agency.objects.get(code=code, valid__contains=on)


def agency_id_by_code(code: str, on: date) -> int | None:
    """Return the id of the agency that bore the code on a day, or None."""
    found = directory().bearing(code, on)
    return found.pk if found is not None else None


def agencies_under(paths: Iterable[str]) -> set[int]:
    """Return the ids of the agencies at these paths and of all below them."""
    tops = tuple(paths)
    return {pk for pk, each in directory().by_id.items() if each.path.startswith(tops)} if tops else set()


def one_stop_of(agency: Agency) -> Agency:
    """Return the one-stop unit where the agency's dossiers are handed in; a one-stop unit is its own."""
    if agency.kind == AgencyKind.ONE_STOP:
        return agency
    here: Agency | None = agency
    while here is not None:
        if here.one_stop is not None:
            return here.one_stop
        here = here.parent
    raise Agency.DoesNotExist(f"no one-stop unit serves {agency.code}")


def competent_agency(level: Level, field: str, area_code: str = "", *, on: date | None = None) -> Agency:
    """Return the agency that decides on a field at a level; at commune level, for a unit of today.

    Vertical agencies come before the committee where the field is theirs. A field that nobody names goes to the
    committee of the level. Raises Agency.DoesNotExist where the area has no agency here.
    """
    day = on or today(timezone.now())
    here = Agency.objects.filter(valid__contains=day).exclude(kind=AgencyKind.ONE_STOP)
    if level == Level.COMMUNE:
        local = here.filter(level=level, area__code=area_code)
        found = local.filter(fields__contains=[field]).order_by("-is_vertical", "code", "pk").first()
        return found or local.get(kind=AgencyKind.COMMITTEE)
    found = here.filter(level=Level.PROVINCE, fields__contains=[field]).order_by("is_vertical", "code", "pk").first()
    return found or here.get(level=Level.PROVINCE, kind=AgencyKind.COMMITTEE)


def competent_agencies(level: Level, field: str, *, on: date | None = None) -> list[Agency]:
    """Return every agency that decides on a field at a level: the province's one, or each commune's, by code."""
    if level != Level.COMMUNE:
        return [competent_agency(level, field, on=on)]
    day = on or today(timezone.now())
    here = Agency.objects.filter(level=level, valid__contains=day, area__isnull=False)
    chosen: dict[int | None, Agency] = {}
    for agency in here.exclude(kind=AgencyKind.ONE_STOP).order_by("-is_vertical", "code", "pk"):
        if field in agency.fields or agency.kind == AgencyKind.COMMITTEE:
            chosen.setdefault(agency.area_id, agency)
    return sorted(chosen.values(), key=lambda agency: agency.code)


def one_stop_units(on: date | None = None) -> list[Agency]:
    """Return every one-stop unit: the province's centre first, then the communes' by code."""
    day = on or today(timezone.now())
    units = Agency.objects.filter(kind=AgencyKind.ONE_STOP, valid__contains=day).select_related("area")
    return sorted(units, key=lambda agency: (agency.level != Level.PROVINCE, agency.code))


class Place(TypedDict):
    """A unit as forms need it."""

    code: str
    name: str


def provinces(on: date | None = None) -> list[Place]:
    """Return the provinces of a day, by name."""
    day = on or today(timezone.now())
    rows = AdministrativeUnit.objects.filter(kind__in=rules.TOP, valid__contains=day).order_by("folded", "pk")
    return [{"code": unit.code, "name": unit.name} for unit in rows]


def find_areas(text: str, *, on: date | None = None) -> list[AreaFound]:
    """Find the wards and communes that an address means, by today's names or old ones, with or without marks.

    Parts may be a hamlet, a unit, a former district, a province, in this order and with or without commas. An old
    unit leads to its successors; several of them mean that the person must choose.
    """
    day = on or today(timezone.now())
    mentions = rules.mentions(text)
    if not mentions:
        return []
    names = {mention.key for mention in mentions}
    found = _ranked(list(_basic().filter(folded__in=names).order_by("pk")[:200]), mentions, clean(text).lower(), day)
    if not found:
        found = _in_districts(names, day)
    begun = rules.unit_key(text.partition(",")[0])
    if not found and not begun.isdigit() and begun:
        units = list(_basic().filter(folded__startswith=begun).order_by("folded", "pk")[:100])
        found = _answers([unit for unit in units if _holds(unit, day)] or units, day)
    return found[:MOST_AREAS]


def _basic() -> QuerySet[AdministrativeUnit]:
    return (
        AdministrativeUnit.objects.filter(kind__in=rules.BASIC)
        .select_related("parent__parent")
        .prefetch_related("successions__new__parent")
    )


def _full_name(unit: AdministrativeUnit) -> str:
    if unit.parent is None:
        return unit.name
    above = unit.parent.name
    return f"{unit.name}, {above[:1].lower()}{above[1:]}"


def _above(unit: AdministrativeUnit) -> set[str]:
    """Return the keys of everything that contains the unit, today and before."""
    keys: set[str] = set()
    parents = [unit.parent, *(row.new.parent for row in unit.successions.all())]
    for parent in parents:
        while parent is not None:
            keys.add(parent.folded)
            parent = parent.parent
    return keys


def _ranked(units: list[AdministrativeUnit], mentions: list[Mention], typed: str, day: date) -> list[AreaFound]:
    """Keep the units that agree with most of the places named above them and with the kind that was said."""
    scored = []
    for unit in units:
        above = _above(unit)
        best = max(_agreement(unit, above, mention, mentions) for mention in mentions if mention.key == unit.folded)
        # Of units that agree equally well today's come first, and those whose marks are as typed.
        scored.append((best, not _holds(unit, day), unit.short_name.lower() not in typed, unit.folded, unit.pk, unit))
    most = max((score for score, *_ in scored), default=0.0)
    if most <= 0:
        return []
    equals = sorted((row for row in scored if row[0] == most), key=lambda row: row[1:5])
    return _answers([unit for *_, unit in equals], day)


def _agreement(unit: AdministrativeUnit, above: set[str], own: Mention, mentions: list[Mention]) -> float:
    hints = {key for mention in mentions if mention.is_apart_from(own) for key in mention.keys & above}
    return 3 * len(hints) + rules.agreement(UnitKind(unit.kind), own.kinds) + 0.5 * (own.end - own.start) + 1


def _in_districts(names: set[str], day: date) -> list[AreaFound]:
    """Return for a district of the past all that its communes became: the person chooses."""
    districts = AdministrativeUnit.objects.filter(kind=UnitKind.DISTRICT, folded__in=names).order_by("folded", "pk")
    answers = []
    for district in districts[:3]:
        rows = AdministrativeUnit.objects.filter(predecessions__old__parent=district, valid__contains=day)
        today_units = rows.select_related("parent").distinct().order_by("folded", "pk")
        answers.append(AreaFound(district.name, True, tuple((unit.code, _full_name(unit)) for unit in today_units)))
    return [answer for answer in answers if answer.today]


def _answers(units: list[AdministrativeUnit], day: date) -> list[AreaFound]:
    answers: list[AreaFound] = []
    seen: set[tuple[tuple[str, str], ...]] = set()
    for unit in units:
        is_old = not _holds(unit, day)
        now = [row.new for row in unit.successions.all()] if is_old else [unit]
        today_units = tuple((new.code, _full_name(new)) for new in now)
        if today_units and today_units not in seen:
            seen.add(today_units)
            answers.append(AreaFound(said=_full_name(unit), is_old=is_old, today=today_units))
    return answers


def _holds(unit: AdministrativeUnit, day: date) -> bool:
    first, end = unit.valid.lower, unit.valid.upper
    return (first is None or first <= day) and (end is None or day < end)
