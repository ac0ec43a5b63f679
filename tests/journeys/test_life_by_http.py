"""The whole job by HTTP alone: a program files, processes, signs with its own key, and reads a result that verifies."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from motcua.accounts.models import ApiClient
from motcua.accounts.tests import factories as people
from motcua.eforms.units import UNITS
from motcua.files.tests.samples import pdf
from motcua.lib.dates import today
from motcua.organisations.tests import factories as places
from motcua.signing.verify import check_pdf

from .test_package_runs import OUTCOMES, published
from .test_packages import ROOT, Units, sample_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MARRIAGE = ROOT / "packages" / "1.000894"


class Program:
    """The program of an agency, which knows nothing but addresses."""

    def __init__(self, client: ApiClient) -> None:
        self.http = Client()
        asked = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": people.SECRET}
        token = self.http.post("/oauth/token", asked).json()["access_token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str) -> Any:
        answer = self.http.get(f"/api/v1{path}", headers=self.headers)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def post(self, path: str, body: dict[str, Any], expect: int = 200) -> Any:
        headers = {**self.headers, "Idempotency-Key": "life-0001"}
        answer = self.http.post(f"/api/v1{path}", json.dumps(body), "application/json", headers=headers)
        assert answer.status_code == expect, answer.content
        return answer.json()

    def upload(self, name: str) -> str:
        file = {"file": SimpleUploadedFile(name, pdf())}
        return str(self.http.post("/api/v1/files", file, headers=self.headers).json()["id"])

    def download(self, file_id: str) -> bytes:
        return self.http.get(f"/api/v1/files/{file_id}", headers=self.headers).getvalue()


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Program:
    """All units, read from the file; a commune's program with its key, and the commune's seal."""
    monkeypatch.setattr(UNITS, "ward", Units().ward)
    monkeypatch.setattr(UNITS, "find", Units().find)
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    commune = places.commune()
    client = people.api_client(commune)
    call_command("make_demo_keys", "--key", f"user:{client.user.username}", "Ứng dụng", "Ký thay", commune.name, "")
    call_command("make_demo_keys", "--key", "seal", commune.name, "", commune.name, commune.code)
    return Program(client)


def test_a_marriage_from_filing_to_a_signed_certificate_by_http(program: Program) -> None:
    published(MARRIAGE)
    sample, address = sample_of(MARRIAGE), f"/procedures/{MARRIAGE.name}"
    asked = {paper["key"] for paper in program.get(address)["papers"]}
    assert program.get(f"{address}/form")["form_schema"]["properties"].keys() >= sample["answers"].keys()
    body = {
        "procedure": MARRIAGE.name,
        "agency": places.commune().code,
        "submitter": {"name": "Ma Thị Lan", "identity_number": "068199002210"},
        "answers": sample["answers"] | {"coming_on": (today(timezone.now()) + timedelta(days=4)).isoformat()},
        "papers": [{"key": key, "files": [program.upload(f"{key}.pdf")]} for key in sample["papers"] if key in asked],
    }
    made = program.post("/dossiers", body, expect=201)
    code, kinds = made["code"], []
    while tasks := program.get(f"/tasks?dossier={code}")["items"]:
        (task,) = tasks
        kinds.append(task["kind"])
        ended: dict[str, Any] = {"outcome": OUTCOMES[task["kind"]]}
        assert ended["outcome"] in task["outcomes"]
        if task["kind"] == "in_person":
            assert program.post(f"/tasks/{task['id']}/complete", ended, expect=422)["code"] == "not_seen"
            meeting = program.get(f"/dossiers/{code}")["meeting"]
            ended |= {"present": meeting["who"], "compared": [one["key"] for one in meeting["originals"]]}
        if task["kind"] == "deliver":
            ended |= {"recipient": "Ma Thị Lan", "how": "counter"}
        program.post(f"/tasks/{task['id']}/complete", ended)
        assert len(kinds) < 20, kinds
    assert kinds == ["receive", "appraise", "applicant_check", "in_person", "sign", "issue", "deliver"]
    dossier = program.get(f"/dossiers/{code}")
    assert dossier["state"] == 10
    (result,) = dossier["results"]
    assert (result["name"], result["kind"], result["state"]) == ("Giấy chứng nhận kết hôn", "template", "issued")
    report = check_pdf(program.download(result["file"]["id"]))
    assert report.trusted
    assert [signature.field for signature in report.signatures] == ["leader", "agency"]
