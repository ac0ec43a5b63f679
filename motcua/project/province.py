"""What turns an empty database into a working demo province: which commands, in which order, and when again."""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.management import get_commands
from django.db import connection

from motcua.project import schema, supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
IGNORED = {"__pycache__", "tests", "locale"}


class StepFailed(Exception):
    """A step did not succeed; the text is what its person at the terminal reads."""


@dataclass(frozen=True)
class Step:
    """One command that fills the database, repeated only when its sources changed."""

    command: str
    vietnamese: str
    english: str
    sources: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    # A file, below the data folder, without which the step is to be done again.
    makes: str = ""

    def digest(self) -> str:
        """Return the hash of everything that the step's outcome depends on."""
        total = hashlib.sha256(repr((self.command, self.arguments)).encode())
        for path in sorted(_files(self.sources)):
            total.update(str(path.relative_to(ROOT)).encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()


STEPS = (
    Step(
        "collectstatic",
        "Tệp giao diện",
        "static files",
        ("motcua/*/static", "motcua/channels/*/static"),
        ("--noinput", "--clear"),
        makes="static/staticfiles.json",
    ),
    Step("load_calendars", "Lịch làm việc", "calendars", ("motcua/worktime",)),
    Step("load_organisations", "Đơn vị hành chính", "administrative units", ("motcua/organisations",)),
    Step("import_procedures", "Danh mục thủ tục", "catalogue", ("motcua/procedures",), ("--quiet",)),
    Step(
        "load_packages",
        "Gói thủ tục",
        "procedure packages",
        ("packages", "motcua/procedures", "motcua/eforms", "motcua/workflow"),
        ("--keep-own",),
    ),
    Step(
        "make_demo_province",
        "Tỉnh mẫu",
        "demo province",
        ("motcua/organisations", "motcua/accounts", "motcua/sandbox"),
    ),
    Step(
        "make_demo_keys",
        "Khóa ký số mẫu",
        "demo signing keys",
        ("motcua/signing", "motcua/accounts", "motcua/sandbox"),
    ),
)


def _files(sources: Iterable[str]) -> Iterable[Path]:
    for source in sources:
        for found in ROOT.glob(source):
            for path in found.rglob("*"):
                if path.is_file() and not IGNORED & set(path.parts) and path.suffix != ".pyc":
                    yield path


class Memory:
    """Which steps this database has seen: kept in the data folder, forgotten with the database."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database() || ' ' || min(applied) FROM django_migrations")
            self.database = str(cursor.fetchone()[0])
        said = json.loads(path.read_text()) if path.exists() else {}
        self.steps: dict[str, str] = said.get("steps", {}) if said.get("database") == self.database else {}

    def keep(self, step: Step, digest: str) -> None:
        """Remember that the step was done."""
        self.steps[step.command] = digest
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps({"database": self.database, "steps": self.steps}, indent=1))
        fresh.replace(self.path)


def prepare(data: Path, say: Callable[[str], None]) -> None:
    """Bring the schema and the demo province up to date. Raises StepFailed."""
    logs = data / "log"
    logs.mkdir(parents=True, exist_ok=True)
    try:
        is_current = schema.is_current()
    except schema.Outdated as problem:
        raise StepFailed(str(problem)) from problem
    if not is_current:
        # An empty database has nothing to save first; the steps below fill the catalogue anyway.
        is_upgrade = "upgrade" in get_commands() and not schema.is_empty()
        command = ["upgrade", "--no-catalogue"] if is_upgrade else ["migrate", "--noinput", "--skip-checks"]
        run(command, "Cấu trúc dữ liệu · database schema", logs, say)
    connection.close()
    memory = Memory(data / "steps.json")
    for step in STEPS:
        digest = step.digest()
        if step.command not in get_commands() or not any(_files(step.sources[:1])):
            continue
        if memory.steps.get(step.command) == digest and (data / step.makes).exists():
            continue
        run([step.command, *step.arguments], f"{step.vietnamese} · {step.english}", logs, say)
        memory.keep(step, digest)


def run(arguments: list[str], title: str, logs: Path, say: Callable[[str], None]) -> None:
    """Run one command to its end, its words going to a log. Raises StepFailed with the last of them."""
    log = logs / f"{arguments[0]}.log"
    begun = time.monotonic()
    # The schema is the owner's, whose login the settings choose by the command line.
    is_owners = arguments[0] in {"migrate", "upgrade"}
    line = supervisor.manage(*arguments) if is_owners else arguments
    log.unlink(missing_ok=True)
    process = supervisor.Child(arguments[0], line, log, dict(os.environ), forked=not is_owners).start()
    try:
        while process.poll() is None:
            time.sleep(0.05)
            if sys.stdout.isatty():
                sys.stdout.write(f"\r  {title} … {time.monotonic() - begun:.0f} s ")
                sys.stdout.flush()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
    if sys.stdout.isatty():
        sys.stdout.write("\r\x1b[K")
    if process.poll() != 0:
        last = log.read_text(errors="replace").strip()[-1200:]
        raise StepFailed(f"{last}\n{title}: không xong · failed; {log}")
    say(f"  {title}: {time.monotonic() - begun:.1f} s")
