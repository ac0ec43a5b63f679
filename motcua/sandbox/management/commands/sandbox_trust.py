"""The stand-in for a trust service as its own process."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.sandbox.serving import ThreadingServer, run
from motcua.sandbox.trust.app import serve
from motcua.sandbox.trust.service import Service, time_witness
from motcua.signing.authority import demo_issuer

WITNESS_YEARS = 5


class Command(BaseCommand):
    """`manage.py sandbox_trust`."""

    help = (
        "Chạy dịch vụ tin cậy giả lập cho bản dùng thử: cấp dấu thời gian, trả lời chứng thư của tổ chức chứng thực "
        "trình diễn có bị thu hồi không (OCSP, CRL). · Runs the stand-in for a trust service: it stamps the time and "
        "tells whether certificates of the demo authority were revoked. Never in production."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGTERM or Ctrl-C."""
        folder, now, port = Path(settings.SIGNING_KEYS) / "demo-authority", timezone.now(), settings.PORT + 40
        if not (folder / "issuer.pem").exists():
            raise CommandError("chưa có khóa mẫu · no demo keys yet: manage.py make_demo_keys")
        issuer = demo_issuer(folder, Path(settings.SIGNING_TRUST), now)
        begins = max(now - timedelta(days=1), issuer.certificate.not_valid_before_utc)
        ends = min(now + timedelta(days=365 * WITNESS_YEARS), issuer.certificate.not_valid_after_utc)
        service = Service(time_witness(folder, issuer, begins=begins, ends=ends), [issuer], timezone.now)

        def listen() -> ThreadingServer:
            return serve(service, port=port)

        run(listen, port=port, name="trust service stand-in", out=self.stdout)
