"""The whole job by HTTP alone, and what the API refuses."""

import json
from typing import Any
from unittest.mock import ANY

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from motcua.accounts import identity
from motcua.accounts.models import ApiClient
from motcua.accounts.tests import factories as people
from motcua.audit import queries as audit_queries
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories
from motcua.files.tests.samples import pdf
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.workflow.bpmn import Step, Wait

pytestmark = pytest.mark.django_db(transaction=True)
Answer = tuple[int, dict[str, Any]]


class Machine:
    """A program of a partner."""

    def __init__(self, client: ApiClient, scope: str = "") -> None:
        self.http = Client()
        answer = self.http.post(
            "/oauth/token",
            {
                "grant_type": "client_credentials",
                "client_id": client.client_id,
                "client_secret": people.SECRET,
                "scope": scope,
            },
        )
        self.bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def get(self, path: str, **headers: str) -> Answer:
        answer = self.http.get(f"/api/v1{path}", headers={**self.bearer, **headers})
        return answer.status_code, answer.json()

    def post(self, path: str, body: object, **headers: str) -> Answer:
        answer = self.http.post(
            f"/api/v1{path}", json.dumps(body), content_type="application/json", headers={**self.bearer, **headers}
        )
        return answer.status_code, answer.json()

    def do(self, dossier: str, outcome: str, **more: Any) -> Answer:
        _, tasks = self.get(f"/tasks?dossier={dossier}")
        return self.post(f"/tasks/{tasks['items'][0]['id']}/complete", {"outcome": outcome, **more})


@pytest.fixture
def version() -> ProcedureVersion:
    return factories.version()


@pytest.fixture
def machine() -> Machine:
    return Machine(people.api_client(places.committee()))


def body(version: ProcedureVersion, **more: Any) -> dict[str, Any]:
    return {
        "procedure": version.procedure.code,
        "agency": places.commune().code,
        "submitter": {"name": "Nguyễn Thị An", "identity_kind": "personal_id", "identity_number": "068190012345"},
        "answers": {"content": "Xin xác nhận"},
        **more,
    }


def test_a_whole_life_by_http(machine: Machine, version: ProcedureVersion) -> None:
    status, made = machine.post("/dossiers", body(version), **{"Idempotency-Key": "key-0001"})
    assert status == 201, made
    code = made["code"]
    assert machine.do(code, "accept")[1]["state"] == 2
    reference = {"number": "17/XN-UBND", "dated_on": "2026-11-24"}
    assert machine.do(code, "approve", reference=reference)[0] == 200
    assert machine.do(code, "sign")[0] == 200
    assert machine.do(code, "issue")[1]["state"] == 9
    status, delivered = machine.do(code, "deliver", recipient="Nguyễn Thị An")
    assert (status, delivered["state"]) == (200, 10)
    # The trail outlives the test before, and the codes begin anew: only what is added counts.
    before = len(audit_queries.viewers_of(("dossier", code)))
    kinds = [event["kind"] for event in machine.get(f"/dossiers/{code}/events")[1]["items"]]
    views = audit_queries.viewers_of(("dossier", code))
    assert len(views) == before + 1
    assert "api.events" in {entry.action for entry in views}
    assert kinds[0] == "filed"
    assert kinds[-1] == "delivered"
    status, tracked = machine.get(f"/tracking/{code}", **{"X-Lookup-Secret": made["lookup_secret"]})
    assert (status, tracked["state"]) == (200, 10)


def test_the_tax_office_tells_that_it_is_paid_and_sees_nothing_else(machine: Machine) -> None:
    tax = Wait("tax", "Chờ nộp thuế", "tax_paid", role="specialist")
    version = factories.version_of(tax, Step("update", "Chỉnh lý", "generic", "specialist"))
    _, made = machine.post("/dossiers", body(version), **{"Idempotency-Key": "key-0001"})
    address, receipt = f"/dossiers/{made['code']}/payments", {"number": "0012", "paid_on": "2026-11-23", "amount": 5}
    tax_office = Machine(people.api_client(places.agency("G12.136", "Thuế tỉnh"), scopes=["payments:write"]))
    assert tax_office.post(address, receipt)[1]["code"] == "nothing_to_pay"
    assert machine.do(made["code"], "accept")[1]["state"] == 6
    assert machine.get("/tasks")[1]["items"] == []
    assert tax_office.post(address, {**receipt, "paid_on": "hôm nay"})[0] == 422
    assert tax_office.post(address, {**receipt, "paid_on": "2999-01-01"})[1]["code"] == "receipt_date"
    assert tax_office.post("/dossiers/H36.9-261123-0001/payments", receipt)[0] == 404
    assert tax_office.post(address, receipt) == (
        201,
        {"code": made["code"], "state": 4, "state_name": "Đang xử lý"},
    )
    assert tax_office.post(address, receipt)[0] == 409
    assert tax_office.get(f"/dossiers/{made['code']}")[0] == 403
    assert Machine(people.api_client(places.committee(), scopes=["dossiers:write"])).post(address, receipt)[0] == 403


