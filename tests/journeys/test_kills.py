"""Web and worker are killed outright, again and again, while programs file and officials' systems process.

Whatever was answered with a code must be there, once and whole; whatever was not may be tried again under its key.
"""

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection

from motcua.accounts.tests import factories as people
from motcua.audit import queries as audit
from motcua.audit import sealing
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories
from motcua.organisations.tests import factories as places
from motcua.outbox import actions as outbox
from motcua.project.integrity import check

ROOT = Path(__file__).resolve().parents[2]
FILINGS, CLIENTS, KILLS, PAUSE = 10_000, 8, 8, 25.0
PATIENCE = 60.0

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@dataclass
class Programs:
    """The web and the worker over the suite's database, each in a session of its own, to be killed whole."""

    port: int
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start one of them."""
        lines = {
            "web": [sys.executable, str(ROOT / "manage.py"), "web", "--port", str(self.port)],
            "worker": [sys.executable, str(ROOT / "manage.py"), "worker"],
        }
        ours = connection.settings_dict
        address = f"postgresql://{ours['USER']}@/{ours['NAME']}?host={ours['HOST']}"
        if ours["PORT"]:
            address += f"&port={ours['PORT']}"
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.running[name] = subprocess.Popen(
            lines[name],
            cwd=ROOT,
            env={**env, "DATABASE_URL": address, "PGPASSWORD": ours["PASSWORD"], "MOTCUA_HOSTS": "127.0.0.1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def end(self, name: str, number: signal.Signals) -> None:
        """Send the whole session a signal and wait for its end."""
        process = self.running[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        process.wait(PATIENCE)

    def await_web(self) -> None:
        """Wait until pages are answered."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException):
                asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                with contextlib.closing(asking):
                    asking.request("GET", "/-/ready")
                    answer = asking.getresponse()
                    answer.read()
                    if answer.status == 200:
                        return
            time.sleep(0.1)
        raise AssertionError("the web did not come back")


@pytest.fixture
def programs() -> Iterator[Programs]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = Programs(port)
    try:
        for name in ("web", "worker"):
            made.start(name)
        made.await_web()
        yield made
    finally:
        for name in made.running:
            made.end(name, signal.SIGKILL)


class Client:
    """A program of a partner that never gives up: what was not answered is asked again."""

    def __init__(self, port: int, client_id: str) -> None:
        self.port, self.client_id, self.bearer = port, client_id, ""
        self.statuses: Counter[int] = Counter()

    def once(self, method: str, path: str, body: bytes | None, kind: str, key: str) -> tuple[int, Any]:
        """Ask once. Raises OSError or HTTPException where there was no whole answer."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(asking):
            headers = {"Content-Type": kind, "Idempotency-Key": key, "Authorization": f"Bearer {self.bearer}"}
            asking.request(method, path, body, {name: value for name, value in headers.items() if value})
            answer = asking.getresponse()
            return answer.status, json.loads(answer.read())

    def ask(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        """Ask until there is an answer that is not a failure of the server."""
        until = time.monotonic() + 4 * PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException, json.JSONDecodeError):
                if not self.bearer:
                    form = {"grant_type": "client_credentials", "client_id": self.client_id}
                    given = urlencode({**form, "client_secret": people.SECRET}).encode()
                    status, token = self.once("POST", "/oauth/token", given, "application/x-www-form-urlencoded", "")
                    assert status == 200, token
                    self.bearer = token["access_token"]
                data = None if body is None else json.dumps(body).encode()
                status, said = self.once(method, f"/api/v1{path}", data, "application/json" if data else "", key)
                self.statuses[status] += 1
                if status not in {429, 500, 502, 503}:
                    return status, said
            time.sleep(0.05)
        raise AssertionError(f"no answer: {method} {path}")


def test_what_was_answered_is_there_once_and_whole(programs: Programs) -> None:
    version = factories.version()
    agency = places.commune().code
    partner = people.api_client(places.committee())
    todo = list(range(FILINGS))
    accepted: dict[int, str] = {}
    wrong: list[str] = []
    lock = threading.Lock()
    clients: list[Client] = []

    def file(client: Client) -> None:
        while True:
            with lock:
                if not todo:
                    return
                number = todo.pop()
            body = {
                "procedure": version.procedure.code,
                "agency": agency,
                "submitter": {"name": f"Người nộp {number}", "identity_kind": "personal_id"}
                | {"identity_number": f"0681900{number:05d}"},
                "answers": {"content": f"Xin xác nhận {number}"},
            }
            status, said = client.ask("POST", "/dossiers", body, key=f"kill-campaign-{number}")
            with lock:
                if status == 201:
                    accepted[number] = said["code"]
                else:
                    wrong.append(f"{status}: {said}")

    done = threading.Event()

    def process(client: Client) -> None:
        details = {"approve": {"reference": {"number": "17/XN", "dated_on": "2026-11-23"}}}
        while not done.is_set():
            _, tasks = client.ask("GET", "/tasks?limit=50")
            for task in random.sample(tasks["items"], min(10, len(tasks["items"]))):
                outcome = random.choice(task["outcomes"])
                body = {"outcome": outcome, "note": "Lý do", **details.get(outcome, {})}
                client.ask("POST", f"/tasks/{task['id']}/complete", body)
                if done.is_set():
                    return

    def begin(work: Any, count: int) -> list[threading.Thread]:
        made = [Client(programs.port, partner.client_id) for _ in range(count)]
        clients.extend(made)
        threads = [threading.Thread(target=work, args=(client,)) for client in made]
        for thread in threads:
            thread.start()
        return threads

    filing, processing = begin(file, CLIENTS), begin(process, 2)
    # From the first filing to the last, soon after one another at times; in between much must get done.
    kills = 0
    while kills < KILLS or any(thread.is_alive() for thread in filing):
        time.sleep(random.uniform(1.0, PAUSE))
        name = random.choice(["web", "worker"])
        programs.end(name, signal.SIGKILL)
        programs.start(name)
        kills += 1
    for thread in filing:
        thread.join()
    done.set()
    for thread in processing:
        thread.join()
    assert wrong == []
    assert len(accepted) == FILINGS
    assert len(set(accepted.values())) == FILINGS, "a code was given twice"
    stored = Dossier.objects.values_list("code", flat=True)
    assert sorted(stored) == sorted(accepted.values()), "each once, none half, none lost"

    programs.await_web()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    outbox.retry_stalled()
    # Every event must have reached its listeners. The declarations they ask for are drawn for an hour after so many
    # filings: what is true of the whole is true while they are.
    waiting = (
        "SELECT count(*) FROM procrastinate_jobs "
        "WHERE queue_name NOT IN ('upkeep', 'documents') AND status IN ('todo', 'doing')"
    )
    until = time.monotonic() + 15 * PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if not cursor.fetchone()[0]:
                break
        time.sleep(0.5)
    for name in ("web", "worker"):
        programs.end(name, signal.SIGTERM)
        assert programs.running[name].returncode == 0, f"{name} did not end politely"
    assert list(check(with_files=True)) == []
    while sealing.seal():
        pass
    verdict = audit.verify_chain()
    assert verdict.flaws == []
    assert sum(client.statuses[500] for client in clients) == 0
