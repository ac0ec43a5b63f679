"""Loads the schedule of retention."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.archiving import actions
from motcua.archiving.rules import read_rule
from motcua.lib.refusals import Refused

DATA = Path(__file__).resolve().parents[2] / "data" / "retention.yaml"


class Command(BaseCommand):
    """`manage.py load_retention`."""

    help = (
        "Nạp thời hạn lưu trữ theo loại kết quả, thủ tục, lĩnh vực từ tệp YAML, rồi tính cho hồ sơ đã kết thúc; "
        "nạp lại không thay đổi gì. Dòng đã nạp không sửa được: thêm dòng mới có ngày áp dụng sau. · "
        "Loads how long dossiers are kept, and says it of those that are over. Rows are only added."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the options."""
        parser.add_argument("--file", type=Path, default=DATA, help="tệp YAML · the YAML file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all rows, then enter them."""
        now = datetime.now(UTC)
        try:
            rows = yaml.safe_load(options["file"].read_text("utf-8"))
            added = actions.load_rules([read_rule(row) for row in rows], now=now)
        except (OSError, yaml.YAMLError, TypeError) as problem:
            raise CommandError(f"{options['file']}: {problem}") from problem
        except Refused as refusal:
            raise CommandError(str(refusal.message).format(**refusal.params)) from refusal
        self.stdout.write(f"rules added: {added}; dossiers said: {actions.set_ends(now=now)}")
