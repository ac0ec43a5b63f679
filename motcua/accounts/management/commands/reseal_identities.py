"""Puts identity numbers under the newest key."""

from typing import Any

from django.core.management.base import BaseCommand

from motcua.accounts import identity


class Command(BaseCommand):
    """`manage.py reseal_identities`, after a new key was put in front of MOTCUA_IDENTITY_KEYS."""

    help = (
        "Mã hóa lại số định danh bằng khóa mới nhất; chạy sau khi thêm khóa mới vào đầu MOTCUA_IDENTITY_KEYS. "
        "Seals every identity number with the newest key. May be stopped and run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work in small pieces, so that nobody waits for a lock."""
        total = 0
        while count := identity.reseal_some(500):
            total += count
        self.stdout.write(f"{total}")
