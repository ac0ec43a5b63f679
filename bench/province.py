"""The measured system: `manage.py serve` on a data folder of its own, as a newcomer runs it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from motcua.lib.sealing import Sealer
from motcua.project import embedded

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 900.0
FILL_PATIENCE = 3600.0


@dataclass(frozen=True)
class Running:
    """A running province."""

    port: int
    data: Path
    pid: int
    start_seconds: float

    @property
    def database(self) -> embedded.Place:
        """Return its database server."""
        return embedded.Place(data=self.data / "postgres")

    def sql(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask its database directly: what the bench checks must not come from what it measures."""
        with psycopg.connect(self.database.url("postgres"), autocommit=True) as connection:
            found = connection.execute(query, values)
            return found.fetchall() if found.description else []

    def sealer(self) -> Sealer:
        """Return what opens the look-up secrets in its database."""
        keys = self.data / "keys"
        return Sealer.from_text(
            (keys / "motcua_identity_keys").read_text(), (keys / "motcua_identity_index_key").read_text()
        )

    def waiting_jobs(self) -> int:
        """Return how many jobs wait for the worker now (not those for later)."""
        query = (
            "SELECT count(*) FROM procrastinate_jobs "
            "WHERE status IN ('todo', 'doing') AND coalesce(scheduled_at, now()) <= now()"
        )
        return int(str(self.sql(query)[0][0]))


def environment(data: Path, port: int) -> dict[str, str]:
    """Return the environment of the measured programs: the defaults, whatever ours is."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_", "DATABASE_URL"))}
    return {**kept, "MOTCUA_DEMO": "1", "MOTCUA_DATA": str(data), "MOTCUA_PORT": str(port)}


@contextlib.contextmanager
def running(data: Path) -> Iterator[Running]:
    """Have the province of a data folder running, made first where it is new."""
    data.mkdir(parents=True, exist_ok=True)
    port = _free_ports()
    log = data / "serve.txt"
    begun = time.perf_counter()
    with log.open("w") as words:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "serve"],
            env=environment(data, port),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
    try:
        while f"running: http://localhost:{port}" not in log.read_text():
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE:
                raise SystemExit(f"the measured province did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.05)
        yield Running(port, data, process.pid, time.perf_counter() - begun)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)


def fill(data: Path, dossiers: int) -> float:
    """Have that many dossiers in the database of a data folder; return the seconds it took."""
    done = data / "dossiers"
    if dossiers == 0 or (done.exists() and done.read_text() == str(dossiers)):
        return 0.0
    begun = time.perf_counter()
    with (data / "make_dossiers.txt").open("w") as words:
        subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "make_dossiers", str(dossiers)],
            env=environment(data, 8000),
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            timeout=FILL_PATIENCE,
        )
    done.write_text(str(dossiers))
    return time.perf_counter() - begun


def _free_ports() -> int:
    for port in range(16000, 17900, 40):
        with contextlib.ExitStack() as stack:
            try:
                for offset in (0, 10, 20, 25):
                    stack.enter_context(socket.socket()).bind(("127.0.0.1", port + offset))
            except OSError:
                continue
            return port
    raise SystemExit("no free ports between 16000 and 17900")
