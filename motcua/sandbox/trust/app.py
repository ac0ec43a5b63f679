"""The stand-in over HTTP: a plain WSGI application."""

import json
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from wsgiref.simple_server import make_server

from motcua.sandbox.serving import QuietHandler, ThreadingServer
from motcua.sandbox.trust.service import Service

MOST_BYTES = 20_000
Start = Callable[[str, list[tuple[str, str]]], Any]


class Application:
    """`POST /time` stamps, `POST /ocsp` and `GET /crl/<n>` tell of certificates, `POST /faults` breaks it on demand."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        status, kind, body = self._answer(environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/"), environ)
        start(f"{status} {HTTPStatus(status).phrase}", [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, method: str, path: str, environ: dict[str, Any]) -> tuple[int, str, bytes]:
        faults = self.service.faults
        asked = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), MOST_BYTES))
        if (method, path) == ("POST", "/faults"):
            try:
                wanted = json.loads(asked or b"{}")
                faults.slow, faults.down = float(wanted.get("slow", 0)), bool(wanted.get("down", False))
            except (ValueError, TypeError, AttributeError) as problem:
                return 400, "application/json", json.dumps({"error": str(problem)}).encode()
            return 200, "application/json", json.dumps(vars(faults)).encode()
        time.sleep(faults.slow)
        if faults.down:
            return 503, "text/plain", b""
        try:
            if (method, path) == ("POST", "/time"):
                return 200, "application/timestamp-reply", self.service.stamp(asked)
            if (method, path) == ("POST", "/ocsp"):
                return 200, "application/ocsp-response", self.service.status(asked)
            if method == "GET" and path.startswith("/crl/"):
                return 200, "application/pkix-crl", self.service.crl(int(path.removeprefix("/crl/")))
        except (ValueError, TypeError, KeyError, IndexError) as problem:
            return 400, "text/plain", str(problem).encode()
        return 404, "text/plain", b""


def serve(service: Service, *, host: str = "127.0.0.1", port: int = 0) -> ThreadingServer:
    """Return a server that listens; the caller runs `serve_forever` and `shutdown`. Port 0 takes a free one."""
    return make_server(host, port, Application(service), server_class=ThreadingServer, handler_class=QuietHandler)
