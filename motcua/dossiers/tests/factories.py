"""One valid dossier with few arguments: a commune's procedure whose result is given by reference."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.filing import Filing, PaperData, PartyData
from motcua.dossiers.rules.states import Channel, Origin
from motcua.organisations.models import Agency
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.rules import processes
from motcua.procedures.rules.names import Unit
from motcua.procedures.tests.factories import make_version
from motcua.workflow import actions as workflow
from motcua.workflow.bpmn import Part, Step, build_bpmn
from motcua.workflow.models import Task

PROOF = {"key": "proof", "name": "Giấy chứng sinh", "kind": "submit", "required": False}
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 9 o'clock in Việt Nam
_keys = count(1)

RECEIVE = Step("receive", "Tiếp nhận", "receive", "receptionist", "received_at", "0", ("accept",))
CHECK = Step("check", "Kiểm tra bản dự thảo", "applicant_check", "applicant", "competent", "0", ("confirm", "correct"))

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["content"],
    "properties": {"content": {"type": "string", "maxLength": 500}, "identity": {"$ref": "motcua:personal-id"}},
}
PRESENTATION: dict[str, Any] = {
    "steps": [
        {
            "key": "request",
            "title": "Nội dung đề nghị",
            "fields": [
                {"path": "content", "label": "Nội dung đề nghị"},
                {"path": "identity", "label": "Số định danh người liên quan"},
            ],
        }
    ]
}


def version(*, default: processes.DefaultProcess = processes.COMMUNE, **fields: Any) -> ProcedureVersion:
    """Publish a version with a form of two questions, a default process and a limit of five working days."""
    bpmn = processes.drawn(default, (5, Unit.WORKING_DAY)).encode()
    values: dict[str, Any] = {
        "form": {"schema": SCHEMA, "presentation": PRESENTATION},
        "limits": [{"amount": 5, "unit": "working_day", "text": "05 ngày làm việc"}],
        "settings": {"processing_system": "local", "channels": ["direct", "online", "post"]},
        "result": {"kind": "reference", "name": "Văn bản trả lời", "book": "Sổ công văn"},
        "process": workflow.define(key=default.key, bpmn=bpmn, now=NOW),
        **fields,
    }
    return make_version(**values)


def version_of(*parts: Part, **fields: Any) -> ProcedureVersion:
    """Publish a version whose process begins with reception and goes on with these parts."""
    bpmn = build_bpmn("parts", "Quy trình thử", [RECEIVE, *parts])
    return version(process=workflow.define(key="parts", bpmn=bpmn, now=NOW), **fields)


def filing(*, by: User, of: ProcedureVersion, agency: Agency | None = None, **fields: Any) -> Filing:
    """Return a filing by a citizen for herself, to a commune."""
    assert by.person is not None
    who = PartyData(name=by.full_name, person_id=by.person_id, phone="0912345678")
    values: dict[str, Any] = {
        "version_id": of.pk,
        "agency_id": (agency or places.commune()).pk,
        "origin": Origin.PORTAL,
        "channel": Channel.ONLINE,
        "submitter": who,
        "owner": who,
        "answers": {"content": "Xin xác nhận"},
        **fields,
    }
    return Filing(**values)


def filed(*, by: User | None = None, of: ProcedureVersion | None = None, now: datetime = NOW, **fields: Any) -> Dossier:
    """File a dossier."""
    by = by or people.citizen()
    request = filing(by=by, of=of or version(), **fields)
    return actions.file(filing=request, key=f"key-{next(_keys)}", by=by, now=now).dossier


def task(dossier: Dossier) -> Task:
    """Return the one step that a dossier stands at."""
    return Task.objects.undone().get(instance=dossier.instance_id)


def done(dossier: Dossier, outcome: str, by: User, note: str = "", details: actions.Details | None = None) -> Dossier:
    """End the one step that a dossier stands at."""
    return actions.complete(task_id=task(dossier).pk, outcome=outcome, note=note, by=by, now=NOW, details=details)


def grounds(**more: Any) -> actions.Details:
    """Return what a refusal must say beside its reason."""
    return actions.Details(basis="Nghị định 61/2018/NĐ-CP, Điều 17", instead="Nộp tại nơi cư trú", **more)


def reference() -> actions.Reference:
    """Return the number of a result in another system."""
    return actions.Reference(number="17/XN-UBND", dated_on=date(2026, 11, 24), book="Sổ xác nhận")


def paper(key: str, *file_ids: str) -> PaperData:
    """Return a paper with files."""
    return PaperData(key=key, file_ids=file_ids)


def at_counter(officer: User, who: PartyData, *, of: ProcedureVersion | None = None, **fields: Any) -> Dossier:
    """File what somebody handed in at the commune's counter; of `who` only what the counter was told is known."""
    request = filing(
        by=people.citizen("Kẻ Khác"),
        of=of or version(),
        origin=Origin.COUNTER,
        channel=Channel.DIRECT,
        submitter=who,
        owner=who,
        received_agency_id=places.commune().one_stop_id,
        **fields,
    )
    return actions.file(filing=request, key=f"key-{next(_keys)}", by=officer, now=NOW).dossier
