"""List what is late and what will be by the end of the next working day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from motcua.dossiers.piles.due_queries import until_next_day
from motcua.lib.dates import say_moment
from motcua.organisations.directory import directory

MOST = 10_000


class Command(BaseCommand):
    """The nightly list, for one agency or for all."""

    help = (
        "Liệt kê việc đã quá hạn và sẽ quá hạn trước hết ngày làm việc tới. · Lists the steps that are late or will be "
        "by the end of the next working day: code, promise, step, agency, who holds it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", default="", help="mã cơ quan · only of the agency with this code")

    def handle(self, *args: Any, **options: Any) -> None:
        agencies = list(directory().by_id)
        if options["agency"]:
            agencies = [agency.pk for agency in directory().by_code.get(options["agency"], ())]
            if not agencies:
                raise CommandError(f"no agency has the code {options['agency']}")
        now = timezone.now()
        steps = until_next_day(agencies, now=now, limit=MOST)
        for step in steps:
            late = "quá hạn · late" if step.is_late(now) else "sắp đến hạn · soon"
            holder = step.task.assignee.full_name if step.task.assignee is not None else "-"
            self.stdout.write(
                f"{step.task.case_code}\t{late}\t{say_moment(step.due)}\t{step.task.name}\t"
                f"{step.task.agency.name}\t{holder}"
            )
        self.stdout.write(f"{len(steps)} listed")
