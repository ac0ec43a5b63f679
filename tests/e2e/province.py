"""The real thing for the browser: `manage.py serve` with its own data folder, ports and processes."""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("MOTCUA_E2E_DATA") or ROOT / "var" / "e2e").resolve()
PATIENCE = 900.0


class DidNotStart(Exception):
    """The province did not come up; the text is what it said."""


@dataclass(frozen=True)
class Province:
    """A running demo province and its addresses."""

    port: int
    data: Path
    pid: int

    @property
    def address(self) -> str:
        """Return the address of the pages."""
        return f"http://localhost:{self.port}"

    @property
    def vneid(self) -> str:
        """Return the address of the stand-in for VNeID."""
        return f"http://localhost:{self.port + 10}"

    def mail(self, to: str) -> list[dict[str, Any]]:
        """Return the messages that the mail stand-in keeps for one address, newest first."""
        asking = HTTPConnection("127.0.0.1", self.port + 20, timeout=10)
        asking.request("GET", "/messages.json")
        found: list[dict[str, Any]] = json.loads(asking.getresponse().read())
        asking.close()
        return [message for message in found if to in message["recipients"]]


@contextlib.contextmanager
def running(data: Path = DATA, **env: str) -> Iterator[Province]:
    """Have a province running, its data kept from the last time where the schema is still the same."""
    data.mkdir(parents=True, exist_ok=True)
    with (data.parent / f"{data.name}.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        _forget_other_schema(data)
        port = _free_ports()
        log = data / "serve.txt"
        with log.open("w") as words:
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "serve"],
                env={**_clean_environment(), "MOTCUA_DATA": str(data), "MOTCUA_PORT": str(port), **env},
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )
        try:
            _await_greeting(process, log, f"http://localhost:{port}")
            yield Province(port=port, data=data, pid=process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(90)


def _clean_environment() -> dict[str, str]:
    # The suite's own settings would send the province to the suite's database.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    return {**kept, "MOTCUA_DEMO": "1"}


def _forget_other_schema(data: Path) -> None:
    # While unreleased, migrations are rewritten in place: a database of yesterday's cannot be brought forward.
    total = hashlib.sha256()
    for path in sorted((ROOT / "motcua").glob("**/migrations/*.py")):
        total.update(path.read_bytes())
    stamp = data / "schema"
    if stamp.exists() and stamp.read_text() == total.hexdigest():
        return
    shutil.rmtree(data)
    data.mkdir()
    stamp.write_text(total.hexdigest())


def _free_ports() -> int:
    for port in range(18000 + os.getpid() % 1000, 20000, 7):
        with contextlib.ExitStack() as stack:
            try:
                for offset in (0, 10, 20, 25, 30):
                    probe = stack.enter_context(socket.socket())
                    probe.bind(("127.0.0.1", port + offset))
            except OSError:
                continue
            return port
    raise DidNotStart("no free ports between 18000 and 20000")


def _await_greeting(process: subprocess.Popen[bytes], log: Path, address: str) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        if f"running: {address}" in log.read_text(errors="replace"):
            return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise DidNotStart(log.read_text(errors="replace")[-3000:])
