"""Picks up scans from the counters' folders, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.dossiers.actions import pick_scans


class Command(BaseCommand):
    """`manage.py pick_scans`; the worker does the same every minute."""

    help = "Nhận ngay các tệp máy quét của quầy đã ghi vào thư mục MOTCUA_SCAN_FOLDER (tiến trình nền làm mỗi phút)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SCAN_FOLDER:
            raise CommandError("chưa đặt MOTCUA_SCAN_FOLDER")
        counts = pick_scans(now=timezone.now())
        self.stdout.write(f"đã nhận {counts['taken']} tệp, để riêng {counts['aside']} tệp kèm lý do")
