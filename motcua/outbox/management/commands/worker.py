"""Run the work that waits: events, documents, mail, timetables."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.outbox import worker


class Command(BaseCommand):
    """The worker process."""

    help = (
        "Bộ xử lý việc chờ: báo tin, lập văn bản, gửi thư, chạy việc định kỳ. Dừng bằng Ctrl-C hoặc SIGTERM, việc đang "
        "làm dở được làm nốt; chạy nhiều bộ cùng lúc cũng được. · Runs the work that waits: tells "
        "the apps what happened, makes documents, sends mail, keeps the timetable. "
        "Stop it with Ctrl-C or SIGTERM: what it has begun is finished first. Several may run at once."
    )

    # Checks load every page of the web; the worker has none.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--queues",
            default="",
            help="chỉ những loại việc này, cách nhau bằng dấu phẩy · only these kinds of work: events, documents, "
            "mail, outside, upkeep",
        )
        parser.add_argument(
            "--grace",
            type=float,
            default=300.0,
            help="số giây cho việc dở dang sau khi được lệnh dừng · seconds that begun work may take after it (300)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        queues = [name.strip() for name in options["queues"].split(",") if name.strip()]
        try:
            worker.run(queues or None, grace=options["grace"])
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
