"""Makes the demo authority and keys of demo officials and agencies."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from motcua.signing import actions
from motcua.signing.models import SigningKey


class Command(BaseCommand):
    """`manage.py make_demo_keys`."""

    help = (
        "Tạo tổ chức chứng thực chữ ký số trình diễn trong thư mục khóa, và một khóa cho mỗi --key; khóa đã có thì giữ "
        "nguyên. Chữ ký không có giá trị pháp lý. · Makes the demo signing authority in the keys folder, "
        "with a key for each --key given. Keys that exist stay as they are. "
        "For demonstrations only: their signatures have no legal force."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describe the options."""
        parser.add_argument(
            "--key",
            nargs=5,
            action="append",
            default=[],
            metavar=("LABEL", "HOLDER", "POSITION", "AGENCY", "CODE"),
            help="khóa cần tạo; bỏ trống POSITION thì là dấu của cơ quan · a key to make; an empty POSITION makes the "
            "seal of the agency",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and say what there is."""
        now = timezone.now()
        wanted = options["key"] or [
            ["demo-leader", "Nguyễn Văn Mẫu", "Chủ tịch", "Ủy ban nhân dân tỉnh", "H36"],
            ["demo-seal", "Ủy ban nhân dân tỉnh", "", "Ủy ban nhân dân tỉnh", "H36"],
        ]
        before = SigningKey.objects.count()
        for label, holder, position, agency, code in wanted:
            actions.make_demo_key(
                label=label,
                holder_name=holder,
                capacity=position,
                agency_name=agency,
                agency_code=code,
                is_seal=not position,
                now=now,
            )
        count = SigningKey.objects.count()
        self.stdout.write(f"{count} signing keys, {count - before} of them new.")
