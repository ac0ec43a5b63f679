"""Run the work that waits: events, documents, mail, timetables."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.outbox import worker


class Command(BaseCommand):
    """The worker process."""

    help = (
        "Runs the work that waits: tells the apps what happened, makes documents, sends mail, keeps the timetable. "
        "Stop it with Ctrl-C or SIGTERM: what it has begun is finished first. Several may run at once."
    )

    # Checks load every page of the web; the worker has none.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--queues",
            default="",
            help="only these kinds of work, comma-separated: events, documents, mail, outside, upkeep",
        )
        parser.add_argument(
            "--grace", type=float, default=300.0, help="seconds that begun work may take after the signal (300)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        queues = [name.strip() for name in options["queues"].split(",") if name.strip()]
        try:
            worker.run(queues or None, grace=options["grace"])
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
