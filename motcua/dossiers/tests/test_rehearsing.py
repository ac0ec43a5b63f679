"""A proposed package tried on what was done: a planted mistake is caught, and nothing is changed by the trial."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from django.db import DatabaseError, connection, transaction

from motcua.accounts.models import User
from motcua.dossiers import rehearsing
from motcua.dossiers.actions import Details
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.lib.actors import SYSTEM
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.organisations.tests import factories as places
from motcua.procedures import queries
from motcua.procedures.actions import import_records
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.proposing import files_in
from motcua.procedures.rules import processes
from motcua.procedures.rules.names import Unit
from motcua.procedures.tests.test_records import COLLECTED
from motcua.workflow.bpmn import Step, build_bpmn

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CODE = "1.000001"
DAY = date(2026, 11, 23)
Content = dict[str, Any]
WITHOUT_RETURN = build_bpmn(
    "p",
    "P",
    [
        Step("receive", "Tiếp nhận", "receive", "receptionist", "received_at", outcomes=("accept",)),
        Step("appraise", "Thẩm định", "appraise", "specialist", outcomes=("approve",)),
        Step("sign", "Ký kết quả", "sign", "agency_leader", outcomes=("sign",)),
        Step("issue", "Phát hành", "issue", "clerk", outcomes=("issue",)),
        Step("deliver", "Trả", "deliver", "receptionist", "received_at", outcomes=("deliver",)),
    ],
).decode()


@pytest.fixture
def version() -> ProcedureVersion:
    """A procedure without papers, three working days at every channel."""
    methods = [{**method, "duration": 3, "unit": "Ngày làm việc"} for method in COLLECTED["methods"]]
    record = {**COLLECTED, "methods": methods, "dossier": []}
    import_records(found=[(1, record)], on=DAY, say=lambda *_: None, by=SYSTEM, now=factories.NOW)
    return queries.current(CODE, DAY)


@pytest.fixture
def delivered(version: ProcedureVersion, citizen: User, commune_officer: User, commune_leader: User) -> Dossier:
    """Signed only after it was once returned."""
    assert citizen.person is not None
    me = {"full_name": citizen.full_name, "identity": "068190012345"}
    dossier = factories.filed(by=citizen, of=version, answers={"applicant": me, "content": "Xin cấp giấy"})
    done(dossier, "accept", commune_officer)
    done(dossier, "approve", commune_officer, details=Details(reference=factories.reference()))
    done(dossier, "return", commune_leader, note="Sai tên")
    done(dossier, "approve", commune_officer, details=Details(reference=factories.reference()))
    done(dossier, "sign", commune_leader)
    done(dossier, "issue", commune_officer)
    return done(dossier, "deliver", commune_officer, details=Details(recipient="Nguyễn Thị An"))


def rehearse(content: Content, *, since: date = DAY, until: date = DAY) -> dict[str, Any]:
    told: list[tuple[int, int, Content]] = []
    report = rehearsing.rehearse(CODE, content, since, until, lambda *said: told.append(said), {})
    assert told[-1][:2] == (report["total"], report["total"])
    # Who goes on from any moment comes to the same end.
    for _done, _of, kept in told:
        assert rehearsing.rehearse(CODE, content, since, until, lambda *_: None, json.loads(json.dumps(kept))) == report
    return report


def with_about(version: ProcedureVersion, **values: Any) -> Content:
    files = files_in(version)
    about = yaml.safe_load(files["package.yaml"])
    return {"files": {**files, "package.yaml": yaml.safe_dump({**about, **values}, allow_unicode=True)}}


def replaced(version: ProcedureVersion, file: str, old: str, new: str) -> Content:
    files = files_in(version)
    assert old in files[file]
    return {"files": {**files, file: files[file].replace(old, new)}}


def test_what_the_trial_finds(version: ProcedureVersion, delivered: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    same = rehearse({"files": files_in(version)})
    assert (same["total"], same["of"], same["counts"]) == (1, 1, {"same": 1})

    # The planted mistake: whoever signs can no longer return.
    stuck = rehearse({"files": {**files_in(version), "process.bpmn": WITHOUT_RETURN}})
    assert stuck["counts"] == {"stuck": 1}
    assert stuck["examples"]["stuck"] == [{"code": delivered.code, "id": str(delivered.public_id)}]
    (reason,) = stuck["reasons"]["stuck"]
    assert reason["message"].format(**reason["params"]) == "Bước “Ký kết quả” không kết thúc được bằng “return”."

    # Three working days become one, and a paper is asked for that nobody had to give.
    paper = {"key": "anh", "name": "Ảnh thẻ", "kind": "submit", "required": True, "originals": 1}
    limits = [{**version.limits[0], "amount": 1, "channels": ["direct", "online"], "text": "01 ngày làm việc"}]
    found = rehearse(with_about(version, papers=[paper], limits=limits))
    assert found["counts"] == {"paper": 1, "earlier": 1}
    assert found["reasons"]["paper"][0]["params"] == {"name": "Ảnh thẻ"}
    # The 24th of November is a holiday since 2026: two working days less are two days of the calendar.
    assert found["reasons"]["earlier"][0]["params"] == {"days": "2"}

    # A question that was not asked then and must be answered now.
    asked = replaced(version, "form.json", '"required": [', '"required": ["phone_of_home",')
    asked["files"]["form.json"] = asked["files"]["form.json"].replace(
        '"properties": {', '"properties": {"phone_of_home": {"$ref": "motcua:phone"},', 1
    )
    asked["files"]["presentation.json"] = asked["files"]["presentation.json"].replace(
        '"fields": [', '"fields": [{"path": "phone_of_home", "label": "Điện thoại nhà"},', 1
    )
    found = rehearse(asked)
    assert found["counts"] == {"answer": 1}
    assert found["reasons"]["answer"][0]["message"].startswith("phone_of_home: ")

    # Whatever the trial would write, the database refuses.
    def write(*_: object) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE dossiers_dossier SET summary = 'x'")

    monkeypatch.setattr(rehearsing._Trial, "take", write)
    with pytest.raises(DatabaseError, match="read-only"):
        rehearse({"files": files_in(version)})


def test_a_relay_passes_over_the_agencies_that_a_filing_would_choose(
    version: ProcedureVersion, delivered: Dossier
) -> None:
    relay = processes.drawn(processes.RELAY, (13, Unit.WORKING_DAY))
    content = {"files": {**files_in(version), "process.bpmn": relay}}
    # Nobody in the province takes it from the commune: a filing would be refused.
    committees = Agency.objects.filter(pk=places.committee().pk)
    committees.update(valid=places.BEFORE)
    (missing,) = rehearse(content)["reasons"]["stuck"]
    assert missing["message"] == "Tỉnh chưa có cơ quan mà quy trình liên thông đi qua."
    committees.update(valid=places.ALWAYS)
    found = rehearse(content)
    assert missing not in found["reasons"].get("stuck", [])
    assert found["counts"].keys() & {"added", "stuck"}


def test_a_period_without_dossiers_and_a_content_that_is_no_package(version: ProcedureVersion) -> None:
    later = DAY + timedelta(days=1)
    assert rehearse({"files": files_in(version)}, since=later, until=later) == {
        "total": 0,
        "of": 0,
        "counts": {},
        "reasons": {},
        "examples": {},
    }
    with pytest.raises(Refused, match="no_process"):
        rehearse(replaced(version, "process.bpmn", "userTask", "scriptTask"))
