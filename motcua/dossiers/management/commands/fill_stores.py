"""Puts what was delivered or verified earlier into the stores of its owners."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from motcua.dossiers.actions import fill_stores


class Command(BaseCommand):
    """`manage.py fill_stores`; `upgrade` does the same after it changed the tables."""

    help = (
        "Đưa kết quả đã trả, giấy tờ đã đối chiếu từ trước vào kho của từng người, tổ chức. Chạy lại không thêm gì. · "
        "Fills the stores with what was delivered or verified earlier; a second run adds nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill in batches; stopped, it goes on where it was."""
        added = fill_stores(now=timezone.now(), say=self.stdout.write)
        self.stdout.write(f"đã thêm {added} giấy tờ vào kho")
