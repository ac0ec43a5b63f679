"""Bring the database to this version's schema, and the catalogue to what this version reads and ships."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

from motcua.dossiers.actions import fill_stores
from motcua.project import backups, renewing, schema

TRIES = 6
PAUSE = 5.0


class Command(BaseCommand):
    """`manage.py upgrade`."""

    help = (
        "Sao lưu, cập nhật cấu trúc cơ sở dữ liệu, rồi đưa danh mục và gói thủ tục lên phiên bản mới từ hôm nay (hồ sơ "
        "đang giải quyết giữ phiên bản cũ; gói tỉnh tự sửa được giữ nguyên). · Saves the province, changes the "
        "database to what this version of the program needs, and publishes from today what it reads otherwise in the "
        "catalogue. A change that would make people wait for a lock gives way and is tried again; a second run changes "
        "nothing."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the options."""
        parser.add_argument(
            "--backup-to",
            type=Path,
            help="nơi giữ bản sao lưu (mặc định: backups trong thư mục dữ liệu) · where backups are kept",
        )
        parser.add_argument(
            "--no-backup",
            action="store_true",
            help="không sao lưu nữa vì vừa làm xong · do not save first: a backup was just made",
        )
        parser.add_argument(
            "--lock-timeout",
            type=int,
            default=4,
            help="số giây một thay đổi được chờ khóa bảng · seconds a change may wait for a lock (4)",
        )
        parser.add_argument(
            "--statement-timeout",
            type=int,
            default=900,
            help="số giây tối đa của một lệnh SQL · seconds one statement may take (900; 0: any)",
        )
        parser.add_argument(
            "--no-catalogue",
            action="store_true",
            help="không đụng đến danh mục và gói thủ tục · leave procedures and packages alone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Save, then migrate, then renew the catalogue."""
        try:
            is_current = schema.is_current()
        except schema.Outdated as problem:
            raise CommandError(str(problem)) from problem
        if is_current:
            self.stdout.write("The database is of this version already.")
        else:
            self._change_tables(options)
            added = fill_stores(now=datetime.now(UTC), say=self.stdout.write)
            self.stdout.write(f"Stores of people and organisations: {added} items added.")
        if options["no_catalogue"]:
            return
        refused = renewing.renew_catalogue(now=datetime.now(UTC), say=self.stdout.write)
        if refused:
            raise CommandError("packages were refused, all else is done: " + ", ".join(refused))

    def _change_tables(self, options: dict[str, Any]) -> None:
        if not options["no_backup"] and not schema.is_empty():
            folder = options["backup_to"] or settings.DATA / "backups"
            try:
                made = backups.back_up(folder, now=datetime.now(UTC), say=self.stdout.write)
            except backups.Failed as problem:
                raise CommandError(f"nothing was changed: {problem}") from problem
            self.stdout.write(f"Saved to {made}")
        connection.close()
        connection.settings_dict["OPTIONS"]["options"] = (
            f"-c lock_timeout={options['lock_timeout']}s -c statement_timeout={options['statement_timeout']}s"
        )
        for left in reversed(range(TRIES)):
            try:
                call_command("migrate", interactive=False, verbosity=options["verbosity"], stdout=self.stdout)
            except OperationalError as problem:
                if "lock timeout" not in str(problem) or not left:
                    raise CommandError(f"stopped between two changes, run it again: {problem}") from problem
                self.stdout.write("Somebody holds a lock; trying again.")
                time.sleep(PAUSE)
            else:
                break
        self.stdout.write("The database is of this version now.")
