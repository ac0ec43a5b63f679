"""One valid row of each kind, with few arguments."""

from datetime import date, time

from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.organisations.models import AdministrativeUnit, Agency, Post, Succession
from motcua.organisations.rules import VERTICAL, AgencyKind, Level, Role, UnitKind, unit_key
from motcua.worktime.models import Calendar, Period

SINCE = date(2025, 7, 1)
ALWAYS = DateRange(SINCE, None)
BEFORE = DateRange(date(2005, 1, 1), SINCE)


def unit(
    code: str = "24931",
    name: str = "Xã Đơn Dương",
    *,
    kind: UnitKind = UnitKind.COMMUNE,
    parent: AdministrativeUnit | None = None,
    valid: DateRange = ALWAYS,
) -> AdministrativeUnit:
    """Make a unit, or return the one that has the code in these days."""
    short = name.split(" ", 1)[1]
    return AdministrativeUnit.objects.get_or_create(
        code=code,
        valid=valid,
        defaults={"name": name, "short_name": short, "kind": kind, "parent": parent, "folded": unit_key(name)},
    )[0]


def province(code: str = "68", name: str = "Tỉnh Lâm Đồng") -> AdministrativeUnit:
    """Make the demo province."""
    return unit(code, name, kind=UnitKind.PROVINCE)


def succession(old: AdministrativeUnit, *new: AdministrativeUnit) -> list[Succession]:
    """Say that the old unit went to these."""
    return [Succession.objects.create(old=old, new=one, is_split=len(new) > 1) for one in new]


def calendar() -> Calendar:
    """Make the usual office hours, Monday to Friday, or return them."""
    made, new = Calendar.objects.get_or_create(code="test-office", defaults={"name": "Giờ hành chính"})
    if new:
        Period.objects.bulk_create(
            Period(calendar=made, weekday=weekday, opens=opens, closes=closes, valid=DateRange(None, None))
            for weekday in range(5)
            for opens, closes in ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))
        )
    return made


def agency(
    code: str = "H36.12",
    name: str = "Sở Nông nghiệp và Môi trường",
    *,
    kind: AgencyKind = AgencyKind.DEPARTMENT,
    level: Level = Level.PROVINCE,
    parent: Agency | None = None,
    area: AdministrativeUnit | None = None,
    one_stop: Agency | None = None,
    fields: list[str] | None = None,
) -> Agency:
    """Make an agency, or return the one that has the code."""
    made, new = Agency.objects.get_or_create(
        code=code,
        valid=ALWAYS,
        defaults={
            "name": name,
            "kind": kind,
            "level": level,
            "parent": parent,
            "area": area or province(),
            "one_stop": one_stop,
            "fields": fields or [],
            "is_vertical": kind in VERTICAL,
            "calendar": calendar(),
        },
    )
    if new:
        made.path = f"{parent.path if parent else '/'}{made.pk}/"
        made.save(update_fields=["path"])
    return made


def committee() -> Agency:
    """Make the province's committee."""
    return agency("H36", "Ủy ban nhân dân tỉnh Lâm Đồng", kind=AgencyKind.COMMITTEE)


def centre() -> Agency:
    """Make the province's one-stop centre."""
    return agency("H36.01.01", "Trung tâm Phục vụ hành chính công tỉnh", kind=AgencyKind.ONE_STOP, parent=committee())


def department() -> Agency:
    """Make a department whose dossiers are handed in at the province's centre."""
    return agency(parent=committee(), one_stop=centre())


def commune() -> Agency:
    """Make a commune's committee with its own one-stop centre."""
    area = unit(parent=province())
    made = agency(
        "H36.201",
        "Ủy ban nhân dân xã Đơn Dương",
        kind=AgencyKind.COMMITTEE,
        level=Level.COMMUNE,
        parent=committee(),
        area=area,
    )
    if made.one_stop is None:
        made.one_stop = agency(
            "H36.201.01",
            "Trung tâm Phục vụ hành chính công xã Đơn Dương",
            kind=AgencyKind.ONE_STOP,
            level=Level.COMMUNE,
            parent=made,
            area=area,
        )
        made.save(update_fields=["one_stop"])
    return made


def post(role: Role, where: Agency, title: str = "") -> Post:
    """Make a post, or return the agency's one with this role and title."""
    return Post.objects.get_or_create(agency=where, role=role, title=title or role.value, valid=ALWAYS)[0]
