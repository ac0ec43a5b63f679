"""The stand-in for a remote signing service as its own process."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from motcua.sandbox.remote_signing.app import Credential, Service, serve
from motcua.sandbox.serving import ThreadingServer, run
from motcua.signing.authority import read_key


class Command(BaseCommand):
    """`manage.py sandbox_remote_signing`."""

    help = (
        "Chạy dịch vụ ký số từ xa giả lập (CSC API) với các khóa mẫu trong thư mục khóa: mỗi tệp khóa là một mã khóa. "
        "· Runs the stand-in for a remote signing service with the demo's keys: the name of a file is a credential. "
        "Never in production."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the options."""
        parser.add_argument("--port", type=int, default=settings.PORT + 45, help="cổng · port (%(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGTERM or Ctrl-C."""
        files = Path(settings.SIGNING_KEYS).glob("*.key")
        client = (settings.REMOTE_SIGNING_CLIENT_ID, settings.REMOTE_SIGNING_CLIENT_SECRET)
        service = Service({path.name: Credential(read_key(path)) for path in files}, client)

        def listen() -> ThreadingServer:
            return serve(service, port=options["port"])

        run(listen, port=options["port"], name="remote signing stand-in", out=self.stdout)
