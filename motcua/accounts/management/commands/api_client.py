"""Keeps machine clients from the terminal."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from motcua.accounts import administration
from motcua.accounts.models import ApiClient
from motcua.accounts.rules.permissions import ApiScope
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.organisations.queries import agency_by_code

# Telling of payments reaches every dossier of the province: a tax office is given it by name.
USUAL = [scope for scope in ApiScope if scope != ApiScope.PAYMENTS]


class Command(BaseCommand):
    """`manage.py api_client add|secret|close`."""

    help = (
        "Quản lý ứng dụng kết nối API: thêm (in ra khóa bí mật một lần), đổi khóa, khóa lại. "
        "Keeps API clients: add (prints the secret once), secret (a new one), close."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one of the verbs and what it needs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VIỆC")
        scopes = [scope.value for scope in ApiScope]
        for verb, words in (
            ("add", "thêm ứng dụng của một cơ quan / add a client of an agency"),
            ("secret", "đổi khóa bí mật, mã truy cập cũ hết hiệu lực / a new secret, old tokens end"),
            ("close", "khóa ứng dụng / close the client"),
        ):
            one = verbs.add_parser(verb, help=words, description=words)
            one.add_argument("client_id", help="tên ứng dụng / client id")
            if verb == "add":
                one.add_argument("agency", help="mã cơ quan, ví dụ H36.12 / code of the agency")
                one.add_argument(
                    "--scope",
                    action="append",
                    choices=scopes,
                    help=f"mặc định: tất cả trừ {ApiScope.PAYMENTS} / by default all but {ApiScope.PAYMENTS}",
                )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one thing; a refusal is one sentence."""
        now = timezone.now()
        try:
            if options["verb"] == "add":
                scopes = [ApiScope(scope) for scope in options["scope"] or USUAL]
                agency = agency_by_code(options["agency"], today(now))
                secret = administration.add_client(
                    client_id=options["client_id"], agency=agency, scopes=scopes, by=SYSTEM, now=now
                )
                self.stdout.write(secret)
            elif options["verb"] == "secret":
                self.stdout.write(administration.renew_secret(client_id=options["client_id"], by=SYSTEM, now=now))
            else:
                client = ApiClient.objects.get(client_id=options["client_id"])
                administration.close(user_id=client.user_id, by=SYSTEM, now=now)
        except Refused as refusal:
            raise CommandError(refusal.message.format(**refusal.params)) from None
        except ApiClient.DoesNotExist:
            raise CommandError(f"không có ứng dụng / no client {options['client_id']}") from None
        except Agency.DoesNotExist:
            raise CommandError(f"không có cơ quan / no agency {options['agency']}") from None
