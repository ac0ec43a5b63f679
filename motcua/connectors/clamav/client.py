"""The client of clamd: https://docs.clamav.net/manual/Usage/Scanning.html#clamd

Ours, since the libraries for it rest on one that nobody has kept since 2014, for two messages over a socket.
"""

import re
import socket
import struct
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from motcua.lib.refusals import Unavailable

SECONDS = 15.0  # for each wait on the socket: a big archive takes some seconds
PIECE = 1 << 18
LONGEST = 4096  # bytes of an answer
ANSWER = re.compile(r"stream: (?:OK|(?P<name>.+) FOUND)")

log = structlog.get_logger(__name__)


class Clamd:
    """Fills the port `MalwareScanner` of files."""

    def find(self, *, content: bytes) -> str:
        """Return the name of what is found in a file; empty where nothing is. Raises Unavailable without an answer."""
        try:
            with _connected(settings.CLAMAV) as line:
                answer = _ask(line, content)
        except OSError as problem:
            raise Unavailable(f"clamd: {type(problem).__name__}") from problem
        told = ANSWER.fullmatch(answer)
        if told is None:
            # Among others when a file is over its StreamMaxLength: whoever set it up has to know.
            log.error("clamd.no_verdict", answer=answer[:200])
            raise Unavailable("clamd: no verdict")
        return told["name"] or ""


def _connected(address: str) -> socket.socket:
    where = urlsplit(address)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        try:
            line.connect(where.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((where.hostname, where.port or 3310), timeout=SECONDS)


def _ask(line: socket.socket, content: bytes) -> str:
    try:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it stops listening where it has an answer already: that a file is too long
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST and (piece := line.recv(LONGEST)):
        answer += piece
    return answer.rstrip(b"\0").decode("ascii", "replace").strip()
