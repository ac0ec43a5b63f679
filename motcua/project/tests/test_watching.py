"""What the operator sees, and that it names nobody."""

import json
import logging
import re
from io import StringIO

import pytest
import structlog
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.client import FakePayload
from pytest_django import Settings

from motcua.project import logs, observing, schema


@pytest.mark.django_db
def test_alive_and_ready(client: Client) -> None:
    assert client.get("/-/alive").content == b"alive\n"
    answer = client.get("/-/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "problems": []})


@pytest.mark.django_db
def test_not_ready_with_an_older_schema(client: Client) -> None:
    schema.require_current.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'dossiers'")
    answer = client.get("/-/ready")
    assert (answer.status_code, answer.json()["problems"]) == (503, ["schema"])
    with pytest.raises(schema.Outdated, match=r"manage\.py upgrade"):
        schema.require_current()


@pytest.mark.django_db
def test_not_ready_with_a_newer_schema() -> None:
    """An old program over new tables would write what the new one does not expect."""
    schema.require_current.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('gone', '0001_initial', now())")
        assert schema.is_current(), "an app that went away says nothing of ours"
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('dossiers', '9999_new', now())")
    for what in (schema.require_current, lambda: call_command("worker"), lambda: call_command("upgrade")):
        with pytest.raises((schema.Outdated, CommandError), match=r"newer version .*dossiers\.9999_new"):
            what()


@pytest.mark.django_db
def test_every_answer_says_its_time(client: Client) -> None:
    timing = client.get("/-/alive")["Server-Timing"]
    assert re.fullmatch(r"app;dur=\d+\.\d\d, cpu;dur=\d+\.\d\d", timing)


@pytest.mark.django_db
def test_metrics_are_for_this_machine_only(client: Client, settings: Settings) -> None:
    client.get("/-/alive")
    assert (
        'motcua_answers_total{method="GET",route="-/alive",status="200"}' in client.get("/-/metrics").content.decode()
    )
    waiting = client.get("/-/metrics").content.decode()
    for name in ("motcua_workers ", "motcua_audit_unsealed ", "motcua_database_bytes "):
        assert name in waiting
    assert client.get("/-/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    assert client.get("/-/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404
    settings.METRICS_TOKEN = "a token"
    assert client.get("/-/metrics").status_code == 404
    assert client.get("/-/metrics", headers={"Authorization": "Bearer a token"}).status_code == 200


def test_route_instead_of_address() -> None:
    class Request:
        resolver_match = None
        path = path_info = "/tra-cuu/H36.12-261124-0031/K7PM"

    assert observing.route_of(Request()) == "none"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("số 068190012345 đã có", "số [number] đã có"),
        ("gọi 0912345678 hoặc +84912345678", "gọi [number] hoặc [number]"),
        ("thư tới k'breo.nam@example.vn bị trả", "thư tới [mail] bị trả"),
        ("dossier H36.12-261124-0031 filed", "dossier H36.12-261124-0031 filed"),
        ("CMND 250123456.", "CMND [number]."),
        ("CCCD 068.095.001.234, gọi 0912 345 678", "CCCD [number], gọi [number]"),
        ("GET /theo-doi?ma=H36.12&s=AB2D xong", "GET /theo-doi?[hidden] xong"),
        ("http://a.vn/x?code=1&state=2", "http://a.vn/x?[hidden]"),
        ("/theo-doi/H36.12-261123-0001/AB2D", "/theo-doi/H36.12-261123-0001/[hidden]"),
        ("password='hunter2' rồi", "password='[hidden]' rồi"),
        ("access_token: abc.def", "access_token: [hidden]"),
        ("2026-11-23T08:15:30.123456Z xong sau 125.5 ms", "2026-11-23T08:15:30.123456Z xong sau 125.5 ms"),
        ("thủ tục 1.004873 phiên bản 2", "thủ tục 1.004873 phiên bản 2"),
        ("13 hồ sơ, 2500 tệp, cổng 8000", "13 hồ sơ, 2500 tệp, cổng 8000"),
        ("duplicate key\nDETAIL:  Key (name)=(Nguyễn Thị An) already exists.", "duplicate key\nDETAIL: [row]"),
        ("GET /chia-se/Xy_7-aaaaaaaaaaaaaaaaa from x", "GET /chia-se/[hidden] from x"),
    ],
)
def test_log_lines_name_nobody(said: str, kept: str) -> None:
    assert logs.mask(said) == kept


def test_lines_are_json_with_the_requests_id(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = StringIO()
    root = logging.getLogger()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    before = structlog.get_config()
    try:
        logs.configure({"level": "INFO"})
        with structlog.contextvars.bound_contextvars(request_id="abc"):
            logging.getLogger("anything").warning("số %s", "068190012345")
            structlog.get_logger("ours").info("filed", token="t", nested={"password": "p", "n": 3}, who=["0912345678"])
            logging.getLogger("django.request").warning("Not Found: %s", "/tra-cuu/H36.12-261124-0031/K7PM")
    finally:
        structlog.configure(**before)
    line, ours = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert (ours["token"], ours["nested"], ours["who"]) == (
        "[hidden]",
        {"password": "[hidden]", "n": 3},
        ["[number]"],
    )
    assert (line["event"], line["request_id"], line["level"]) == ("số [number]", "abc", "warning")


@pytest.mark.django_db
def test_the_worker_does_not_run_over_an_older_schema() -> None:
    schema.require_current.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    with pytest.raises(CommandError, match="older version"):
        call_command("worker")


@pytest.mark.django_db
def test_a_request_of_absurd_length_is_turned_away_unread(client: Client, settings: Settings) -> None:
    settings.MOST_SENT = 100
    page = client.post("/tra-cuu", {"code": "x" * 200})
    assert page.status_code == 413
    assert "gửi từng ít một" in page.content.decode()
    assert (page["X-Content-Type-Options"], page["Referrer-Policy"]) == ("nosniff", "same-origin")
    told = client.post("/api/v1/files", b"x" * 200, content_type="application/octet-stream")
    assert (told.status_code, told.json()["code"]) == (413, "too_large")
    assert client.post("/tra-cuu", {"code": "x"}).status_code == 200


@pytest.mark.django_db
def test_an_address_with_a_nul_names_nothing(client: Client) -> None:
    for address in ("/ho-so/%00", "/xac-minh/%00", "/da-nop/a%00", "/tra-cuu/%00/%00"):
        assert client.get(address).status_code == 404
    assert client.get("/api/v1/dossiers/%00").status_code == 401


@pytest.mark.django_db
def test_what_is_refused_is_read_to_its_end_so_that_the_answer_arrives(client: Client, settings: Settings) -> None:
    settings.MOST_SENT = 200_000
    body = FakePayload(b"x" * 300_000)
    answer = client.generic("POST", "/tra-cuu", **{"wsgi.input": body, "CONTENT_LENGTH": "300000"})  # type: ignore[arg-type]
    assert (answer.status_code, len(body)) == (413, 0)
