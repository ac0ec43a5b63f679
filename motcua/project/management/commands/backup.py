"""Save the province."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.project import backups


class Command(BaseCommand):
    """`manage.py backup FOLDER`."""

    help = (
        "Sao lưu cơ sở dữ liệu rồi đến các tệp vào một thư mục; khóa không nằm trong đó. · Saves the database, then "
        "the files, into a folder; pages and jobs go on meanwhile. The keys are not among them: without the keys "
        "nobody can read identity numbers, so copy them once to another place (--keys-to)."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the options."""
        parser.add_argument(
            "folder",
            type=Path,
            help="nơi giữ các bản sao lưu, tốt nhất ở máy khác · where backups are kept, best on another machine",
        )
        parser.add_argument(
            "--keep",
            type=int,
            default=0,
            help="chỉ giữ chừng này bản mới nhất (0: giữ hết) · keep only so many newest backups (0: all)",
        )
        parser.add_argument(
            "--keys-to",
            type=Path,
            help="chép cả khóa sang đó, không được nằm chung với bản sao lưu · also copy the keys there",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the backup and say what is in it."""
        try:
            made = backups.back_up(options["folder"], now=datetime.now(UTC), say=self.stdout.write)
            if options["keep"]:
                backups.prune(options["folder"], keep=options["keep"], say=self.stdout.write)
            if options["keys_to"]:
                backups.copy_keys(options["keys_to"], options["folder"])
        except backups.Failed as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{made}")
        if not options["keys_to"]:
            self.stdout.write(f"The keys are not in it: keep a copy of {settings.KEYS} elsewhere.")
