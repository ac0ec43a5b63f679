"""Runs the stand-in for the population database."""

from argparse import ArgumentParser
from typing import Any
from wsgiref.simple_server import make_server

from django.conf import settings
from django.core.management.base import BaseCommand

from motcua.sandbox.population.app import Application
from motcua.sandbox.serving import QuietHandler, ThreadingServer, run


class Command(BaseCommand):
    """Runs until it is told to stop."""

    help = (
        "Chạy hệ thống thay thế cơ sở dữ liệu quốc gia về dân cư (người không có thật) để trình diễn và kiểm thử. "
        "· Runs the stand-in for the population database with invented people. Never in production."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port; 0 takes a free one."""
        parser.add_argument("--port", type=int, default=settings.PORT + 50, help="cổng / port (mặc định: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGTERM or Ctrl-C."""
        port = options["port"]

        def listen() -> ThreadingServer:
            return make_server(
                "127.0.0.1", port, Application(), server_class=ThreadingServer, handler_class=QuietHandler
            )

        run(listen, port=port, name="population database stand-in", out=self.stdout)
