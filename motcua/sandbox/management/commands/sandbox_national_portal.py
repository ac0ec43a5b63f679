"""The stand-in for the national portal as its own process."""

from typing import Any
from wsgiref.simple_server import make_server

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from motcua.accounts import demo
from motcua.organisations.queries import competent_agency, one_stop_units
from motcua.organisations.rules import Level
from motcua.procedures.rules.names import is_communal
from motcua.sandbox.national.app import Application
from motcua.sandbox.national.our_api import Api
from motcua.sandbox.serving import QuietHandler, ThreadingServer, run

CLIENT = "h36"


def decider(procedure: dict[str, Any], area: str) -> str:
    """Return the code of the agency that decides, for a procedure as the API describes it."""
    levels = procedure["record"].get("levels") or []
    level = Level.COMMUNE if is_communal(procedure["handled_by"], levels) else Level.PROVINCE
    try:
        return competent_agency(level, str(procedure["record"].get("field") or ""), area).code
    finally:
        close_old_connections()


class Command(BaseCommand):
    """`manage.py sandbox_national_portal`."""

    help = (
        "Chạy Cổng Dịch vụ công quốc gia giả lập: nộp hồ sơ mẫu ở đó, hồ sơ chuyển về tỉnh qua API. "
        "· Runs the stand-in for the national portal: sample dossiers are filed there and handed over by the API."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGTERM or Ctrl-C."""
        port = settings.PORT + 30
        units = [unit for unit in one_stop_units() if unit.level == Level.COMMUNE and unit.area is not None]
        app = Application(
            Api(f"http://127.0.0.1:{settings.PORT}", CLIENT, demo.client_secret(CLIENT)),
            areas=[(unit.area.code, unit.area.name) for unit in units if unit.area is not None],
            decider=decider,
            site=settings.SITE_ADDRESS,
        )

        def listen() -> ThreadingServer:
            return make_server("127.0.0.1", port, app, server_class=ThreadingServer, handler_class=QuietHandler)

        run(listen, port=port, name="national portal stand-in", out=self.stdout)
