"""Serve the pages."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

TARGET = "motcua.project.wsgi:application"


class Command(BaseCommand):
    """`manage.py web`: granian, with the program loaded once and shared by its processes."""

    help = (
        "Phục vụ các trang web bằng nhiều tiến trình. · Serves the pages with several processes, which share the "
        "memory of the loaded program."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--listen", default="127.0.0.1", help="địa chỉ mạng để nghe · address to listen at (127.0.0.1)"
        )
        parser.add_argument("--port", type=int, default=settings.PORT, help="cổng · port (MOTCUA_PORT)")
        parser.add_argument("--workers", type=int, default=2, help="số tiến trình · processes (2)")
        parser.add_argument(
            "--threads", type=int, default=4, help="số luồng mỗi tiến trình · threads of each process (4)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Before the processes are forked: what they only read is there once for all of them.
        import_string(settings.WSGI_APPLICATION)
        Granian(
            TARGET,
            address=options["listen"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=options["threads"],
            http=HTTPModes.http1,
            websockets=False,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
            workers_kill_timeout=25,
            working_dir=Path(settings.REPOSITORY),
        ).serve()