def test_the_same_key_gives_the_first_answer_and_another_body_is_refused(
    machine: Machine, version: ProcedureVersion
) -> None:
    first = machine.post("/dossiers", body(version), **{"Idempotency-Key": "key-0001"})
    assert machine.post("/dossiers", body(version), **{"Idempotency-Key": "key-0001"}) == first
    status, problem = machine.post(
        "/dossiers", body(version, answers={"content": "Khác"}), **{"Idempotency-Key": "key-0001"}
    )
    assert (status, problem["code"]) == (422, "key_reused")


def test_the_first_answer_stays_the_first_whatever_happened_since(machine: Machine, version: ProcedureVersion) -> None:
    sent, key = body(version), {"Idempotency-Key": "key-0001"}
    first = machine.post("/dossiers", sent, **key)
    made = first[1]
    now_shown = machine.get(f"/dossiers/{made['code']}")[1]
    assert made == {**{name: now_shown[name] for name in made.keys() - {"lookup_secret"}}, "lookup_secret": ANY}
    assert machine.do(made["code"], "accept")[1]["state"] == 2
    assert machine.post("/dossiers", sent, **key) == first
    # The same words in another order are the same request.
    assert machine.post("/dossiers", dict(reversed(sent.items())), **key) == first
    ended = DateRange(empty=True)
    ProcedureVersion.objects.filter(procedure=version.procedure).update(valid=ended)
    factories.version(procedure=version.procedure)
    assert machine.post("/dossiers", sent, **{"Idempotency-Key": "key-0002"})[1]["version"] == 2
    assert machine.post("/dossiers", sent, **key) == first
    ProcedureVersion.objects.filter(procedure=version.procedure).update(valid=ended)
    assert machine.post("/dossiers", sent, **{"Idempotency-Key": "key-0003"})[1]["code"] == "no_such_procedure"
    assert machine.post("/dossiers", sent, **key) == first


def test_what_is_missing_is_said_point_by_point(machine: Machine, version: ProcedureVersion) -> None:
    status, problem = machine.post("/dossiers", body(version, answers={}), **{"Idempotency-Key": "key-0001"})
    assert (status, problem["code"]) == (422, "not_ready")
    assert problem["points"][0]["target"] == "field:content"


FORM: dict[str, Any] = {
    "schema": {
        "type": "object",
        "required": ["content", "reason"],
        "properties": {
            "content": {"type": "string", "maxLength": 500},
            "urgent": {"type": "boolean"},
            "reason": {"type": "string", "maxLength": 200},
            "copies": {"type": "integer"},
            "fee": {"type": "integer"},
            "proof": {"$ref": "motcua:file"},
        },
    },
    "presentation": {
        "steps": [
            {
                "key": "request",
                "title": "Nội dung",
                "fields": [
                    {"path": "content", "label": "Nội dung"},
                    {"path": "urgent", "label": "Cần gấp?"},
                    {"path": "reason", "label": "Vì sao", "show_if": "answers.urgent == true"},
                    {"path": "copies", "label": "Số bản"},
                    {"path": "fee", "label": "Phí", "computed": "answers.copies * 8000"},
                    {"path": "proof", "label": "Giấy chứng minh"},
                ],
            }
        ]
    },
}


def test_answers_are_taken_as_the_portal_takes_them(machine: Machine) -> None:
    """Texts in NFC, computed values computed here, what does not apply dropped, files of answers with the papers."""
    version = factories.version(form=FORM)
    upload = machine.http.post(
        "/api/v1/files", {"file": SimpleUploadedFile("giay.pdf", pdf())}, headers=machine.bearer
    ).json()
    answers = {
        "content": "Xin xa\u0301c nhận\u200b",
        "urgent": False,
        "reason": "thừa",
        "copies": 3,
        "fee": 1,
        "proof": upload["id"],
    }
    status, made = machine.post("/dossiers", body(version, answers=answers), **{"Idempotency-Key": "key-0001"})
    assert status == 201, made
    dossier = Dossier.objects.get(code=made["code"])
    kept = dossier.answers.get().data
    assert kept == {"content": "Xin xác nhận", "urgent": False, "copies": 3, "fee": 24_000, "proof": upload["id"]}
    paper = dossier.papers.get(key="answer_1")
    assert (paper.name, str(paper.files.get().file.public_id)) == ("Giấy chứng minh", upload["id"])
    deep: Any = "x"
    for _ in range(20):
        deep = [deep]
    status, problem = machine.post(
        "/dossiers", body(version, answers={"content": deep}), **{"Idempotency-Key": "key-0002"}
    )
    assert (status, problem["code"]) == (422, "answers_too_large")


