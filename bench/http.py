"""A load generator's HTTP client: one kept connection, no more work than needed, for the server shares our cores."""

import json
import re
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
TIMING = re.compile(rb"\r\nserver-timing: *app;dur=([\d.]+), cpu;dur=([\d.]+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=;]+)=([^;\r\n]*)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r\n]+)", re.IGNORECASE)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class Unexpected(Exception):
    """The server answered what the bench did not expect: its numbers would mean nothing."""


@dataclass(frozen=True)
class Answer:
    """One answer, with the server's own account of its time in milliseconds."""

    status: int
    head: bytes
    body: bytes

    def json(self) -> Any:
        """Return the body read as JSON."""
        return json.loads(self.body)

    @property
    def times(self) -> tuple[float, float]:
        """Return the server's wall-clock and processor time."""
        found = TIMING.search(self.head)
        if found is None:
            raise Unexpected("no Server-Timing in the answer")
        return float(found[1]), float(found[2])

    def expect(self, *statuses: int) -> "Answer":
        """Return the answer itself; raises Unexpected with its text for another status."""
        if self.status not in statuses:
            raise Unexpected(f"{self.status}: {self.body[:600].decode(errors='replace')}")
        return self


class Connection:
    """One client: a connection, its cookies, its bearer token."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.cookies: dict[str, str] = {}
        self.bearer = ""

    def request(self, method: str, path: str, body: bytes = b"", kind: str = "", **headers: str) -> Answer:
        """Send one request and read its whole answer."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}"]
        if self.bearer:
            lines.append(f"Authorization: Bearer {self.bearer}")
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method != "GET":
            lines.append(f"Content-Length: {len(body)}")
        if kind:
            lines.append(f"Content-Type: {kind}")
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        message = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        for attempt in (1, 2):
            fresh = self.socket is None
            try:
                answer = self._exchange(message)
            except (ConnectionError, TimeoutError):
                self.close()
                # A kept connection may have been closed under us while it was idle; a new one may not.
                if fresh or attempt == 2:
                    raise
                continue
            for name, value in COOKIE.findall(answer.head):
                self.cookies[name.decode()] = value.decode()
            return answer
        raise AssertionError("unreachable")

    def get(self, path: str, **headers: str) -> Answer:
        """Read a page."""
        return self.request("GET", path, b"", "", **headers)

    def post_json(self, path: str, body: object, **headers: str) -> Answer:
        """Send JSON."""
        return self.request("POST", path, json.dumps(body).encode(), "application/json", **headers)

    def post_form(self, path: str, page: str = "", **fields: str) -> Answer:
        """Send a form as a browser does, its token read from `page` (default: the address itself)."""
        found = TOKEN.search(self.get(page or path).expect(200).body)
        if found is not None:
            fields["csrfmiddlewaretoken"] = found[1].decode()
        return self.request(
            "POST",
            path,
            urlencode(fields).encode(),
            "application/x-www-form-urlencoded",
            Origin=f"http://localhost:{self.port}",
        )

    def post_file(self, path: str, name: str, content: bytes) -> Answer:
        """Send one file as multipart form data."""
        edge = "motcua-bench-7d1f"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        return self.request(
            "POST",
            path,
            head.encode() + content + f"\r\n--{edge}--\r\n".encode(),
            f"multipart/form-data; boundary={edge}",
        )

    def close(self) -> None:
        """Hang up."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def _exchange(self, message: bytes) -> Answer:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(message)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        if CHUNKED.search(head):
            return Answer(int(head[9:12]), head, self._chunks(body))
        found = LENGTH.search(head)
        length = int(found[1]) if found else 0
        parts = [body]
        have = len(body)
        while have < length:
            parts.append(self._more())
            have += len(parts[-1])
        return Answer(int(head[9:12]), head, b"".join(parts))

    def _chunks(self, data: bytes) -> bytes:
        parts: list[bytes] = []
        while True:
            while b"\r\n" not in data:
                data += self._more()
            size, _, data = data.partition(b"\r\n")
            length = int(size, 16)
            while len(data) < length + 2:
                data += self._more()
            parts.append(data[:length])
            data = data[length + 2 :]
            if length == 0:
                return b"".join(parts)

    def _more(self) -> bytes:
        assert self.socket is not None
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("closed")
        return part
