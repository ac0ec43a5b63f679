"""Runs functions on foreign input in processes of their own, with limits on memory, time, files and network.

A parser of uploads, or a compiler of templates that somebody edited, may hang, explode or be taken over. Behind the
fence it can only answer late or wrongly: the process is killed, a new one takes its place, and the caller gets
`Breach`. The processes stay alive between calls, so a call costs about a tenth of a millisecond.

Only JSON and bytes cross the fence (never pickle: a captured process must not be able to speak to us in code).
"""

import atexit
import contextlib
import fcntl
import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from weakref import WeakSet

SOURCE = Path(__file__).resolve().parents[2]
FRAME = struct.Struct(">I")
LARGEST_HEADER = 4_000_000
ROOM = 1 << 20


class Breach(Exception):
    """The process behind the fence broke a limit or died; what it was given must not be tried again."""


class Busy(Exception):
    """All processes were at work for as long as the fence lets a caller wait: the same call may be tried again."""


class Fault(Exception):
    """The function behind the fence raised: a bug of ours, told with its trace."""


@dataclass(frozen=True)
class Answer:
    """What a function behind the fence gave back: a JSON object, and blobs."""

    value: dict[str, Any]
    blobs: list[bytes]


@dataclass(eq=False)
class _Process:
    child: subprocess.Popen[bytes]
    calls: int = 0
    roomy: int = 65_536  # bytes that the pipe takes without waiting for its reader

    @property
    def stdin(self) -> IO[bytes]:
        if self.child.stdin is None:
            raise Breach("the process has no input")
        return self.child.stdin

    @property
    def stdout(self) -> IO[bytes]:
        if self.child.stdout is None:
            raise Breach("the process has no output")
        return self.child.stdout

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self.child.kill()
        with contextlib.suppress(OSError):
            self.stdin.close()
        self.stdout.close()
        self.child.wait()


@dataclass(eq=False)
class Fence:
    """A module whose public functions run behind limits; `call` may be used from any thread.

    The module's functions take `blobs: list[bytes]` and JSON keyword arguments, and return a JSON object or a pair
    of one and a list of bytes. `memory` is address space in bytes, `cpu` and `timeout` are seconds a call.
    """

    module: str
    memory: int
    cpu: int
    timeout: float
    processes: int = 2
    start: float = 15.0  # more time for a process's first call, which imports
    most_calls: int = 2000
    largest_answer: int = 200_000_000
    patience: float | None = None  # seconds that a caller waits for a process that is free; None: as long as it takes
    _idle: list[_Process] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pid: int = field(default_factory=os.getpid)

    def __post_init__(self) -> None:
        self._places = threading.BoundedSemaphore(self.processes)
        _fences.add(self)

    def call(self, function: str, blobs: Sequence[bytes] = (), **arguments: Any) -> Answer:
        """Run a function behind the fence.

        Raises Breach when a limit is broken, Fault when the function raises, Busy when no process came free in time.
        """
        self._forget_after_fork()
        with self._place():
            process = self._take()
            try:
                answer = self._talk(process, function, blobs, arguments)
            except BaseException as problem:
                process.end()
                if isinstance(problem, (OSError, EOFError, ValueError, KeyError, struct.error)):
                    raise Breach(f"{self.module}.{function}: {problem}") from problem
                raise
            self._give_back(process)
        if "fault" in answer.value:
            raise Fault(f"{self.module}.{function}: {answer.value['fault']}")
        return answer

    @contextlib.contextmanager
    def _place(self) -> Iterator[None]:
        places = self._places
        if not places.acquire(timeout=self.patience):
            raise Busy(self.module)
        try:
            yield
        finally:
            places.release()

    def warm(self) -> dict[str, Any]:
        """Start a process now rather than at the first call; return which fences hold on this machine."""
        return self.call("__fences__").value

    def close(self) -> None:
        """End the processes; the next call starts new ones."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.end()

    def _forget_after_fork(self) -> None:
        # After a fork the pipes are shared with the parent: two speakers on one line. Our ends are closed, so that the
        # processes still notice when the parent is gone.
        if self._pid != os.getpid():
            for process in self._idle:
                process.stdin.close()
                process.stdout.close()
                process.child.returncode = 0  # not our child: nothing to wait for
            self._lock, self._idle, self._pid = threading.Lock(), [], os.getpid()
            self._places = threading.BoundedSemaphore(self.processes)

    def _take(self) -> _Process:
        with self._lock:
            while self._idle:
                idle = self._idle.pop()
                if idle.child.poll() is None:
                    return idle
                idle.end()  # somebody ended it while it waited
        line = [sys.executable, "-m", "motcua.lib.fence_inside", self.module, str(self.memory), str(self.cpu)]
        # An empty environment: no address or secret of ours is within reach.
        clean = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent", "PYTHONWARNINGS": "ignore"}
        pipe = subprocess.PIPE
        # A session of its own: a signal to our group (Ctrl-C) must not end it in the middle of a request. It ends when
        # its input does, that is with us.
        child = subprocess.Popen(
            line, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=SOURCE, env=clean, start_new_session=True
        )
        process = _Process(child)
        with contextlib.suppress(OSError):  # a machine may allow less
            process.roomy = fcntl.fcntl(process.stdin, fcntl.F_SETPIPE_SZ, ROOM)
        return process

    def _give_back(self, process: _Process) -> None:
        process.calls += 1
        if process.calls >= self.most_calls:
            process.end()
            return
        with self._lock:
            self._idle.append(process)

    def _talk(self, process: _Process, function: str, blobs: Sequence[bytes], arguments: dict[str, Any]) -> Answer:
        header = json.dumps({"call": function, "with": arguments, "sizes": [len(blob) for blob in blobs]}).encode()
        end = time.monotonic() + self.timeout + (self.start if process.calls == 0 else 0)
        # The child reads everything before it writes anything, so writing cannot block for ever unless it hangs:
        # then the watch kills it.
        fits = len(header) + sum(len(blob) for blob in blobs) + 4096 < process.roomy
        watch = None if fits else threading.Timer(end - time.monotonic(), process.child.kill)
        if watch:
            watch.start()
        try:
            process.stdin.write(FRAME.pack(len(header)) + header)
            for blob in blobs:
                process.stdin.write(blob)
            process.stdin.flush()
        finally:
            if watch:
                watch.cancel()
        (length,) = FRAME.unpack(_read(process, FRAME.size, end))
        if length > LARGEST_HEADER:
            raise ValueError("the answer is too long")
        value = json.loads(_read(process, length, end))
        sizes = [int(size) for size in value.pop("sizes")]
        if sum(sizes) > self.largest_answer or min(sizes, default=0) < 0:
            raise ValueError("the answer is too large")
        return Answer(value, [_read(process, size, end) for size in sizes])


def _read(process: _Process, size: int, end: float) -> bytes:
    parts, missing, descriptor = [], size, process.stdout.fileno()
    ready = select.poll()
    ready.register(descriptor, select.POLLIN)
    while missing:
        left = end - time.monotonic()
        if left <= 0 or not ready.poll(left * 1000):
            raise TimeoutError("no answer in time")
        part = os.read(descriptor, min(missing, 1 << 20))
        if not part:
            raise EOFError("the process died")
        parts.append(part)
        missing -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


_fences: WeakSet[Fence] = WeakSet()


@atexit.register
def _close_all() -> None:
    for fence in list(_fences):
        if fence._pid == os.getpid():
            fence.close()
