"""Keeps officials' accounts from the terminal."""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.accounts import administration, queries, second_factor
from motcua.accounts.models import User
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.organisations.queries import agency_by_code
from motcua.organisations.rules import Role


class Command(BaseCommand):
    """`manage.py account add|appoint|dismiss|password|reset-factors|close|show`."""

    help = (
        "Quản lý tài khoản cán bộ: thêm người, giao và thôi giao vị trí, đặt lại mật khẩu, xoá xác thực hai bước, "
        "khóa. "
        "Keeps officials' accounts: add, appoint, dismiss, password, reset-factors, close, show."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one of the verbs and what it needs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VIỆC")
        for verb, words in (
            ("add", "thêm một cán bộ; in ra mật khẩu ban đầu / add an official, print the first password"),
            ("appoint", "giao vị trí / give a post"),
            ("dismiss", "thôi giao vị trí từ hôm nay / end a post"),
            ("password", "đặt lại mật khẩu; in ra mật khẩu mới / a new password"),
            ("reset-factors", "xoá xác thực hai bước của người bị mất máy, mất mã / take a lost second factor away"),
            ("close", "khóa tài khoản / sign in no more"),
            ("show", "xem các vị trí đang giữ / show the posts held"),
        ):
            one = verbs.add_parser(verb, help=words, description=words)
            one.add_argument("username", help="tên đăng nhập / user name")
            if verb == "add":
                one.add_argument("full_name", help="họ, chữ đệm và tên / full name")
            if verb in {"appoint", "dismiss"}:
                one.add_argument("role", choices=[role.value for role in Role], help="vai trò / role")
                one.add_argument("agency", help="mã cơ quan, ví dụ H36.12 / code of the agency")
            if verb == "reset-factors":
                one.add_argument("reason", help="lý do, đã gặp trực tiếp ra sao / why, and how the person was seen")
            if verb == "appoint":
                one.add_argument("title", nargs="?", default="", help="tên vị trí / title of the post")
                one.add_argument("--until", type=date.fromisoformat, help="ngày cuối, ví dụ 2027-01-31 / last day")
                one.add_argument("--basis", default="", help="số quyết định / the decision")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one thing; a refusal is one sentence."""
        now = timezone.now()
        try:
            if options["verb"] == "add":
                password = administration.new_password()
                administration.add_official(
                    username=options["username"],
                    full_name=options["full_name"],
                    password=password,
                    by=SYSTEM,
                    now=now,
                )
                self.stdout.write(password)
                return
            user = User.objects.get(username=options["username"].lower(), kind="official")
            if options["verb"] == "show":
                for post in queries.posts_of(user, today(now)):
                    self.stdout.write(f"{post.role}\t{post.agency_code}\t{post.agency_name}\t{post.title}")
            elif options["verb"] == "password":
                password = administration.new_password()
                administration.set_password(user_id=user.pk, password=password, by=SYSTEM, now=now)
                self.stdout.write(password)
            elif options["verb"] == "reset-factors":
                second_factor.reset(user_id=user.pk, reason=options["reason"], by=SYSTEM, now=now)
            elif options["verb"] == "close":
                administration.close(user_id=user.pk, by=SYSTEM, now=now)
            else:
                self._post(user, options)
        except Refused as refusal:
            raise CommandError(refusal.message.format(**refusal.params)) from None
        except User.DoesNotExist:
            raise CommandError(f"không có cán bộ / no official {options['username']}") from None
        except Agency.DoesNotExist:
            raise CommandError(f"không có cơ quan / no agency {options['agency']}") from None

    def _post(self, user: User, options: dict[str, Any]) -> None:
        now = timezone.now()
        agency, role = agency_by_code(options["agency"], today(now)), Role(options["role"])
        if options["verb"] == "appoint":
            last = options["until"]
            administration.appoint(
                user_id=user.pk,
                role=role,
                agency_id=agency.pk,
                title=options["title"],
                by=SYSTEM,
                now=now,
                until=last + timedelta(days=1) if last else None,
                basis=options["basis"],
            )
        elif not administration.dismiss(user_id=user.pk, role=role, agency_id=agency.pk, by=SYSTEM, now=now):
            raise CommandError("người này không giữ vị trí đó / holds no such post")
