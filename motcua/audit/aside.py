"""Brings in a trail of years at once: months are written aside without indexes, then attached with them.

What is written so is stamped with its transaction and sealed like every other entry.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime

from django.db import connection

TABLE = "audit_aside"
# A month whose partition exists, or whose rows lie in the default one, goes the usual way.
MONTHS = """
    SELECT m::timestamptz, m + interval '1 month'
    FROM generate_series(date_trunc('month', %s::timestamptz, 'UTC'), now(), interval '1 month') m
    WHERE to_regclass('public.audit_entry_' || to_char(m AT TIME ZONE 'UTC', 'YYYY_MM')) IS NULL
      AND NOT EXISTS (SELECT FROM audit_entry_rest r WHERE r.at >= m AND r.at < m + interval '1 month')
"""
LEFT = """
    INSERT INTO audit_entry
        (at, kind, action, about, subjects, actor_kind, actor_id, actor_name, agency, request_id, details)
    SELECT at, kind, action, about, subjects, actor_kind, actor_id, actor_name, agency, request_id, details
    FROM audit_aside ORDER BY id
"""


@contextlib.contextmanager
def aside(since: datetime) -> Iterator[str]:
    """Have a table for the block that takes entries since then; at its end they are in the trail.

    Each needs an id from the trail's own sequence: `nextval(pg_get_serial_sequence('audit_entry', 'id'))`. Only the
    tables' owner may, inside a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, [since])
        months = {
            f"audit_entry_{begin:%Y_%m}": f"FROM ('{begin.isoformat()}') TO ('{end.isoformat()}')"
            for begin, end in cursor.fetchall()
        }
        cursor.execute(f"CREATE TABLE {TABLE} (LIKE audit_entry INCLUDING DEFAULTS) PARTITION BY RANGE (at)")
        cursor.execute(f"CREATE TABLE {TABLE}_rest PARTITION OF {TABLE} DEFAULT")
        for name, span in months.items():
            cursor.execute(f"CREATE TABLE {name} (LIKE audit_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
            cursor.execute(f"ALTER TABLE {TABLE} ATTACH PARTITION {name} FOR VALUES {span}")
        yield TABLE
        for name, span in months.items():
            cursor.execute(f"ALTER TABLE {TABLE} DETACH PARTITION {name}")
            cursor.execute(
                f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {name} "
                "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
            )
            cursor.execute(f"ALTER TABLE audit_entry ATTACH PARTITION {name} FOR VALUES {span}")
        cursor.execute(LEFT)
        cursor.execute(f"DROP TABLE {TABLE}")
