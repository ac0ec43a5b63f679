"""Keep a handful of programs running side by side: start, watch, start again, stop.

A program is a command line, or one of our own commands forked from this process, which has loaded everything already.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NoReturn, Protocol

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.utils.log import configure_logging

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
POLITE = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# mallopt's numbers for what glibc else reads from these variables, at the start of a process only.
MALLOC = {"MALLOC_TRIM_THRESHOLD_": -1, "MALLOC_MMAP_THRESHOLD_": -3, "MALLOC_ARENA_MAX": -8}
LONG_ENOUGH = 30.0
LONGEST_PAUSE = 30.0
LOG_LIMIT = 10_000_000
_libc = ctypes.CDLL(None)


def _die_with_parent() -> None:
    # Runs between fork and exec. Should we be killed outright, no orphan keeps our ports.
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Running(Protocol):
    """What we ask of a process: a `Popen`, or a fork of our own."""

    pid: int

    def poll(self) -> int | None:
        """Return how it ended, as `Popen` says it; None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Return how it ended, once it has; raises subprocess.TimeoutExpired."""

    def terminate(self) -> None:
        """Ask it to end."""


class Fork:
    """One of our own commands in a process forked from this one, which must have no threads.

    Connections to the database are closed first: no two processes can talk through one.
    """

    def __init__(self, arguments: Sequence[str], log: IO[bytes], env: Mapping[str, str]) -> None:
        self.arguments = arguments
        self.returncode: int | None = None
        connections.close_all()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        # Who asks us to stop asks the child only when it has forgotten that it was us.
        signal.pthread_sigmask(signal.SIG_BLOCK, POLITE)
        parent = os.getpid()
        self.pid = os.fork()
        if not self.pid:
            _be_a_command(arguments, log, env, parent)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, POLITE)

    def poll(self) -> int | None:
        """Return how it ended, as `Popen` says it; None while it runs."""
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return how it ended, once it has; raises subprocess.TimeoutExpired."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(self.arguments, timeout or 0.0)
            time.sleep(0.02)
        return code

    def terminate(self) -> None:
        """Ask it to end."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)


def _be_a_command(arguments: Sequence[str], log: IO[bytes], env: Mapping[str, str], parent: int) -> NoReturn:
    """Do in the child what a start does for a program: signals, session, streams, name; then run it and end."""
    code = 1
    try:
        for number in POLITE:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, POLITE)
        os.setsid()
        _die_with_parent()
        if os.getppid() != parent:
            os._exit(1)
        _take_streams(log)
        _libc.prctl(PR_SET_NAME, arguments[0].encode())
        os.environ.update(env)
        for name, parameter in MALLOC.items():
            if env.get(name, "").isdecimal():
                _libc.mallopt(parameter, int(env[name]))
        # The parent may write for people at a terminal; a log is for programs.
        configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
        call_command(*arguments)
        code = 0
    except CommandError as problem:
        sys.stderr.write(f"{type(problem).__name__}: {problem}\n")
        code = problem.returncode
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - the outer rim of the process
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        # Not sys.exit: what the parent wants done at its own end is the parent's.
        os._exit(code)


def _take_streams(log: IO[bytes]) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    for number in (1, 2):
        os.dup2(log.fileno(), number)
    # The parent's locks and sockets are not ours. Their numbers stay taken: objects that we inherited still name them.
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2:
            with contextlib.suppress(OSError):
                os.fstat(int(name))
                os.dup2(null, int(name))
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - for as long as the process lives
    sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115


@dataclass
class Child:
    """One program that shall run: its command line, its log, and what became of it.

    Where it is `forked`, the line is that of one of our own commands.
    """

    name: str
    line: Sequence[str]
    log: Path
    env: dict[str, str]
    forked: bool = False
    process: Running | None = None
    spoken: int = 0
    started: float = 0.0
    pause: float = 0.5
    resume: float = 0.0
    ends: list[int] = field(default_factory=list)

    def start(self) -> Running:
        """Start the program, its output going to the log's end."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old"))
        with self.log.open("ab") as log:
            self.spoken = log.tell()
            started = Fork(self.line, log, self.env) if self.forked else self._program(log)
        self.process, self.started = started, time.monotonic()
        return started

    def _program(self, log: IO[bytes]) -> Running:
        # A session of its own: Ctrl-C at the terminal reaches only us, and we stop everything in order.
        return subprocess.Popen(
            self.line,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=self.env,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

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
        for name in POLITE:
            signal.signal(name, signal.SIG_IGN)
        raise Stopped

    for name in POLITE:
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
