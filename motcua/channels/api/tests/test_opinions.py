"""Opinions by HTTP: asked by one agency's program, read and answered by another's; and what another system says."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from motcua.accounts.tests import factories as people
from motcua.channels.api.tests.test_api import Machine, body
from motcua.dossiers.models import Dossier, ExternalStanding, Opinion
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories
from motcua.lib.dates import today
from motcua.organisations.tests import factories as places

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
EXTERNAL = {
    "name": "Hệ thống cư trú",
    "fields": ["content"],
    "code_pattern": "[A-Z0-9]{4,20}",
    "statuses": [{"key": "done", "name": "Đã giải quyết"}],
}


@pytest.fixture
def machine() -> Machine:
    return Machine(people.api_client(places.commune()))


def received(machine: Machine, **settings: Any) -> str:
    """File and receive a dossier of the commune; return its code."""
    version = factories.version(
        settings={"processing_system": "local", "channels": ["direct", "online", "post"], **settings}
    )
    _, made = machine.post("/dossiers", body(version), **{"Idempotency-Key": "key-0001"})
    assert machine.do(made["code"], "accept")[0] == 200
    return str(made["code"])


def test_an_opinion_is_asked_read_and_answered_by_programs(machine: Machine) -> None:
    code = received(machine)
    other = Machine(people.api_client(places.department(), client_id="so"))
    due = (today(timezone.now()) + timedelta(days=7)).isoformat()
    question = {"agency": places.department().code, "question": "Có quy hoạch không?", "due_on": due}
    status, problem = machine.post(f"/dossiers/{code}/opinions", {**question, "agency": "H99.1"})
    assert (status, problem["code"]) == (404, "no_such_agency")
    status, problem = machine.post(f"/dossiers/{code}/opinions", {**question, "due_on": "2020-01-01"})
    assert (status, problem["code"]) == (422, "opinion_due_past")
    assert other.post(f"/dossiers/{code}/opinions", question)[0] == 404
    status, made = machine.post(f"/dossiers/{code}/opinions", {**question, "shares_answers": True})
    assert status == 201, made
    assert (made["dossier"], made["number"], made["answers"]) == (code, 1, [])

    assert machine.get("/opinions")[1]["items"] == []
    assert [one["id"] for one in other.get("/opinions")[1]["items"]] == [made["id"]]
    assert machine.get(f"/opinions/{made['id']}")[0] == 404
    _, full = other.get(f"/opinions/{made['id']}")
    assert full["sections"][0]["rows"][0] == {"label": "Nội dung đề nghị", "text": "Xin xác nhận"}
    assert full["papers"] == []
    assert other.get(f"/opinions/{made['id']}/files/{made['id']}")[1]["code"] == "no_such_file"

    answer = f"/opinions/{made['id']}/answers"
    assert other.post(answer, {"stance": "maybe", "text": "x"})[1]["points"][0]["target"] == "/stance"
    assert other.post(answer, {"stance": "agree", "text": " "})[1]["code"] == "opinion_empty"
    assert machine.post(answer, {"stance": "agree", "text": "Tự trả lời"})[0] == 404
    other.post(answer, {"stance": "disagree", "text": "Không có"})
    status, said = other.post(answer, {"stance": "agree", "text": "Có, đã xem lại"})
    assert status == 201, said
    assert [(one["number"], one["stance"]) for one in said["answers"]] == [(2, "agree"), (1, "disagree")]
    assert other.get("/opinions")[1]["items"] == []
    assert len(other.get("/opinions?state=answered")[1]["items"]) == 1
    # Once the dossier is over the question has no purpose: its answers stay, what was shared for it goes.
    Dossier.objects.update(state=State.COMPLETED, completed_at=timezone.now())
    _, full = other.get(f"/opinions/{made['id']}")
    assert (full["sections"], full["papers"], len(full["answers"])) == ([], [], 2)
    assert other.post(answer, {"stance": "agree", "text": "Thêm"})[1]["code"] == "opinion_over"


def test_reading_answering_and_waiving_are_rights_of_their_own(machine: Machine) -> None:
    code = received(machine)
    reads = Machine(people.api_client(places.department(), client_id="so", scopes=["tasks:read"]))
    due = (today(timezone.now()) + timedelta(days=7)).isoformat()
    question = {"agency": places.department().code, "question": "Có quy hoạch không?", "due_on": due}
    _, made = machine.post(f"/dossiers/{code}/opinions", question)
    address = f"/opinions/{made['id']}"
    assert reads.get(address)[0] == 200
    assert reads.post(f"{address}/answers", {"stance": "agree", "text": "Có"})[1]["code"] == "scope_missing"
    waiver = f"/dossiers/{code}/opinions/1/waiver"
    other = Machine(people.api_client(places.department(), client_id="so2"))
    assert other.post(waiver, {"basis": "Nghị định 61/2018/NĐ-CP, Điều 19"})[0] == 404, "never the asked agency"
    assert machine.post(waiver, {"basis": "  "})[1]["code"] == "basis_missing"
    assert machine.post(f"/dossiers/{code}/opinions/2/waiver", {"basis": "x"})[1]["code"] == "no_such_opinion"
    status, waived = machine.post(waiver, {"basis": "Nghị định 61/2018/NĐ-CP, Điều 19"})
    assert (status, waived["waived_at"] is not None, waived["answers"]) == (201, True, [])
    assert Opinion.objects.get().waived_basis == "Nghị định 61/2018/NĐ-CP, Điều 19"


def test_another_system_says_how_far_it_is(machine: Machine) -> None:
    code = received(machine, processing_system="external:residence", external=EXTERNAL)
    said = {"code": "CT0401", "status": "done", "said_at": timezone.now().isoformat()}
    stranger = Machine(people.api_client(places.department(), client_id="so"))
    assert stranger.post(f"/dossiers/{code}/external", said)[0] == 404
    status, problem = machine.post(f"/dossiers/{code}/external", {**said, "status": "lost"})
    assert (status, problem["code"]) == (422, "unknown_status")
    for _ in range(2):
        status, moved = machine.post(f"/dossiers/{code}/external", said)
        assert (status, moved["code"]) == (201, code)
    assert ExternalStanding.objects.filter(dossier=Dossier.objects.get(code=code)).count() == 1
