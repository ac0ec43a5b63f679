"""Makes the people of the demo province."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.accounts import demo


class Command(BaseCommand):
    """Fills the demo province with officials, machine clients and citizens."""

    help = (
        "Tạo cán bộ cho mọi cơ quan của tỉnh minh họa, ứng dụng kết nối và người dân không có thật. Chỉ chạy ở bản "
        "trình diễn (MOTCUA_DEMO=1): mật khẩu ai cũng biết. · Makes officials for every agency of the demo province, "
        "API clients and invented citizens. Only in a demonstration: everybody knows the passwords."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of citizens."""
        parser.add_argument("--citizens", type=int, default=200, help="số người dân / citizens (%(default)s)")
        parser.add_argument(
            "--all-keys", action="store_true", help="khóa ký cho mọi lãnh đạo, mất vài phút / keys for every leader"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and say what was new."""
        if not settings.DEMO:
            raise CommandError("đây không phải bản trình diễn (MOTCUA_DEMO=1) · this is not a demonstration")
        made = demo.make(now=timezone.now(), citizens=options["citizens"], all_keys=options["all_keys"])
        self.stdout.write(json.dumps(asdict(made)))
