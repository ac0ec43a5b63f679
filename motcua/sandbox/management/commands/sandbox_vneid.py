"""Runs the stand-in for VNeID, and beside it the one for the province's provider of officials."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from motcua.sandbox.serving import ThreadingServer, run
from motcua.sandbox.vneid.provider import Client
from motcua.sandbox.vneid.server import serve


class Command(BaseCommand):
    """Runs until it is told to stop."""

    help = (
        "Chạy hệ thống thay thế VNeID (người và tổ chức không có thật) để trình diễn và kiểm thử. "
        "Runs the stand-in for VNeID with invented people, for demonstrations and tests. Never in production."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port."""
        parser.add_argument("--host", default="127.0.0.1", help="địa chỉ mạng để nghe / address (%(default)s)")
        parser.add_argument("--port", type=int, default=settings.PORT + 10, help="cổng / port (mặc định: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGTERM or Ctrl-C."""
        client = Client(
            client_id=settings.VNEID_CLIENT_ID,
            secret=settings.VNEID_CLIENT_SECRET,
            addresses=(f"{settings.SITE_ADDRESS}/dang-nhap/ve",),
            after_sign_out=(f"{settings.SITE_ADDRESS}/",),
            back_channel=f"{settings.SITE_ADDRESS}/dang-xuat/tu-vneid",
        )
        officials = Client(
            client_id=settings.PROVINCE_CLIENT_ID,
            secret=settings.PROVINCE_CLIENT_SECRET,
            addresses=(f"{settings.SITE_ADDRESS}/can-bo/dang-nhap/tinh/ve",),
        )
        port = options["port"]

        def listen() -> ThreadingServer:
            issuer = f"http://localhost:{port}"
            return serve(host=options["host"], port=port, issuer=issuer, client=client, officials=officials)

        run(listen, port=port, name="VNeID stand-in", out=self.stdout)
