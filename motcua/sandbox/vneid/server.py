"""Serves the stand-in on loopback, one thread a request."""

from typing import Any
from wsgiref.simple_server import make_server

from motcua.sandbox.serving import QuietHandler, ThreadingServer
from motcua.sandbox.vneid.app import Application
from motcua.sandbox.vneid.provider import Client, Provider


def serve(*, host: str, port: int, issuer: str, client: Client) -> ThreadingServer:
    """Return a server that listens; the caller runs `serve_forever` and `shutdown`. Port 0 takes a free one.

    Where the issuer is empty, it is the address the server got.
    """
    server = make_server(host, port, _nothing, server_class=ThreadingServer, handler_class=QuietHandler)
    own = issuer or f"http://{host}:{server.server_port}"
    server.set_app(Application(Provider(own, client)))
    return server


def _nothing(environ: Any, start: Any) -> list[bytes]:
    start("503 Service Unavailable", [])
    return []