def test_a_case_is_chosen_where_there_are_several(machine: Machine) -> None:
    settings = {"channels": ["online"], "cases": [{"key": "a", "name": "A"}, {"key": "b", "name": "B"}]}
    version = factories.version(settings=settings)
    for case, status in (("", 422), ("c", 422), ("a", 201)):
        found, answer = machine.post("/dossiers", body(version, case=case), **{"Idempotency-Key": f"key-0000{case}"})
        assert found == status, answer
        if status == 422:
            assert [point["target"] for point in answer["points"]] == ["case"]
    only = factories.version(settings={"channels": ["online"], "cases": [{"key": "a", "name": "A"}]})
    _, made = machine.post("/dossiers", body(only), **{"Idempotency-Key": "key-only"})
    assert Dossier.objects.get(code=made["code"]).case_key == "a"


LOOSE: list[tuple[dict[str, Any], str]] = [
    ({"submitter": {"name": "An", "birth": "abc"}}, "/submitter/birth"),
    ({"submitter": {"name": "An", "birth": "1990-13"}}, "/submitter/birth"),
    ({"submitter": {"name": "An", "birth": "1990-02-30"}}, "/submitter/birth"),
    ({"submitter": {"name": "An", "birth": "2199"}}, "/submitter/birth"),
    ({"submitter": {"name": " \u200b"}}, "/submitter/name"),
    ({"submitter": {"name": "An", "phone": "gọi tôi"}}, "/submitter/phone"),
    ({"submitter": {"name": "An", "email": "an tại nhà"}}, "/submitter/email"),
    ({"submitter": {"name": "An", "identity_number": "12"}}, "/submitter/identity_number"),
    ({"submitter": {"name": "An", "identity_kind": "tax_code", "identity_number": "1"}}, "/submitter/identity_number"),
    ({"submitter": {"name": "An", "identity_kind": "old_id", "identity_number": "1"}}, "/submitter/identity_number"),
    ({"submitter": {"name": "An", "identity_kind": "passport"}}, "/submitter/identity_number"),
    ({"submitter": {"name": "An", "identity_kind": "căn cước"}}, "/submitter/identity_kind"),
    ({"submitter": {"name": "An", "is_organisation": "có"}}, "/submitter/is_organisation"),
    ({"submitter": {"name": "An", "address": {"ward": "xã"}}}, "/submitter/address/ward"),
    ({"submitter": {"name": "An", "address": {"planet": "Hỏa"}}}, "/submitter/address/planet"),
    ({"owner": {"name": ""}}, "/owner/name"),
    ({"papers": [{"key": "a", "originals": "1"}]}, "/papers/0/originals"),
    ({"foreign_submitted_at": 1_700_000_000}, "/foreign_submitted_at"),
    ({"result_channel": "post"}, "/result_address"),
]


@pytest.mark.parametrize(("change", "pointer"), LOOSE)
def test_a_loose_value_is_refused_with_a_pointer_to_it(
    machine: Machine, version: ProcedureVersion, change: dict[str, Any], pointer: str
) -> None:
    status, problem = machine.post("/dossiers", body(version, **change), **{"Idempotency-Key": "key-0001"})
    assert (status, problem["code"]) == (422, "invalid_request")
    assert [point["target"] for point in problem["points"]] == [pointer]


def test_what_people_are_is_kept_in_one_form(machine: Machine, version: ProcedureVersion) -> None:
    submitter = {
        "name": "K'Brếp",
        "identity_number": "068 190 012 345",
        "birth": "1950",
        "phone": "0912.345.678",
        "email": "k.brep@example.com",
        "address": {"province": "68", "ward": "24848", "detail": "thôn 3"},
    }
    status, made = machine.post("/dossiers", body(version, submitter=submitter), **{"Idempotency-Key": "key-0001"})
    assert status == 201, made
    party = Dossier.objects.get(code=made["code"]).parties.get(role="submitter")
    assert (party.birth, party.address) == ("1950", {"province": "68", "ward": "24848", "detail": "thôn 3"})
    assert party.identity is not None
    assert identity.reveal(party.identity) == "068190012345"


