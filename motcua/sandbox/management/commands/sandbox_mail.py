"""The mail stand-in as its own process."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from motcua.sandbox.mail.box import Box
from motcua.sandbox.mail.server import pages, smtp


class Command(BaseCommand):
    """`manage.py sandbox_mail`."""

    help = (
        "Hộp thư giả lập cho bản dùng thử: nhận mọi thư hệ thống gửi đi, không chuyển cho ai, và hiện trên một trang. "
        "· A mail server for the demo: it keeps every message the system sends, delivers none, and shows them."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        box = Box(settings.DATA / "mail")
        mail = smtp(box, "127.0.0.1", settings.PORT + 25)
        try:
            mail.start()
            page = pages(box, "127.0.0.1", settings.PORT + 20)
        except OSError as problem:
            raise CommandError(f"{problem.strerror}: {settings.PORT + 20}, {settings.PORT + 25}") from problem
        self.stdout.write(f"http://localhost:{settings.PORT + 20} · SMTP localhost:{settings.PORT + 25}")
        self.stdout.flush()
        try:
            page.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            mail.stop()
