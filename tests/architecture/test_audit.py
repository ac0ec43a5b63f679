"""`script/audit` finds a library with a known hole, by stand-ins of the advisories' own protocols."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOLE = {
    "id": "GHSA-aaaa-bbbb-cccc",
    "modified": "2026-11-01T00:00:00Z",
    "published": "2026-11-01T00:00:00Z",
    "details": "invented",
    "affected": [
        {
            "package": {"name": "whitenoise", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}
NPM_HOLE = {"id": 1, "url": "", "title": "invented", "severity": "high", "vulnerable_versions": "<99.1.0"}
pytestmark = [pytest.mark.long, pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")]


class Advisories(BaseHTTPRequestHandler):
    """OSV's query, and the bulk advisories of npm's registry."""

    protocol_version = "HTTP/1.1"
    holes: frozenset[str] = frozenset()

    def do_POST(self) -> None:
        """Answer about one library, or about all of npm's."""
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/v1/query":
            name = json.loads(asked)["package"]["name"]
            self._give({"vulns": [HOLE]} if name in self.holes else {})
        else:
            self._give({name: [NPM_HOLE] for name in self.holes & {"govuk-frontend"}})

    def _give(self, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def advisories() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Advisories) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module", autouse=True)
def listed() -> None:
    """Fetch the tools, as the other scripts fetch theirs, and write the lists: that asks no advisories."""
    subprocess.run([ROOT / "script" / "audit", "--list"], cwd=ROOT, capture_output=True, check=True)


def audit(address: str) -> subprocess.CompletedProcess[str]:
    asked = {**os.environ, "MOTCUA_ADVISORIES": f"{address}/v1/query", "npm_config_registry": address}
    return subprocess.run([ROOT / "script" / "audit"], cwd=ROOT, env=asked, capture_output=True, text=True, check=False)


def test_known_holes_are_named(advisories: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert audit(advisories).returncode == 0
    monkeypatch.setattr(Advisories, "holes", frozenset({"whitenoise", "govuk-frontend"}))
    ended = audit(advisories)
    assert ended.returncode == 1, ended.stderr
    assert "whitenoise" in ended.stdout
    assert "GHSA-aaaa-bbbb-cccc, mended in 99.1" in ended.stdout
    assert "govuk-frontend" in ended.stdout


def test_what_cannot_be_asked_is_not_called_good() -> None:
    ended = audit("http://127.0.0.1:9")
    assert ended.returncode == 75
    assert "cannot be asked" in ended.stderr


def test_the_list_of_a_release_names_every_pinned_library() -> None:
    listed = json.loads((ROOT / "var" / "audit" / "python.cdx.json").read_text())
    pinned = {
        line.partition("==")[0]
        for line in (ROOT / "requirements" / "base.lock").read_text().splitlines()
        if "==" in line
    }
    assert {one["name"] for one in listed["components"]} == pinned
    browser = json.loads((ROOT / "var" / "audit" / "browser.cdx.json").read_text())
    assert "govuk-frontend" in {one["name"] for one in browser["components"]}
