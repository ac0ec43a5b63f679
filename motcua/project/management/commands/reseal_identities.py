"""Puts everything that the identity keys seal under the newest of them."""

import time
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.project import resealing


class Command(BaseCommand):
    """`manage.py reseal_identities`, after a new key was put in front of MOTCUA_IDENTITY_KEYS."""

    help = (
        "Mã hóa lại số định danh và mọi bí mật cùng khóa (mã tra cứu, liên kết chia sẻ, khóa xác thực, webhook) bằng "
        "khóa mới nhất; chạy sau khi thêm khóa mới vào đầu MOTCUA_IDENTITY_KEYS và khởi động lại. Chạy cạnh hệ thống "
        "đang làm việc, dừng giữa chừng thì chạy lại là tiếp tục. · "
        "Seals every identity number and all other secrets under the same keys with the newest one, beside traffic; "
        "may be stopped and run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the options."""
        parser.add_argument(
            "--pause",
            type=float,
            default=0.0,
            help="số giây nghỉ sau mỗi 200 dòng · seconds of rest after each 200 rows (0)",
        )
        parser.add_argument(
            "--check", action="store_true", help="chỉ đếm còn bao nhiêu dòng ở khóa cũ · only count what is left"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work in small pieces, so that nobody waits for a lock; end with what is left, which must be nothing."""
        done, broken = Counter[str](), []
        try:
            for piece in () if options["check"] else resealing.reseal():
                name = f"{piece.column.table}.{piece.column.name}"
                done[name] += piece.done
                broken += [f"{name} {pk}" for pk in piece.broken]
                time.sleep(options["pause"])
        except resealing.SameMark as problem:
            raise CommandError(
                "Hai khóa có cùng dấu đầu nên không phân biệt được; hãy tạo khóa mới khác rồi chạy lại. · "
                "Two keys make seals that begin alike: choose another new key."
            ) from problem
        for name, count in sorted(done.items()):
            self.stdout.write(f"{name}: {count}")
        left = {f"{one.table}.{one.name}": resealing.left(one) for one in resealing.COLUMNS}
        waiting = ", ".join(f"{name} {count}" for name, count in left.items() if count)
        if broken:
            self.stderr.write("Không khóa nào mở được · no key opens: " + ", ".join(broken))
        if waiting:
            raise CommandError(f"Còn dòng ở khóa cũ, chưa được bỏ khóa ấy · still under an old key: {waiting}")
        self.stdout.write(
            "Không còn dòng nào ở khóa cũ. Giữ khóa cũ thêm một ngày cho các phiên đang mở, rồi mới bỏ. · "
            "No row is under an old key. Keep it one more day for sessions that are open."
        )
