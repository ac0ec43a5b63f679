"""Change the schema; an empty database gets it as a whole."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate

from motcua.project import snapshot


class Command(migrate.Command):
    """`manage.py migrate`: as Django has it, but an empty database begins with the snapshot of the schema."""

    help = (
        "Cập nhật cấu trúc cơ sở dữ liệu; cơ sở dữ liệu trống được tạo ngay từ một tệp. Hệ thống đang chạy thì dùng "
        "upgrade. · Changes the schema of the database; an empty one is made at once from a file. A province at work "
        "uses upgrade."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the options."""
        super().add_arguments(parser)
        parser.add_argument(
            "--one-by-one",
            action="store_true",
            help="chạy từng bước kể cả khi cơ sở dữ liệu còn trống · run every migration, also where there is no table",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Lay the snapshot where nothing stands yet, then run what is newer."""
        partly = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")
        if not options["one_by_one"] and not any(options.get(name) for name in partly):
            laid = snapshot.lay(options["database"])
            if laid and options["verbosity"] >= 1:
                self.stdout.write(f"  Laid the schema of {snapshot.FILE.name}.")
        super().handle(*args, **options)
