"""Checks package folders."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from motcua.procedures.packages.folders import dated_in, read_folder
from motcua.procedures.packages.linting import lint


def folders_in(text: str) -> list[Path]:
    """Return the package folders in a folder, or itself if it is one, each followed by its dated ones.

    Raises CommandError if there are none.
    """
    root = Path(text)
    if (root / "package.yaml").exists():
        return [root, *dated_in(root)]
    found = sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    if not found:
        raise CommandError(f"không có gói thủ tục nào trong {root}")
    return [one for path in found for one in (path, *dated_in(path))]


def said(path: Path) -> str:
    """Return what lines about a folder begin with: its code, and the day of a dated one."""
    return f"{path.parent.name}/{path.name}" if path in dated_in(path.parent) else path.name


class Command(BaseCommand):
    """`manage.py lint_packages [DIR]`."""

    help = (
        "Kiểm tra các gói thủ tục (biểu mẫu, giấy tờ, phí, thời hạn, quy trình, mẫu in) mà không thay đổi gì; in mọi "
        "lỗi kèm tệp và vị trí."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", default=str(settings.REPOSITORY / "packages"), help="thư mục chứa gói")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for path in folders_in(options["folder"]):
            found = lint(read_folder(path))
            for file, place, what in found:
                self.stdout.write(f"{said(path)}/{file}: {place + ': ' if place else ''}{what}")
            self.stdout.write(f"{said(path)}: {'tốt' if not found else f'{len(found)} lỗi'}")
            faults += len(found)
        if faults:
            raise CommandError(f"{faults} lỗi")
