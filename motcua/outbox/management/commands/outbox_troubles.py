"""Show what failed of the work done later, and try it again."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.outbox import actions, queries

MOST = 1000


class Command(BaseCommand):
    """`manage.py outbox_troubles`: whoever looks after the system sees failed jobs and starts them anew."""

    help = (
        "Liệt kê việc làm sau (gửi thư, báo sự kiện, in tờ khai…) đã hỏng ít nhất một lần mà chưa xong; "
        "với --again thì cho chạy lại việc đã thôi thử, sau khi đã sửa nguyên nhân. "
        "· Lists the later work that failed and is not done; with --again what was given up is tried once more."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describe the options."""
        again = parser.add_mutually_exclusive_group()
        again.add_argument(
            "--again", nargs="+", type=int, metavar="ID", help="số của việc cần chạy lại · ids of the jobs to try again"
        )
        again.add_argument(
            "--again-all", action="store_true", help="chạy lại mọi việc đã thôi thử · try all that was given up again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Try again what is asked for, then say what still waits; raises CommandError for what was not given up."""
        found = queries.troubles(MOST)
        wanted = options["again"] or []
        if options["again_all"]:
            wanted = [trouble.id for trouble in found if trouble.status == "failed"]
        now = timezone.now()
        refused = [job_id for job_id in wanted if not actions.retry_failed(job_id=job_id, now=now)]
        if wanted:
            self.stdout.write(f"Chạy lại {len(wanted) - len(refused)} việc · {len(wanted) - len(refused)} tried again")
        for trouble in found if not wanted else queries.troubles(MOST):
            state = "đã thôi thử · given up" if trouble.status == "failed" else f"thử lại · again at {trouble.next_at}"
            self.stdout.write(
                f"{trouble.id:>10}  {trouble.queue:<10} {trouble.name}  "
                f"{trouble.attempts} lần · attempts, từ · since {trouble.since}, {state}"
            )
        if not found:
            self.stdout.write("Không có việc nào hỏng · Nothing has failed")
        if refused:
            numbers = ", ".join(str(job_id) for job_id in refused)
            raise CommandError(f"Không có việc đã thôi thử mang số {numbers} · no such job was given up")
