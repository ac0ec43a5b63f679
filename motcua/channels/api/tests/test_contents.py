"""What a processing program judges a dossier by: its people, answers, papers and results, and their files."""

import hashlib
from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.rules.permissions import ApiScope
from motcua.accounts.tests import factories as people
from motcua.audit import queries as audit_queries
from motcua.dossiers.actions import Missing, ask_supplement
from motcua.dossiers.models import Dossier, PaperTaken
from motcua.dossiers.tests import factories
from motcua.files import actions as files
from motcua.files.models import StoredFile
from motcua.files.queries import Damaged
from motcua.files.tests.samples import pdf
from motcua.lib.actors import SYSTEM
from motcua.organisations.tests import factories as places
from motcua.procedures.models import Paperless

from .test_api import Machine, body

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "068190012345"
MASKED = "•••••••••345"
PROOF = {"key": "proof", "name": "Giấy tờ chứng minh", "required": True}


@pytest.fixture
def machine() -> Machine:
    return Machine(people.api_client(places.committee()))


def upload(machine: Machine, name: str = "giấy.pdf") -> dict[str, Any]:
    sent = {"file": SimpleUploadedFile(name, pdf())}
    made: dict[str, Any] = machine.http.post("/api/v1/files", sent, headers=machine.bearer).json()
    return made


def filed(machine: Machine, key: str = "key-0001", count: int = 1) -> tuple[str, list[dict[str, Any]]]:
    """File a dossier with so many scans; return its code and what the uploads answered."""
    version = factories.version(papers=[PROOF])
    scans = [upload(machine) for _ in range(count)]
    papers = [{"key": "proof", "files": [scan["id"] for scan in scans], "copies": 2}]
    asked = body(version, answers={"content": "Xin xác nhận", "identity": NUMBER}, papers=papers)
    status, made = machine.post("/dossiers", asked, **{"Idempotency-Key": key})
    assert status == 201, made
    return made["code"], scans


def download(machine: Machine, file_id: str) -> Any:
    return machine.http.get(f"/api/v1/files/{file_id}", headers=machine.bearer)


def content(answer: StreamingHttpResponse) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[arg-type]


def looks(code: str) -> list[str]:
    return [entry.action for entry in audit_queries.viewers_of(("dossier", code))]


def test_one_dossier_shows_what_it_is_judged_by(machine: Machine) -> None:
    code, (scan,) = filed(machine)
    before = looks(code).count("api.dossier")
    status, found = machine.get(f"/dossiers/{code}")
    assert status == 200
    assert found["submitter"]["name"] == found["owner"]["name"] == "Nguyễn Thị An"
    assert found["answers"]["content"] == "Xin xác nhận"
    (paper,) = [one for one in found["papers"] if one["key"] == "proof"]
    assert (paper["name"], paper["copies"]) == ("Giấy tờ chứng minh", 2)
    assert paper["files"] == [{name: scan[name] for name in ("id", "name", "kind", "size", "sha256")}]
    assert found["results"] == []
    assert looks(code).count("api.dossier") == before + 1
    # Lists stay as short as they were: nobody is shown in them, and no look is written down.
    assert not {"submitter", "answers", "papers"} & machine.get("/dossiers")[1]["items"][0].keys()


def test_numbers_are_masked_since_no_row_of_the_table_reveals_them(machine: Machine) -> None:
    """Law 91/2025/QH15: no more of a number than the work needs."""
    code, _ = filed(machine)
    found = machine.http.get(f"/api/v1/dossiers/{code}", headers=machine.bearer)
    assert NUMBER not in found.content.decode()
    assert found.json()["submitter"]["identity_number"] == MASKED
    assert found.json()["submitter"]["identity_kind"] == "personal_id"
    assert found.json()["answers"]["identity"] == MASKED


def test_more_papers_cost_no_more_queries(machine: Machine) -> None:
    counts = []
    for key, count in (("key-0001", 1), ("key-0002", 5)):
        code, _ = filed(machine, key, count)
        machine.get(f"/dossiers/{code}")
        with CaptureQueriesContext(connection) as asked:
            assert machine.get(f"/dossiers/{code}")[0] == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_filing_asks_the_database_this_often(machine: Machine) -> None:
    """Exact, because each question costs web and database some 0.2 ms of 15: who adds one, decides it here."""
    asked = body(factories.version(papers=[PROOF]), answers={"content": "Xin xác nhận", "identity": NUMBER})

    def file(key: str, scan: dict[str, Any]) -> None:
        papers = [{"key": "proof", "files": [scan["id"]]}]
        assert machine.post("/dossiers", {**asked, "papers": papers}, **{"Idempotency-Key": key})[0] == 201

    file("key-0001", upload(machine))  # what is read once for each process is there
    with CaptureQueriesContext(connection) as uploading:
        scan = upload(machine)
    with CaptureQueriesContext(connection) as filing:
        file("key-0002", scan)
    # BEGIN and COMMIT among them.
    assert [len(uploading), len(filing)] == [2, 9], [one["sql"][:60] for one in filing.captured_queries]