def test_a_parameter_that_is_wrong_is_named(machine: Machine) -> None:
    _, problem = machine.get("/dossiers?limit=0&from=hôm qua")
    assert {point["target"] for point in problem["points"]} == {"query:limit", "query:from"}


def test_a_step_done_twice_is_a_conflict(machine: Machine, version: ProcedureVersion) -> None:
    _, made = machine.post("/dossiers", body(version), **{"Idempotency-Key": "key-0001"})
    task = machine.get(f"/tasks?dossier={made['code']}")[1]["items"][0]["id"]
    assert machine.post(f"/tasks/{task}/complete", {"outcome": "accept"})[0] == 200
    status, problem = machine.post(f"/tasks/{task}/complete", {"outcome": "accept"})
    assert (status, problem["code"]) == (409, "already_done")


def test_lists_page_by_cursor(machine: Machine, version: ProcedureVersion) -> None:
    for number in range(3):
        machine.post("/dossiers", body(version), **{"Idempotency-Key": f"key-000{number}"})
    _, first = machine.get("/dossiers?limit=2")
    _, second = machine.get(f"/dossiers?limit=2&cursor={first['next']}")
    assert len(first["items"]) == 2
    assert len(second["items"]) == 1
    assert second["next"] is None
    assert machine.get(f"/tasks?cursor={first['next']}")[1]["code"] == "bad_cursor"


def test_another_agencys_dossier_leaves_no_trace(machine: Machine, version: ProcedureVersion) -> None:
    _, made = machine.post("/dossiers", body(version), **{"Idempotency-Key": "key-0001"})
    task = machine.get("/tasks")[1]["items"][0]["id"]
    stranger = Machine(people.api_client(places.department()))
    assert stranger.get("/dossiers")[1]["items"] == []
    assert stranger.get("/tasks")[1]["items"] == []
    assert stranger.get(f"/dossiers/{made['code']}")[0] == 404
    assert stranger.get(f"/dossiers/{made['code']}/events")[0] == 404
    assert stranger.post(f"/tasks/{task}/complete", {"outcome": "accept"})[0] == 404
    status, problem = stranger.post("/dossiers", body(version), **{"Idempotency-Key": "key-0002"})
    assert (status, problem["code"]) == (403, "forbidden")


def test_a_token_without_the_scope_is_refused(version: ProcedureVersion) -> None:
    reader = Machine(people.api_client(places.committee()), scope="dossiers:read")
    assert reader.get("/dossiers")[0] == 200
    status, problem = reader.get("/tasks")
    assert (status, problem["code"]) == (403, "scope_missing")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nonsense", "Basic abc"])
def test_no_token_is_401(header: str) -> None:
    answer = Client().get("/api/v1/dossiers", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 400),
        ({"grant_type": "password"}, 400),
        ({"grant_type": "client_credentials", "client_id": "x", "scope": "dossiers:read"}, 401),
        ({"grant_type": "client_credentials"}, 401),
        ({"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"}, 401),
    ],
)
def test_tokens_are_given_only_for_a_right_secret(form: dict[str, str], status: int) -> None:
    assert Client().post("/oauth/token", form).status_code == status


def test_a_scope_that_the_client_has_not_is_told_at_once() -> None:
    client = people.api_client(places.committee(), scopes=["dossiers:read"])
    form = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": people.SECRET}
    refused = Client().post("/oauth/token", {**form, "scope": "dossiers:read tasks:write"})
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")
    assert Client().post("/oauth/token", {**form, "scope": "dossiers:read"}).json()["scope"] == "dossiers:read"


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("GET", "/api/", 404, "not_found"),
        ("DELETE", "/api/v1/procedures", 405, "method_not_allowed"),
        ("POST", "/api/v1/dossiers?x=%00", 401, "unauthenticated"),
    ],
)
def test_what_no_operation_answers_is_a_problem_too(method: str, address: str, status: int, code: str) -> None:
    answer = Client().generic(method, address)
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["code"] == code
    assert answer["Cache-Control"] == "no-store"
    assert ("Allow" in answer) == (status == 405)


def test_a_fault_of_ours_is_a_problem_without_its_trace(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("motcua.dossiers.machine_queries.dossiers_for", broken)
    machine.http.raise_request_exception = False
    status, problem = machine.get("/dossiers")
    assert (status, problem["code"], "fault" in str(problem)) == (500, "internal_error", False)
