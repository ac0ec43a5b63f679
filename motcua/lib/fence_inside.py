"""The inner side of `lib.fence`: a process that puts itself behind limits, then answers calls until its input ends."""

import ctypes
import importlib
import json
import os
import platform
import resource
import struct
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

from motcua.lib.fence import FRAME, SOURCE

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, DENY = 0x7FFF0000, 0x00050000 | 1  # EPERM
# Audit architecture, then the numbers of the calls that reach other machines or programs:
# socket, connect, accept, bind, listen, execve, execveat, ptrace, io_uring_setup, kill.
CALLS = {
    "x86_64": (0xC000003E, (41, 42, 43, 49, 50, 59, 322, 101, 425, 62)),
    "aarch64": (0xC00000B7, (198, 203, 202, 200, 201, 221, 281, 117, 425, 129)),
}
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
ALL_FILE_RIGHTS, READ_RIGHTS, READ_ONE_FILE = 0x1FFF, 0b1100, 0b0100
READABLE = (
    str(SOURCE / "motcua"),
    sys.prefix,
    sys.base_prefix,
    "/usr",
    "/lib",
    "/lib64",
    "/etc/fonts",
    "/dev/urandom",
    "/proc/self",
)


def _syscall(*arguments: object) -> int:
    return int(ctypes.CDLL(None, use_errno=True).syscall(*arguments))


def forbid_calls() -> bool:
    """Forbid the network and other programs to this process and its threads (seccomp); tell whether that worked."""
    if platform.machine() not in CALLS or sys.maxsize < 2**32:
        return False
    architecture, numbers = CALLS[platform.machine()]
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    steps = [(load, 0, 0, 4), (equal, 1, 0, architecture), (answer, 0, 0, DENY), (load, 0, 0, 0)]
    steps += [(at_least, 0, 1, 0x40000000), (answer, 0, 0, DENY)]  # the second numbering of x86, x32
    for number in numbers:
        steps += [(equal, 0, 1, number), (answer, 0, 0, DENY)]
    steps += [(answer, 0, 0, ALLOW)]
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, head, 0, 0) == 0)


def hide_files() -> bool:
    """Leave only programs and fonts readable, nothing writable (Landlock); tell whether that worked."""
    ruleset = _syscall(LANDLOCK_CREATE, struct.pack("Q", ALL_FILE_RIGHTS), ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return False
    for path in READABLE:
        if not Path(path).exists():
            continue
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rights = READ_RIGHTS if Path(path).is_dir() else READ_ONE_FILE
        _syscall(LANDLOCK_ADD, ruleset, 1, struct.pack("=Qi", rights, descriptor), 0)
        os.close(descriptor)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done = _syscall(LANDLOCK_RESTRICT, ruleset, 0) == 0
    os.close(ruleset)
    return done


def allow_seconds(cpu: int) -> None:
    """Let the process use so many more seconds of processor time; past them the kernel ends it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + cpu, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _read(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        sys.exit(0)  # the parent is gone
    return data


def _answer(module: ModuleType, head: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    name = head["call"]
    if name.startswith("_") or not hasattr(module, name):
        return {"fault": f"no function {name}"}, []
    try:
        result = getattr(module, name)(blobs=blobs, **head["with"])
    except MemoryError:
        os._exit(3)
    except Exception:  # noqa: BLE001 - the outer rim: the parent raises it again
        return {"fault": traceback.format_exc()[-4000:]}, []
    return result if isinstance(result, tuple) else (result, [])


def main() -> None:
    """Serve the module named on the command line."""
    name, memory, cpu = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    stream = os.fdopen(0, "rb", buffering=1 << 16)
    out = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not get between the answers
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    module = importlib.import_module(name)
    fences = {"files": hide_files(), "calls": forbid_calls(), "memory": memory}
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while True:
        (length,) = FRAME.unpack(_read(stream, FRAME.size))
        head = json.loads(_read(stream, length))
        blobs = [_read(stream, size) for size in head["sizes"]]
        allow_seconds(cpu)
        value: dict[str, Any] = dict(fences)
        payload: list[bytes] = []
        if head["call"] != "__fences__":
            value, payload = _answer(module, head, blobs)
        value["sizes"] = [len(blob) for blob in payload]
        header = json.dumps(value).encode()
        for part in (FRAME.pack(len(header)) + header, *payload):
            view = memoryview(part)
            while view:
                view = view[os.write(out, view) :]
        del blobs, payload


if __name__ == "__main__":
    main()
