"""How every stand-in serves: on loopback, one thread a request, until it is told to stop."""

import signal
from collections.abc import Callable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.management.base import CommandError, OutputWrapper


class ThreadingServer(ThreadingMixIn, WSGIServer):
    """One thread a request, so that a slow answer does not hold the others."""

    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    """Writes no access log: addresses carry codes."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def run(listen: Callable[[], WSGIServer], *, port: int, name: str, out: OutputWrapper) -> None:
    """Serve until SIGTERM or Ctrl-C, after saying where; raises CommandError where the port is taken.

    `listen` gives the server on this port.
    """
    try:
        server = listen()
    except OSError as problem:
        raise CommandError(f"cổng {port} đang bận / port {port} is taken: {problem}") from None
    signal.signal(signal.SIGTERM, _stop)
    out.write(f"{name}: http://localhost:{server.server_port}")
    out.flush()
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        server.server_close()


def _stop(number: int, frame: Any) -> None:
    raise KeyboardInterrupt
