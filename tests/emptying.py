"""Empty the database after a test that really commits, by deleting the few rows it left.

Django truncates every table there is, and a truncated table is a new file for itself and each of its indexes: a third
of a second a test for some hundred and fifty tables. Then it announces a migration, so that all rights are given anew.
"""

import functools
from typing import Any

import psycopg
from django.db import connection
from django.test import TransactionTestCase

from motcua.project import embedded

# What migrations wrote and no test changes; and the trail, which the audit's own tests clear.
KEPT = {"django_content_type", "auth_permission"}
QUEUE = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers")

# A table that nobody has written to has no page: asking for its size is cheaper than asking it for a row. As a replica
# the session fires no trigger: no foreign key looks for what is about to go too, no guard minds. The stamp of places is
# such a trigger's work, so it is renewed by hand: what processes keep in memory goes by it.
SQL = """
DO $$
DECLARE name regclass;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR name IN
        SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relname = ANY (ARRAY[{names}]) AND pg_relation_size(oid) > 0
    LOOP
        EXECUTE 'DELETE FROM ' || name;
    END LOOP;
    UPDATE organisations_stamp SET stamp = gen_random_uuid();
END $$
"""


def allow(place: embedded.Place) -> None:
    """Let the owner of the suite's own server switch triggers off: it is no superuser there, as in real life."""
    with psycopg.connect(place.url("postgres", "postgres"), autocommit=True) as server:
        server.execute("GRANT SET ON PARAMETER session_replication_role TO motcua_owner")


@functools.cache
def _statement() -> str:
    names = {*connection.introspection.django_table_names(only_existing=True, include_views=False), *QUEUE} - KEPT
    return SQL.format(names=", ".join(f"'{name}'" for name in sorted(names)))


@functools.cache
def _may_switch_triggers_off() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        return bool(cursor.fetchone()[0])


def _empty(self: Any) -> None:
    if not _may_switch_triggers_off():
        _flush(self)
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(QUEUE)} CASCADE")
        return
    with connection.cursor() as cursor:
        cursor.execute(_statement())


_flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def instead_of_truncating() -> None:
    """Let tests that commit leave the database by this way."""
    TransactionTestCase._fixture_teardown = _empty  # type: ignore[attr-defined]
