"""Prints or writes the permission table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from motcua.accounts.rules.permission_page import markdown

PAGE = Path(__file__).resolve().parents[4] / "docs" / "permissions.md"


class Command(BaseCommand):
    """Shows who may do what."""

    help = (
        "In bảng phân quyền (ai được làm gì, trên đối tượng nào). "
        "Prints the permission table; --write puts it into docs/permissions.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --markdown and --write."""
        parser.add_argument("--markdown", action="store_true", help="in dạng Markdown (mặc định) / print as Markdown")
        parser.add_argument("--write", action="store_true", help="ghi vào docs/permissions.md / write the document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, or write the page."""
        if options["write"]:
            PAGE.write_text(markdown(), encoding="utf-8")
            self.stdout.write(str(PAGE))
        else:
            self.stdout.write(markdown())
