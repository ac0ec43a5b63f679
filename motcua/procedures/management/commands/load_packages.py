"""Publishes package folders."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.procedures import queries
from motcua.procedures.actions import PackageRefused, load_package
from motcua.procedures.management.commands.lint_packages import folders_in, said
from motcua.procedures.packages.folders import read_folder


class Command(BaseCommand):
    """`manage.py load_packages [DIR]`."""

    help = (
        "Nạp các gói thủ tục soạn riêng: gói nào thay đổi sẽ có phiên bản mới từ hôm nay (hoặc --from); gói có lỗi "
        "không được nạp và mọi lỗi được in ra; nạp lại cùng thư mục không thay đổi gì."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", default=str(settings.REPOSITORY / "packages"), help="thư mục chứa gói")
        parser.add_argument(
            "--keep-own", action="store_true", help="giữ nguyên gói mà người của tỉnh đã sửa trên trình duyệt"
        )
        parser.add_argument("--from", dest="on", default="", help="ngày bắt đầu hiệu lực, ví dụ 2027-01-01")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            on = date.fromisoformat(options["on"]) if options["on"] else today(now)
        except ValueError:
            raise CommandError(f"--from phải là ngày dạng 2027-01-01, không phải {options['on']!r}") from None
        refused = 0
        for path in folders_in(options["folder"]):
            if options["keep_own"] and queries.is_changed_by_people(path.name):
                self.stdout.write(f"{path.name}: giữ bản của tỉnh")
                continue
            try:
                outcome = load_package(folder=read_folder(path), on=on, by=SYSTEM, now=now)
                self.stdout.write(f"{said(path)}: {outcome}")
            except PackageRefused as refusal:
                refused += 1
                for file, place, what in refusal.faults:
                    self.stdout.write(f"{said(path)}/{file}: {place + ': ' if place else ''}{what}")
        if refused:
            raise CommandError(f"{refused} gói có lỗi, không nạp")
