"""What tests of the trail share: emptying it, writing to it, and what only a superuser can do."""

import time
from datetime import UTC, datetime

from django.db import connection, transaction

from motcua import audit
from motcua.audit import sealing
from motcua.lib.actors import SYSTEM

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
TABLES = ("audit_head", "audit_batch", "audit_seal", "audit_entry", "audit_entry_rest")


def clear() -> None:
    """Empty the trail, with its guards off for as long."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table in TABLES[:4]:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        cursor.execute("DELETE FROM audit_era WHERE number > 1")
        cursor.execute("ALTER TABLE audit_entry ALTER COLUMN era SET DEFAULT 1")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def record(name: str) -> None:
    """Write one change."""
    with transaction.atomic():
        audit.record("test.done", about=("test", name), by=SYSTEM, at=NOW)


def seal_all(expected: int) -> None:
    """Seal all in one seal, once transactions of other tests in the same server, some long, have ended."""
    final = (
        "SELECT coalesce(max(tx::text::numeric), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::numeric"
        " FROM audit_entry"
    )
    for _ in range(2400):
        with connection.cursor() as cursor:
            cursor.execute(final)
            if cursor.fetchone()[0]:
                break
        time.sleep(0.05)
    assert sealing.seal() == expected


def tamper(*statements: str) -> None:
    """Do what only a superuser can: switch the triggers off, change, switch them on."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
