"""The one command: what it says when it cannot start, and how its programs are kept and stopped."""

import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from motcua.project import embedded, province, supervisor
from motcua.project.supervisor import Child

pytestmark = pytest.mark.slow


def serve(data: Path, **env: str) -> str:
    """Run `manage.py serve` where it cannot start; return the one sentence it says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_", "DATABASE"))}
    done = subprocess.run(
        supervisor.manage("serve"),
        env={**kept, "MOTCUA_DATA": str(data), "MOTCUA_PORT": "17400", **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_taken_port_is_one_sentence(tmp_path: Path, taken: int) -> None:
    said = serve(tmp_path, MOTCUA_PORT=str(taken - 10))
    assert f"port {taken} cannot be used" in said
    assert len(said.strip().splitlines()) == 1
    assert not (tmp_path / "postgres").exists(), "said before anything is started"


def test_unreachable_database_is_one_sentence(tmp_path: Path) -> None:
    said = serve(tmp_path, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert "the database in DATABASE_URL cannot be reached" in said
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MOTCUA_PORT", "eight", "MOTCUA_PORT must be a whole number"),
        ("MOTCUA_PORT", "70000", "MOTCUA_PORT must be from 1 to"),
        ("MOTCUA_DEMO", "maybe", "MOTCUA_DEMO must be 1 or 0"),
        ("DATABASE_URL", "mysql://localhost/motcua", "DATABASE_URL must begin with postgresql://"),
        ("MOTCUA_DATA", "/dev/null/motcua", "/dev/null/motcua/keys cannot be used: Not a directory"),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, name: str, value: str, says: str) -> None:
    said = serve(tmp_path, **{name: value}) if name != "MOTCUA_DATA" else serve(Path(value))
    assert says in said
    assert len(said.strip().splitlines()) == 1


def test_second_server_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711")
        lock.flush()
        assert "in use by process 4711" in serve(tmp_path)


def child(name: str, code: str, folder: Path) -> Child:
    return Child(name, [sys.executable, "-c", code], folder / f"{name}.log", dict(os.environ))


def wait_for(path: Path, text: str) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if path.exists() and text in path.read_text():
            return
        time.sleep(0.05)
    raise AssertionError(f"{text} did not come")


def test_stopping_lets_work_be_finished(tmp_path: Path) -> None:
    polite = child(
        "polite",
        "import signal, time, sys\n"
        "def end(*_): time.sleep(0.5); print('finished', flush=True); sys.exit()\n"
        "signal.signal(signal.SIGTERM, end); print('ready', flush=True); time.sleep(60)",
        tmp_path,
    )
    deaf = child(
        "deaf",
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('ready', flush=True); time.sleep(60)",
        tmp_path,
    )
    for one in (polite, deaf):
        one.start()
        wait_for(one.log, "ready")
    assert supervisor.stop([polite, deaf], patience=3) == ["deaf"]
    assert "finished" in polite.log.read_text()


# pytest-xdist has a thread, about which later Pythons warn; `serve` has none.
may_fork = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")


@may_fork
def test_a_command_of_ours_is_forked_and_is_a_program_of_its_own(tmp_path: Path) -> None:
    line, log = ["sandbox_population", "--port", "0"], tmp_path / "forked.log"
    with (tmp_path / "serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        forked = Child("forked", line, log, {**os.environ, "MALLOC_ARENA_MAX": "2"}, forked=True)
        process = forked.start()
        wait_for(log, "population database stand-in: http://localhost:")
        assert os.getsid(process.pid) == process.pid, "Ctrl-C at the terminal does not reach it"
        folder = Path(f"/proc/{process.pid}")
        assert (folder / "comm").read_text().strip() == "sandbox_populat"
        held = {str(one.readlink()) for one in (folder / "fd").iterdir()}
        assert {one for one in held if not one.startswith(("socket:", "anon_inode:"))} == {os.devnull, str(log)}
    with (tmp_path / "serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert process.poll() is None
    assert supervisor.stop([forked], patience=10) == []
    assert process.poll() == 0
    assert "Traceback" not in log.read_text()


@may_fork
def test_a_forked_command_that_fails_says_why_and_is_started_again(tmp_path: Path) -> None:
    forked = Child("forked", ["no_such_command"], tmp_path / "forked.log", dict(os.environ), forked=True)
    forked.start()

    def listen(text: str) -> None:
        if len(forked.ends) == 2:
            raise supervisor.Stopped

    with pytest.raises(supervisor.Stopped):
        supervisor.watch([forked], listen)
    assert forked.ends == [1, 1]
    assert forked.last_words() == "CommandError: Unknown command: 'no_such_command'"


def test_last_words_are_those_of_the_last_start(tmp_path: Path) -> None:
    speaker = child("speaker", "print('now', flush=True)", tmp_path)
    speaker.log.write_text("long ago\n")
    speaker.start()
    wait_for(speaker.log, "now")
    assert speaker.last_words() == "now"
    supervisor.stop([speaker])


def test_ended_program_is_started_again_after_a_pause(tmp_path: Path) -> None:
    brief = child("brief", "print('here', flush=True)", tmp_path)
    brief.start()
    said: list[str] = []

    def listen(text: str) -> None:
        said.append(text)
        if len(said) == 3:
            raise supervisor.Stopped

    begun = time.monotonic()
    with pytest.raises(supervisor.Stopped):
        supervisor.watch([brief], listen)
    assert time.monotonic() - begun > 0.5 + 1.0, "each pause is longer"
    assert brief.ends == [0, 0, 0]
    assert "brief" in said[0]


def test_step_is_done_again_only_when_its_sources_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(province, "ROOT", tmp_path)
    (tmp_path / "worktime").mkdir()
    holidays = tmp_path / "worktime" / "holidays.yaml"
    holidays.write_text("2026-09-02")
    step = province.Step("load_calendars", "", "", ("worktime",))
    before = step.digest()
    assert step.digest() == before
    holidays.write_text("2026-09-01")
    assert step.digest() != before


@may_fork
def test_failed_step_says_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(province.StepFailed, match="Unknown command: 'no_such_step'"):
        province.run(["no_such_step"], "Bước", tmp_path, lambda text: None)


def test_help_needs_no_database() -> None:
    assert not embedded.is_wanted_by(["manage.py", "import_procedures", "--help"])
    assert embedded.is_wanted_by(["manage.py", "import_procedures"])
