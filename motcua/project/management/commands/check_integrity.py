"""Check that everything in the system fits together."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.project.integrity import CHECKS, OTHERS, check


class Command(BaseCommand):
    """`manage.py check_integrity`."""

    help = (
        "Kiểm tra toàn hệ thống: mỗi hồ sơ đủ thành phần, quy trình đứng đúng bước, tệp đúng mã băm, nhật ký không bị "
        "sửa. Chỉ đọc, không sửa gì. · Checks that every dossier has its parts, every process stands where it may, "
        "every file matches its hash and the audit trail is whole. It only reads."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the options."""
        parser.add_argument(
            "--no-files", action="store_true", help="không đọc lại từng tệp · do not read every stored file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is wrong; the exit code is 1 if anything is."""
        begun = time.monotonic()
        findings = list(check(with_files=not options["no_files"]))
        for finding in findings:
            self.stderr.write(f"{finding.what}: {', '.join(finding.offenders)}")
        if findings:
            raise CommandError(f"{len(findings)} of {len(CHECKS) + OTHERS} checks found something wrong")
        self.stdout.write(f"{len(CHECKS) + OTHERS} checks, nothing wrong, {time.monotonic() - begun:.0f} s")