def test_a_paper_is_handed_out_to_be_saved_and_the_look_is_written_down(machine: Machine) -> None:
    code, (scan,) = filed(machine)
    before = looks(code).count("api.file")
    answer = download(machine, scan["id"])
    assert answer.status_code == 200
    assert hashlib.sha256(content(answer)).hexdigest() == scan["sha256"]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "no-store" in answer["Cache-Control"]
    assert looks(code).count("api.file") == before + 1


def test_a_result_is_listed_and_handed_out_once_it_has_a_file(machine: Machine) -> None:
    code, _ = filed(machine)
    machine.do(code, "accept")
    reference = {"number": "17/XN-UBND", "dated_on": "2026-11-24", "book": "Sổ xác nhận"}
    assert machine.do(code, "approve", reference=reference)[0] == 200
    (shown,) = machine.get(f"/dossiers/{code}")[1]["results"]
    assert (shown["number"], shown["dated_on"], shown["kind"]) == ("17/XN-UBND", "2026-11-24", "reference")
    assert shown["file"] is None
    file = files.store(data=pdf(2), name="ket-qua.pdf", purpose="result", by=SYSTEM, now=timezone.now())
    Dossier.objects.get(code=code).results.update(file=file)
    (shown,) = machine.get(f"/dossiers/{code}")[1]["results"]
    assert shown["file"]["id"] == str(file.public_id)
    assert hashlib.sha256(content(download(machine, shown["file"]["id"]))).hexdigest() == file.sha256


def test_a_file_of_another_agency_or_of_no_dossier_is_not_there(machine: Machine) -> None:
    code, (scan,) = filed(machine)
    before = looks(code)
    stranger = Machine(people.api_client(places.department(), client_id="so"))
    missing = "00000000-0000-4000-8000-000000000000"
    # A file that the client sent and no dossier took is of no dossier, too.
    for who, file_id in ((stranger, scan["id"]), (machine, missing), (machine, upload(machine)["id"])):
        answer = download(who, file_id)
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_file")
    writer = Machine(people.api_client(places.committee(), client_id="ghi", scopes=[ApiScope.DOSSIERS_WRITE.value]))
    assert download(writer, scan["id"]).json()["code"] == "scope_missing"
    assert Client().get(f"/api/v1/files/{scan['id']}").status_code == 401
    assert looks(code) == before


def test_a_damaged_file_breaks_off(machine: Machine) -> None:
    _, (scan,) = filed(machine)
    file = StoredFile.objects.get(public_id=scan["id"])
    default_storage.delete(file.key)
    answer = download(machine, scan["id"])
    with pytest.raises(Damaged):
        content(answer)


def test_paper_of_a_paperless_procedure_is_taken_for_a_reason(machine: Machine) -> None:
    version = factories.version(papers=[PROOF])
    Paperless.objects.create(
        procedure=version.procedure,
        number="12/QĐ-UBND",
        decided_on=date(2025, 12, 20),
        valid=DateRange(date(2026, 1, 1), None),
    )
    asked = body(version, channel="post", origin="post", papers=[{"key": "proof", "copies": 1}])
    key = {"Idempotency-Key": "key-0001"}
    status, problem = machine.post("/dossiers", asked, **key)
    assert (status, problem["code"]) == (422, "paperless")
    assert machine.post("/dossiers", asked | {"paper_reason": "nhận qua bưu chính"}, **key)[0] == 201
    assert PaperTaken.objects.get().reason == "nhận qua bưu chính"


def test_a_machine_reads_what_is_asked_and_answers_it(machine: Machine, commune_officer: User) -> None:
    code, _scans = filed(machine)
    dossier = Dossier.objects.get(code=code)
    points = [Missing("field:content", "Ghi rõ hơn"), Missing("paper:proof", "Bản mờ")]
    task = factories.task(dossier)
    ask_supplement(task_id=task.pk, items=points, reason="Chưa rõ", by=commune_officer, now=factories.NOW)
    status, found = machine.get(f"/dossiers/{code}")
    assert status == 200
    asked = [(point["target"], point["name"]) for point in found["supplement_request"]["points"]]
    assert asked == [("field:content", "Nội dung đề nghị"), ("paper:proof", "Giấy tờ chứng minh")]
    papers = [{"key": "proof", "files": [upload(machine)["id"]]}]
    not_asked = {"answers": {"identity": "1"}, "message": "Đã rõ"}
    for wrong in ({"papers": papers}, {"answers": {"content": "Rõ"}}, not_asked):
        assert machine.post(f"/dossiers/{code}/supplement", wrong)[0] == 422
    right = {"answers": {"content": "Rõ hơn"}, "papers": papers}
    assert machine.post(f"/dossiers/{code}/supplement", right) == (
        200,
        {"code": code, "state": 1, "state_name": "Mới đăng ký"},
    )
    assert [one.data["content"] for one in dossier.answers.order_by("number")] == ["Xin xác nhận", "Rõ hơn"]
    assert machine.post(f"/dossiers/{code}/supplement", {"message": "Nữa"})[0] == 422
