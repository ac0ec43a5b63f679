"""Write the snapshot of the schema."""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from motcua.project import backups, snapshot

ASIDE = "motcua_write_schema"


class Command(BaseCommand):
    """`manage.py write_schema`."""

    help = (
        "Ghi toàn bộ cấu trúc cơ sở dữ liệu của phiên bản này vào một tệp để cơ sở dữ liệu trống được tạo ngay, không "
        "phải chạy từng bước thay đổi. Dành cho người phát triển; làm trong một cơ sở dữ liệu tạm. · Writes the schema "
        "of this version into one file, from which an empty database is made at once instead of by every migration. "
        "For developers; works in a database of its own."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate a database aside, one by one, and write down what came of it."""
        try:
            made = drawn()
        except backups.Failed as problem:
            raise CommandError(str(problem)) from problem
        snapshot.FILE.parent.mkdir(exist_ok=True)
        snapshot.FILE.write_text(made.text, encoding="utf-8")
        self.stdout.write(f"{snapshot.FILE}: {len(made.migrations)} migrations")


def drawn(*, one_by_one: bool = True) -> snapshot.Snapshot:
    """Return the snapshot of what `migrate` makes of an empty database; raises backups.Failed."""
    known = snapshot.marks(MigrationLoader(None))
    with aside(ASIDE):
        call_command("migrate", one_by_one=one_by_one, interactive=False, verbosity=0, skip_checks=True)
        first = snapshot.Snapshot(known, dumped())
    # PostgreSQL reads some conditions back as the same said otherwise, and from then on leaves them so.
    with aside(ASIDE):
        snapshot.lay_into(connection, first)
        return snapshot.Snapshot(known, dumped())


@contextlib.contextmanager
def aside(name: str) -> Iterator[None]:
    """Have another, empty database in place of ours, for the time being."""
    creation: Any = connection.creation
    ours = connection.settings_dict["NAME"]
    connection.close()
    with creation._nodb_cursor() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = ours
        with creation._nodb_cursor() as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def dumped() -> str:
    """Return the schema of the database we are connected to as the snapshot has it; raises backups.Failed."""
    tables = [f"--exclude-table={name}" for name in (snapshot.MONTHS, "django_migrations*")]
    rows = [f"--exclude-table-data={name}*" for name in snapshot.ROWLESS]
    dump = backups.run_program(
        "pg_dump", "--no-owner", "--no-acl", "--no-comments", "--inserts", "--rows-per-insert=100", *tables, *rows
    )
    return snapshot.tidy(dump)
