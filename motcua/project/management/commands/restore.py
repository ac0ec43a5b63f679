"""Bring a saved province back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.project import backups, schema


class Command(BaseCommand):
    """`manage.py restore FOLDER`."""

    help = (
        "Khôi phục từ bản sao lưu. · Brings a backup back: the newest in the folder, or the one named. Stop the pages "
        "and the worker first, and put the keys back where they were. Files already there and whole are kept."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the options."""
        parser.add_argument(
            "folder", type=Path, help="một bản sao lưu, hoặc thư mục chứa chúng · a backup, or their folder"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="xóa những gì đang có trong cơ sở dữ liệu · remove what is in the database now",
        )
        parser.add_argument(
            "--other-keys",
            action="store_true",
            help="khôi phục dù khóa không khớp, số định danh sẽ không đọc được · restore although the keys do not fit: "
            "identity numbers stay unreadable",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and say what came back."""
        try:
            manifest = backups.restore(
                backups.newest(options["folder"]),
                replace=options["replace"],
                other_keys=options["other_keys"],
                say=self.stdout.write,
            )
        except backups.Failed as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"The province of {manifest.made_at} is back.")
        try:
            if not schema.is_current():
                self.stdout.write("It is of an older version: run manage.py upgrade before starting.")
        except schema.Outdated as problem:
            self.stdout.write(f"It does not fit this program: {problem}.")
        self.stdout.write("Run manage.py check_integrity to read every file once more.")
