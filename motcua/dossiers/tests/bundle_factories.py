"""A bundle of three parts: birth at a commune, then residence with its police and insurance in the province."""

from typing import Any

from motcua.accounts.models import User
from motcua.dossiers import actions, bundles
from motcua.dossiers.bundles import Part
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import NOW, done
from motcua.organisations.models import Agency
from motcua.organisations.rules import AgencyKind, Level
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.tests.factories import make_procedure
from motcua.workflow import actions as workflow
from motcua.workflow.bpmn import Wait, build_bpmn

BUNDLE = "2.002621"
_ONCE = {"answer_within": {"amount": 7, "unit": "working_day"}, "clock": "not_counted", "clock_basis": "301/2026"}


def limit(days: int) -> dict[str, Any]:
    return {"channels": ["online"], "amount": days, "unit": "working_day", "text": f"0{days} ngày làm việc"}


def version() -> ProcedureVersion:
    """Three parts: birth at the commune, residence with its police after it, insurance in the province after it."""
    fields = {"1.000001": "Hộ tịch", "1.000002": "Cư trú", "1.000003": "Chính sách BHYT"}
    for code, field in fields.items():
        level = "province" if code == "1.000003" else "commune"
        settings = {"channels": ["online"], "level": level}
        procedure = make_procedure(code, field=field)
        factories.version(procedure=procedure, settings=settings, papers=[factories.PROOF])
    content = {"content": "content"}
    parts: list[dict[str, Any]] = [
        {"key": "birth", "procedure": "1.000001", "name": "Khai sinh", "answers": content, "papers": ["proof"]},
        {"key": "residence", "procedure": "1.000002", "name": "Thường trú", "after": ["birth"]},
        {"key": "insurance", "procedure": "1.000003", "name": "Thẻ BHYT", "after": ["birth"]},
    ]
    for part, days in zip(parts, (1, 2, 2), strict=True):
        part |= {"limit": limit(days), "supplement": _ONCE}
        part["summary"] = "Giấy khai sinh số {birth.number}"
        if part["key"] != "birth":
            part["words"] = {"content": "Giấy khai sinh số {birth.number}"}
    wait = Wait("parts", "Chờ các phần", message="parts_done", role="receptionist", agency="received_at")
    bpmn = build_bpmn("bundle", "Liên thông", [wait])
    return factories.version(
        procedure=make_procedure(BUNDLE),
        process=workflow.define(key="bundle", bpmn=bpmn, now=NOW),
        papers=[factories.PROOF],
        limits=[limit(3)],
        settings={
            "channels": ["online"],
            "level": "commune",
            "supplement": _ONCE,
            "bundle": {"basis": "301/2026", "parts": parts},
        },
    )


def police() -> Agency:
    commune = places.commune()
    return places.agency(
        "G01.036.201",
        "Công an xã Đơn Dương",
        kind=AgencyKind.POLICE,
        level=Level.COMMUNE,
        area=commune.area,
        one_stop=commune.one_stop,
        fields=["Cư trú"],
    )


def insurer() -> Agency:
    return places.agency(
        "G12.036",
        "Bảo hiểm xã hội tỉnh",
        kind=AgencyKind.INSURANCE,
        one_stop=places.centre(),
        fields=["Chính sách BHYT"],
    )


def through(dossier: Dossier, by: User) -> Dossier:
    """Take a commune's dossier from reception to its issued result."""
    done(dossier, "accept", by)
    actions.draft(dossier_id=dossier.pk, content=None, file_id=None, reference=factories.reference(), by=by, now=NOW)
    for outcome in ("approve", "sign", "issue"):
        done(dossier, outcome, by)
    dossier.refresh_from_db()
    return dossier


def part(bundle: Dossier, key: str) -> Part:
    return next(one for one in bundles.parts(bundle) if one.row.key == key)


def begun(bundle: Dossier, key: str) -> Dossier:
    found = part(bundle, key).dossier
    assert found is not None
    return found
