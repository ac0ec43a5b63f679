"""Puts identity numbers, and the secrets of authenticator applications, under the newest key."""

from typing import Any

from django.core.management.base import BaseCommand

from motcua.accounts import identity, second_factor


class Command(BaseCommand):
    """`manage.py reseal_identities`, after a new key was put in front of MOTCUA_IDENTITY_KEYS."""

    help = (
        "Mã hóa lại số định danh và khóa của ứng dụng xác thực bằng khóa mới nhất; chạy sau khi thêm khóa mới vào "
        "đầu MOTCUA_IDENTITY_KEYS. "
        "Seals every identity number and every authenticator secret with the newest key. May be stopped and run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work in small pieces, so that nobody waits for a lock."""
        total = 0
        while count := identity.reseal_some(500):
            total += count
        while count := second_factor.reseal_some(500):
            total += count
        self.stdout.write(f"{total}")
