"""Takes indexes, keys and foreign keys off tables and puts them back: building them once is faster than keeping them.

All in the caller's transaction. What is put back is what the database itself said was there, so that nothing is lost
and every foreign key is checked anew over all rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

CONSTRAINTS = """
    SELECT c.conrelid::regclass::text, c.conname, c.contype::text, pg_get_constraintdef(c.oid)
    FROM pg_constraint c
    WHERE (c.conrelid = ANY(%(tables)s::regclass[]) AND c.contype IN ('p', 'u', 'x', 'f'))
       OR (c.confrelid = ANY(%(tables)s::regclass[]) AND c.contype = 'f')
    ORDER BY c.contype = 'f', c.conrelid::regclass::text, c.conname
"""
INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE i.indrelid = ANY(%(tables)s::regclass[])
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
    ORDER BY 1
"""


@dataclass
class Stripped:
    """What was taken off, as statements that put it back: keys and indexes first, then foreign keys."""

    keys: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def restore(self) -> None:
        """Put everything back."""
        with connection.cursor() as cursor:
            for statement in [*self.keys, *self.foreign]:
                cursor.execute(statement)


def strip(tables: Sequence[str]) -> Stripped:
    """Take off these tables whatever has to be kept up with each row, and foreign keys that lead to them."""
    taken = Stripped()
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, {"tables": list(tables)})
        constraints = cursor.fetchall()
        cursor.execute(INDEXES, {"tables": list(tables)})
        indexes = cursor.fetchall()
        # Foreign keys first: the keys they point to cannot go before them.
        for table, name, kind, definition in sorted(constraints, key=lambda row: row[2] != "f"):
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            back = f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'
            (taken.foreign if kind == "f" else taken.keys).append(back)
        for name, definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
            taken.keys.append(definition)
    return taken
