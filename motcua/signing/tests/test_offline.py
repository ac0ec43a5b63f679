"""The trust list that is published, and the verifier that needs it alone: no network, no database, no settings."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import LazySettings
from django.test import Client

from motcua.signing import actions, offline, publishing, trust
from motcua.signing.models import PublishedTrust, SigningKey
from motcua.signing.notary import LABEL
from motcua.signing.xml import sign_xml

NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[3]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Forbids the network before anything is imported, and holds at the end that Django never came in.
FORBIDDEN = """
import runpy, socket, sys
class Refused(socket.socket):
    def __init__(self, *a, **k):
        raise AssertionError("the network was asked")
socket.socket = Refused
socket.getaddrinfo = socket.create_connection = Refused
sys.argv[0] = "offline"
try:
    runpy.run_module("motcua.signing.offline", run_name="__main__")
finally:
    assert not [name for name in sys.modules if name.partition(".")[0] in {"django", "psycopg"}], "Django was loaded"
"""


@pytest.fixture(autouse=True)
def keys(settings: LazySettings, tmp_path: Path) -> Path:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path / "keys", tmp_path / "trust"
    return tmp_path


@pytest.fixture
def seal() -> SigningKey:
    about = {"holder_name": "Sở Xây dựng", "agency_name": "Sở Xây dựng", "agency_code": "H36.12", "is_seal": True}
    return actions.make_demo_key(label="dấu", now=NOW, **about)  # type: ignore[arg-type]


@pytest.fixture
def published(seal: SigningKey, keys: Path) -> Path:
    actions.make_demo_key(label=LABEL, holder_name="Nhật ký", now=NOW)
    actions.make_demo_key(label="ai", holder_name="Nguyễn Thị Ánh", capacity="Giám đốc", now=NOW)
    assert publishing.publish_trust(now=NOW)
    row = publishing.newest()
    assert row is not None
    path = keys / "list.json"
    path.write_text(publishing.published(row), encoding="utf-8")
    return path


def page() -> bytes:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=(595, 842))
    document.save(out)
    return out.getvalue()


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Run the verifier as anybody would, with nothing of ours in its surroundings and no way to the network."""
    line = [sys.executable, "-c", FORBIDDEN, *map(str, arguments)]
    clean = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, env=clean, check=False, timeout=120)
    return done.returncode, done.stdout, done.stderr


def said(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
    code, out, problem = run(*arguments, "--json")
    assert out, problem
    return code, json.loads(out)


def test_the_list_tells_of_agencies_and_authorities_and_of_no_official(client: Client, published: Path) -> None:
    text = published.read_text(encoding="utf-8")
    told = json.loads(json.loads(text)["statement"])
    assert [one["name"] for one in told["seals"]] == ["Sở Xây dựng"]
    assert [one["name"] for one in told["roots"]] == ["Motcua Demo Root"]
    assert [one["name"] for one in told["authorities"]] == ["Motcua Demo Issuing CA"]
    assert "Nguyễn Thị Ánh" not in text
    answer = client.get("/du-lieu-mo/danh-sach-tin-cay.json")
    assert (answer.status_code, answer.content.decode()) == (200, text)
    assert trust.read_list(text).number == 1


def test_it_is_published_anew_when_it_changed_or_grows_old(published: Path) -> None:
    assert not publishing.publish_trust(now=NOW + timedelta(hours=1))
    actions.make_demo_key(label="dấu 2", holder_name="Sở Y tế", is_seal=True, now=NOW)
    assert publishing.publish_trust(now=NOW + timedelta(hours=2))
    assert not publishing.publish_trust(now=NOW + timedelta(hours=3))
    assert publishing.publish_trust(now=NOW + timedelta(days=4))
    newest = publishing.newest()
    assert newest is not None
    assert (newest.number, PublishedTrust.objects.count()) == (3, 3)


def test_without_a_key_nothing_is_published(client: Client, seal: SigningKey) -> None:
    assert not publishing.publish_trust(now=NOW)
    assert client.get("/du-lieu-mo/danh-sach-tin-cay.json").status_code == 404


@pytest.mark.parametrize("change", ["seals", "root", "text", "signature"])
def test_an_altered_list_is_found(published: Path, change: str) -> None:
    whole = json.loads(published.read_text(encoding="utf-8"))
    if change == "seals":
        whole["statement"] = whole["statement"].replace("Sở Xây dựng", "Sở Xây dứng")
    elif change == "root":
        told = json.loads(whole["statement"])
        told["roots"] = []
        whole["statement"] = json.dumps(told)
    elif change == "signature":
        whole["signature"] = "AAAA"
    bad = "{" if change == "text" else json.dumps(whole)
    with pytest.raises(trust.BadList):
        trust.read_list(bad)


def test_the_verifier_needs_neither_network_nor_database(published: Path, seal: SigningKey, tmp_path: Path) -> None:
    good, altered, plain = tmp_path / "good.pdf", tmp_path / "altered.pdf", tmp_path / "plain.pdf"
    signed = actions.sign_pdf(pdf=page(), key=seal, at=NOW, place="agency", reason="Phát hành")
    good.write_bytes(signed)
    place = signed.index(b"MediaBox [ 0 0 595") + len(b"MediaBox [ 0 0 ")
    altered.write_bytes(signed[:place] + b"6" + signed[place + 1 :])
    plain.write_bytes(page())
    code, told = said(good, "--trust", published)
    assert code == 0
    (one,) = told["files"][0]["signatures"]
    assert (one["good"], one["seal_of"], one["time"], one["revocation"]) == (True, "Sở Xây dựng", "claimed", "unknown")
    assert one["certificate"]["chain"] == ["Sở Xây dựng", "Motcua Demo Issuing CA", "Motcua Demo Root"]
    assert told["trust_list"]["number"] == 1
    code, told = said(good, plain, altered, "--trust", published)
    assert (code, [each["outcome"] for each in told["files"]]) == (1, ["good", "nothing", "bad"])
    code, out, _ = run(good, "--trust", published)
    assert (code, "HỢP LỆ" in out, "Dấu của Sở Xây dựng" in out) == (0, True, True)


def test_exit_codes_say_what_came_of_it(
    published: Path, seal: SigningKey, settings: LazySettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    xml, stranger, text = tmp_path / "a.xml", tmp_path / "b.pdf", tmp_path / "c.txt"
    xml.write_bytes(sign_xml(xml=b"<don/>", key=seal, at=NOW))
    text.write_text("chỉ là chữ")
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path / "others", tmp_path / "others-trust"
    other = actions.make_demo_key(label="lạ", holder_name="Người Lạ", now=NOW)
    stranger.write_bytes(actions.sign_pdf(pdf=page(), key=other, at=NOW, place="leader"))
    given = ["--trust", str(published)]
    assert offline.main([str(xml), *given]) == 0
    assert offline.main([str(stranger), *given]) == 3
    assert offline.main([str(text), *given]) == 4
    signer = trust.read_list(published.read_text(encoding="utf-8")).signer
    assert offline.main([str(xml), *given, "--signer", signer.upper()]) == 0
    assert offline.main([str(xml), *given, "--signer", "00"]) == 5
    assert offline.main([str(xml), "--trust", str(text)]) == 5
    capsys.readouterr()
    with pytest.raises(SystemExit) as wrong:
        offline.main([str(tmp_path / "none.pdf"), *given])
    assert wrong.value.code == 2
