"""Keep a handful of programs running side by side: start, watch, start again, stop."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LONG_ENOUGH = 30.0
LONGEST_PAUSE = 30.0
LOG_LIMIT = 10_000_000
_libc = ctypes.CDLL(None)


def _die_with_parent() -> None:
    # Runs between fork and exec. Should we be killed outright, no orphan keeps our ports.
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One program that shall run: its command line, its log, and what became of it."""

    name: str
    line: Sequence[str]
    log: Path
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    spoken: int = 0
    started: float = 0.0
    pause: float = 0.5
    resume: float = 0.0
    ends: list[int] = field(default_factory=list)

    def start(self) -> None:
        """Start the program, its output going to the log's end."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old"))
        with self.log.open("ab") as log:
            self.spoken = log.tell()
            # A session of its own: Ctrl-C at the terminal reaches only us, and we stop everything in order.
            self.process = subprocess.Popen(
                self.line,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.env,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self.started = time.monotonic()

    def last_words(self, characters: int = 600) -> str:
        """Return the end of what the log says since the last start."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(self.spoken)
            return log.read().decode(errors="replace")[-characters:].strip()


class Stopped(BaseException):
    """Somebody asked us to stop (Ctrl-C, SIGTERM, SIGHUP)."""


def stop_on_signals() -> None:
    """Turn the polite signals into one exception, once: a second one does not break the clean stop."""

    def stop(number: int, frame: object) -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        raise Stopped

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop)


def watch(children: Sequence[Child], say: Callable[[str], None]) -> None:
    """Start again what ends, each time after a longer pause. Returns never; raises Stopped."""
    while True:
        time.sleep(0.2)
        now = time.monotonic()
        for child in children:
            if child.process is None:
                if now >= child.resume:
                    child.start()
                continue
            code = child.process.poll()
            if code is None:
                if now - child.started > LONG_ENOUGH:
                    child.pause = 0.5
                continue
            child.process = None
            child.ends.append(code)
            child.resume = now + child.pause
            say(f"{child.name}: dừng bất ngờ · ended unexpectedly ({_say_end(code)}), +{child.pause:g}s; {child.log}")
            child.pause = min(child.pause * 2, LONGEST_PAUSE)


def _say_end(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"code {code}"


def stop(children: Sequence[Child], patience: float = 30.0) -> list[str]:
    """Ask all to finish what they are at, wait, and end by force what does not; return the names of those."""
    running = [(child, child.process) for child in children if child.process is not None]
    for _, process in running:
        process.terminate()
    forced = []
    deadline = time.monotonic() + patience
    for child, process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        if process.poll() is None:
            forced.append(child.name)
        # The whole session: a server's own worker processes go with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        child.process = None
    return forced


def manage(*arguments: str) -> list[str]:
    """Return the command line of one of our own commands."""
    return [sys.executable, str(Path(__file__).resolve().parent.parent.parent / "manage.py"), *arguments]
