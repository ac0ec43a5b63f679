"""What tests let run behind the fence."""

import socket
import subprocess
import time
from pathlib import Path
from typing import Any


def echo(*, blobs: list[bytes], **values: Any) -> tuple[dict[str, Any], list[bytes]]:
    return values, blobs


def raise_something(*, blobs: list[bytes]) -> dict[str, Any]:
    raise ZeroDivisionError("planted")


def eat_memory(*, blobs: list[bytes]) -> dict[str, Any]:
    return {"size": len(bytearray(4_000_000_000))}


def burn(*, blobs: list[bytes]) -> dict[str, Any]:
    while True:
        pass


def sleep(*, blobs: list[bytes]) -> dict[str, Any]:
    time.sleep(60)
    return {}


def reach(*, blobs: list[bytes], how: str) -> dict[str, Any]:
    try:
        if how == "network":
            socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        elif how == "program":
            subprocess.run(["/usr/bin/true"], check=True)
        elif how == "read":
            Path(__file__).resolve().parents[3].joinpath("pyproject.toml").read_bytes()
        else:
            Path("/tmp/motcua-fence").write_bytes(b"x")  # noqa: S108 - nothing is written: that is the test
    except OSError as problem:
        return {"refused": type(problem).__name__}
    return {"refused": ""}
