"""Fill a demo database with dossiers."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from motcua.sandbox.filling.loading import FILES_PER_100, MOST_WITH_FILES, Unfit, fill


class Command(BaseCommand):
    """`manage.py make_dossiers N`."""

    help = (
        "Làm đầy bản dùng thử bằng N hồ sơ giống thật (tên người, số định danh đều bịa) để thử tốc độ và tập huấn. "
        "Vài chục hồ sơ mẫu được nộp và giải quyết qua đúng các bước như cán bộ làm; phần còn lại là bản sao của "
        "chúng, khác người, khác nơi, khác thủ tục, rải ra bốn năm. Bản sao không có tệp đính kèm, trừ một phần nhỏ "
        "(--with-files): mỗi hồ sơ có tệp của riêng mình, nội dung là tệp của hồ sơ mẫu. Chỉ chạy khi hệ thống đang "
        "dừng; hệ thống thật bị từ chối. · Fills a demo with N realistic dossiers (all people invented): some dozens "
        "are filed and processed through the real actions, the others are copies of them with other people, places, "
        "procedures and times over four years. Copies have no files, but for a small share: each has objects of its "
        "own with its prototype's content. The system must not be running; a real one is refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the options."""
        parser.add_argument("count", type=int, metavar="N", help="số hồ sơ cần có thêm · how many dossiers")
        parser.add_argument(
            "--seed", type=int, default=1, help="cùng số này, cùng ngày thì cùng hồ sơ · same seed, same dossiers (1)"
        )
        parser.add_argument(
            "--with-files",
            type=int,
            default=None,
            metavar="M",
            help=f"số bản sao có tệp ({FILES_PER_100} %%, nhiều nhất {MOST_WITH_FILES}) · copies that carry files",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, saying each step with its time."""
        if options["count"] < 1:
            raise CommandError("N phải là số dương. · N must be positive.")
        try:
            made = fill(
                options["count"],
                seed=options["seed"],
                now=timezone.now(),
                with_files=options["with_files"],
                say=self.stdout.write,
            )
        except Unfit as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(
            f"{made.prototypes} hồ sơ mẫu + {made.copies} bản sao ({made.with_files} có tệp), {made.seconds:.0f} s"
        )
