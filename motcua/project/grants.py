"""What the runtime role may do: change rows everywhere, only add them to the audit trail, and no DDL anywhere.

The owner's role migrates; the web and the worker run as `settings.RUNTIME_ROLE`. Where one login serves as both, the
triggers of the audit trail are the only guard, and the deployment guide says so.
"""

from typing import Any

from django.conf import settings
from django.db import connections
from psycopg import sql

# What the runtime role may write into the trail: not where in it an entry stands, nor when it was sealed.
APPEND_ONLY = {
    "audit_entry": (
        *("at", "kind", "action", "about", "subjects"),
        *("actor_kind", "actor_id", "actor_name", "agency", "request_id", "details"),
    ),
    "audit_seal": ("number", "era", "from_tx", "to_tx", "count", "previous", "hash"),
    "audit_batch": ("seal_id", "nodes"),
    "audit_head": (
        *("number", "kind", "at", "seals", "entries"),
        *("peaks", "statement", "signature", "chain", "token"),
    ),
}
READ_ONLY = ("django_migrations", "audit_era")

PARTITIONS = (
    "SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class p ON p.oid = inhparent WHERE p.relkind = 'p'"
)


def after_migration(*, using: str, **_: Any) -> None:
    """Grant anew after each migration: new tables have no rights yet."""
    grant(settings.RUNTIME_ROLE, using=using)


def grant(role: str, using: str = "default") -> bool:
    """Grant a role exactly what it may; tell whether there is such a role apart from the owner's."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role])
        owner, exists = cursor.fetchone()
        if not exists or owner == role:
            return False
        cursor.execute("SELECT to_regclass(name)::text FROM unnest(%s::text[]) name", [[*APPEND_ONLY, *READ_ONLY]])
        guarded = {name for [name] in cursor.fetchall() if name}
        cursor.execute(PARTITIONS)
        partitions = [name for [name] in cursor.fetchall()]
        who = sql.Identifier(role)
        statements = [
            sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(who),
            sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(who),
            sql.SQL("REVOKE TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA public FROM {}").format(who),
            sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(who),
        ]
        for name in sorted(guarded):
            table = sql.Identifier(name)
            statements.append(sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}").format(table, who))
            if columns := APPEND_ONLY.get(name):
                listed = sql.SQL(", ").join(map(sql.Identifier, columns))
                statements.append(sql.SQL("GRANT INSERT ({}) ON {} TO {}").format(listed, table, who))
        # Rows go in and out through the parent, whose rights alone then count.
        statements.extend(sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(name), who) for name in partitions)
        for statement in statements:
            cursor.execute(statement.as_string(None))
    return True
