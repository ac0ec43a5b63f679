"""Serves the stand-in on loopback, one thread a request."""

from typing import Any
from wsgiref.simple_server import make_server

from motcua.sandbox.serving import QuietHandler, ThreadingServer
from motcua.sandbox.vneid.app import Application, Realms
from motcua.sandbox.vneid.people import OFFICIALS
from motcua.sandbox.vneid.provider import Client, Provider

OFFICIALS_REALM = "/can-bo"


def serve(*, host: str, port: int, issuer: str, client: Client, officials: Client | None = None) -> ThreadingServer:
    """Return a server that listens; the caller runs `serve_forever` and `shutdown`. Port 0 takes a free one.

    Where the issuer is empty, it is the address the server got. With the `officials`' client the province's own
    provider stands beside it, a realm of its own: other keys, other people.
    """
    server = make_server(host, port, _nothing, server_class=ThreadingServer, handler_class=QuietHandler)
    own = issuer or f"http://{host}:{server.server_port}"
    people = Application(Provider(own, client))
    if officials is None:
        server.set_app(people)
        return server
    realm = Provider(f"{own}{OFFICIALS_REALM}", officials, OFFICIALS)
    server.set_app(Realms(people, Application(realm, realm=OFFICIALS_REALM)))
    return server


def _nothing(environ: Any, start: Any) -> list[bytes]:
    start("503 Service Unavailable", [])
    return []
