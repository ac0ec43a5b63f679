"""Requests that mean harm or are broken: a clear answer as problem+json, never a 500."""

import json
from typing import Any

import pytest
from django.test import Client

from motcua.accounts.tests import factories as people
from motcua.dossiers.tests import factories
from motcua.organisations.tests import factories as places

from .test_api import Machine, body

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESSES = [
    "/procedures?q=a%00b",
    "/procedures/%00",
    "/procedures/%00/form",
    "/dossiers/%00",
    "/dossiers/a%00/events",
    "/dossiers?agency=%00",
    "/dossiers?limit=99999999999999999999",
    "/dossiers?cursor=%00",
    "/tasks?dossier=%00",
    "/tasks?kind=%00",
    "/tracking/%00",
]
CHANGES: list[dict[str, Any]] = [
    {"answers": {"content": "a\x00b"}},
    {"answers": {"content": "\ud800"}},
    {"answers": {"content": "x", "z\x00": [{"a": "\x00"}]}},
    {"procedure": "\x00"},
    {"agency": "\x00"},
    {"case": "\x00"},
    {"submitter": {"name": "An", "address": {"a": ["\x00"]}}},
    {"submitter": {"name": "An", "birth": "\x00"}},
    {"foreign_submitted_at": "0001-01-01T00:00:00"},
    {"foreign_submitted_at": "9999-12-31T23:59:59-12:00"},
    {"papers": [{"key": "\x00"}]},
    {"papers": [{"key": "x", "originals": 99_999_999_999}]},
    {"papers": [{"key": "x", "copies": -5}]},
]
RAW = [b'\xff\xfe{"a":1}', b'{"answers":"' + b"x" * 3_000_000 + b'"}', b'{"answers":{"content":NaN}}', b"[" * 100_000]


def test_what_is_hostile_or_broken_is_a_problem_and_no_fault_of_ours() -> None:
    machine = Machine(people.api_client(places.committee()))
    version = factories.version()
    long_code = machine.http.get(f"/api/v1/tracking/{'H' * 60}", headers={**machine.bearer, "X-Lookup-Secret": "ABCD"})
    answers = [machine.http.get(f"/api/v1{address}", headers=machine.bearer) for address in ADDRESSES]
    keyed = {**machine.bearer, "Idempotency-Key": "key-0001"}
    for sent in [*(json.dumps({**body(version), **change}).encode() for change in CHANGES), *RAW]:
        answers.append(machine.http.post("/api/v1/dossiers", sent, content_type="application/json", headers=keyed))
    broken = machine.http.post(
        "/api/v1/files", b"--x\r\ngarbage", content_type="multipart/form-data", headers=machine.bearer
    )
    for answer in [*answers, broken, long_code]:
        assert answer.status_code in {400, 422}, answer.request
        assert answer["Content-Type"].startswith("application/problem+json"), answer.request
    assert machine.get("/dossiers")[1]["items"] == []


def test_a_client_of_no_possible_name_is_unknown() -> None:
    form = {"grant_type": "client_credentials", "client_id": "\x00", "client_secret": "x"}
    assert Client().post("/oauth/token", form).status_code == 401


def test_a_secret_in_other_letters_is_a_wrong_one() -> None:
    machine = Machine(people.api_client(places.committee()))
    dossier = factories.filed()
    assert machine.get(f"/tracking/{dossier.code}", **{"X-Lookup-Secret": "ĐÉ12"})[0] == 404
