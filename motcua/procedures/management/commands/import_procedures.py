"""Imports procedures into the catalogue."""

import json
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.procedures.actions import Outcome, import_records
from motcua.procedures.rules.files import ADDED, OURS, records_in


class Command(BaseCommand):
    """`manage.py import_procedures FILE`."""

    help = (
        "Nạp danh mục thủ tục hành chính: mỗi dòng một bản ghi JSON (hoặc một danh sách JSON), tệp thường hay .gz, "
        "theo mẫu của kho dữ liệu này hoặc mẫu LayThuTuc của Cơ sở dữ liệu quốc gia. Thủ tục thay đổi sẽ có "
        "phiên bản mới, hồ sơ đã nộp không bị ảnh hưởng; nạp lại cùng tệp không thay đổi gì. Dòng hỏng được báo "
        "kèm số dòng, phần còn lại vẫn được nạp. Dòng cuối là tóm tắt dạng JSON."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="", help="tệp cần nạp; bỏ trống: danh mục kèm phần mềm")
        parser.add_argument("--dry-run", action="store_true", help="chỉ cho biết sẽ làm gì, không thay đổi gì")
        parser.add_argument(
            "--from", dest="on", default="", help="ngày bắt đầu hiệu lực, ví dụ 2027-01-01 (mặc định: hôm nay)"
        )
        parser.add_argument("--quiet", action="store_true", help="chỉ báo dòng bị loại và tóm tắt")

    def handle(self, *args: Any, **options: Any) -> None:
        paths, now = [Path(options["file"])] if options["file"] else [OURS, ADDED], timezone.now()
        try:
            on = date.fromisoformat(options["on"]) if options["on"] else today(now)
        except ValueError:
            raise CommandError(f"--from phải là ngày dạng 2027-01-01, không phải {options['on']!r}") from None
        flags: Counter[str] = Counter()

        def say(number: int, code: str, outcome: Outcome, remarks: list[str]) -> None:
            if outcome != Outcome.REJECTED:
                flags.update(remarks)
            if outcome == Outcome.REJECTED or not options["quiet"]:
                self.stdout.write(f"{number}\t{code}\t{outcome}\t{', '.join(remarks)}")

        try:
            report = import_records(
                found=chain.from_iterable(map(records_in, paths)),
                on=on,
                say=say,
                by=SYSTEM,
                now=now,
                is_trial=options["dry_run"],
                source="" if {path.resolve() for path in paths} <= {OURS, ADDED} else paths[0].name,
            )
        except OSError as problem:
            raise CommandError(f"không đọc được {problem.filename}: {problem.strerror or problem}") from problem
        for flag, count in flags.most_common():
            self.stdout.write(f"# {flag}: {count}")
        self.stdout.write(json.dumps({**report.summary(), "dry_run": options["dry_run"]}, ensure_ascii=False))
