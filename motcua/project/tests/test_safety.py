"""What must not start: known passwords in public, placeholders, people's data in clear on somebody's network."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from motcua.project.environment import database
from motcua.project.safety import require_safe, way_to_database

ROOT = Path(__file__).resolve().parents[3]


def start(environment: dict[str, str] | None = None, **changes: object) -> None:
    usual: dict[str, object] = {"is_secure": True, "is_demo": False, "is_debug": False, "outside": {}}
    require_safe(environment or {}, **(usual | changes))  # type: ignore[arg-type]


def test_a_real_system_starts() -> None:
    far = {"MOTCUA_VNEID_ISSUER": "https://sso.example.vn", "MOTCUA_CLAMAV": "unix:/run/clamav/clamd.ctl"}
    near = {"MOTCUA_EMAIL_HOST": "smtp://localhost", "MOTCUA_POPULATION_ADDRESS": "http://127.0.0.1:8080/dan-cu"}
    start({"MOTCUA_SECRET_KEY": "x" * 50}, outside=far | near | {"MOTCUA_PROVINCE_ISSUER": ""}, command="web")
    start({"MOTCUA_OWNER_DATABASE_URL": "postgresql://o:x@127.0.0.1/motcua"}, command="upgrade")


def test_the_demo_starts_where_it_is_not_public() -> None:
    start(is_secure=False, is_demo=True, is_debug=True, outside={"MOTCUA_VNEID_ISSUER": "http://stand-in.example.vn"})
    start({"MOTCUA_SHOWCASE": "1"}, is_demo=True)


@pytest.mark.parametrize(
    ("environment", "changes", "says"),
    [
        ({}, {"is_demo": True}, "MOTCUA_DEMO=1"),
        ({}, {"is_debug": True}, "MOTCUA_DEBUG=1"),
        ({"MOTCUA_METRICS_TOKEN": "CHANGE_ME_AS_WELL"}, {}, "MOTCUA_METRICS_TOKEN still says"),
        ({"DATABASE_URL": "postgresql://motcua_app:CHANGE_ME@db/motcua"}, {"is_secure": False}, "DATABASE_URL still"),
        ({"MOTCUA_OWNER_DATABASE_URL": "postgresql://o:x@127.0.0.1/motcua"}, {"command": "web"}, "audit trail"),
        ({"MOTCUA_OWNER_DATABASE_URL": "postgresql://o:x@127.0.0.1/motcua"}, {"command": "worker"}, "audit trail"),
        ({}, {"outside": {"MOTCUA_VNEID_ISSUER": "http://sso.example.vn"}}, "sso.example.vn without encryption"),
        ({}, {"outside": {"MOTCUA_EMAIL_HOST": "smtp://mail.example.vn"}}, "mail.example.vn without"),
        ({}, {"outside": {"MOTCUA_CLAMAV": "tcp://10.0.0.7:3310"}}, "10.0.0.7 without"),
    ],
)
def test_what_is_dangerous_is_named(environment: dict[str, str], changes: dict[str, object], says: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=says):
        start(environment, **changes)


def test_a_host_on_a_line_of_ones_own_may_be_asked_in_clear() -> None:
    start(outside={"MOTCUA_CLAMAV": "tcp://10.0.0.7:3310"}, plain={"10.0.0.7"})


@pytest.mark.parametrize(
    ("url", "way"),
    [
        ("postgresql://a:b@127.0.0.1/motcua", "postgresql://127.0.0.1"),
        ("postgresql://a:b@/motcua?host=/run/postgresql", ""),
        ("postgresql://a:b@db.example.vn/motcua?sslmode=require", "postgresql://db.example.vn"),
        ("postgresql://a:b@db.example.vn/motcua?sslmode=verify-full", "https://db.example.vn"),
    ],
)
def test_the_way_to_a_database(url: str, way: str) -> None:
    assert way_to_database(database(url)) == way


def test_a_program_with_such_settings_says_so_and_ends(tmp_path: Path) -> None:
    given = {
        "DATABASE_URL": "postgresql://motcua_app:CHANGE_ME@127.0.0.1:9/motcua",
        "MOTCUA_DATA": str(tmp_path),
        "MOTCUA_ADDRESS": "https://dichvucong.example.vn",
        "MOTCUA_VNEID_ISSUER": "http://sso.example.vn",
        "PATH": os.environ["PATH"],
    }
    line = [sys.executable, "manage.py", "check"]
    ended = subprocess.run(line, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "DATABASE_URL still says" in ended.stderr
    assert "sso.example.vn without encryption" in ended.stderr
    assert "Traceback" not in ended.stderr
