"""Writes a procedure's package as a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.lib.dates import today
from motcua.procedures.actions import export_package
from motcua.procedures.models import ProcedureVersion


class Command(BaseCommand):
    """`manage.py export_package CODE DIR`."""

    help = "Ghi gói đang có hiệu lực của một thủ tục (kể cả gói mặc định) thành thư mục DIR/CODE để sửa và nạp lại."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="mã thủ tục, ví dụ 1.004873")
        parser.add_argument("folder", help="thư mục đích")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            version = export_package(code=options["code"], on=today(timezone.now()), folder=Path(options["folder"]))
        except ProcedureVersion.DoesNotExist:
            raise CommandError(f"không có thủ tục {options['code']} đang có hiệu lực") from None
        self.stdout.write(f"{options['code']}: phiên bản {version.number} đã ghi vào {options['folder']}")
