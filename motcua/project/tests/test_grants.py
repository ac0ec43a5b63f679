"""The runtime role may change every table but the audit trail, and owns nothing."""

import re

import pytest
from django.conf import settings
from django.db import connection

from motcua.audit import actions, sealing
from motcua.project import grants


@pytest.fixture
def role(db: None) -> str:
    """The runtime role, made here where the suite runs on a server of its own."""
    role = "motcua_app"
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role])
        if not cursor.fetchone()[0]:
            cursor.execute("CREATE ROLE motcua_app")
    assert grants.grant(role)
    return role


def test_every_table_has_exactly_the_rights_it_should(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, c.relispartition, array(
                SELECT verb FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES',
                    'TRIGGER']) verb WHERE has_table_privilege(%s, c.oid, verb))
            FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            """,
            [role],
        )
        tables = cursor.fetchall()
    assert len(tables) > 20
    for name, is_partition, rights in tables:
        if is_partition:
            expected = []
        elif name in grants.APPEND_ONLY or name in grants.READ_ONLY:
            expected = ["SELECT"]
        else:
            expected = ["SELECT", "INSERT", "UPDATE", "DELETE"]
        assert rights == expected, name


def test_the_role_adds_to_the_trail_and_chooses_no_place_in_it(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped "
            "AND attrelid = ANY(%s::regclass[]) AND has_column_privilege(%s, attrelid, attnum, 'INSERT')",
            [list(grants.APPEND_ONLY), role],
        )
        allowed = set(cursor.fetchall())
    assert allowed == {(table, column) for table, columns in grants.APPEND_ONLY.items() for column in columns}
    assert not {("audit_entry", "tx"), ("audit_entry", "era"), ("audit_entry", "id")} & allowed


def test_a_partition_made_by_timetable_gives_the_role_no_rights_of_its_own(role: str) -> None:
    """The embedded server gives the role rights on whatever the owner makes; these tables want less."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}")
        cursor.execute("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC")
        assert sealing.ensure_partitions(ahead=30) > 0
    test_every_table_has_exactly_the_rights_it_should(role)


def test_what_we_write_into_the_trail_is_what_the_role_may(role: str) -> None:
    for statement in (actions.INSERT, sealing.SEAL):
        found = re.search(r"INSERT INTO (\w+)\s*\(([^)]*)\)", statement)
        assert found is not None
        assert {name.strip() for name in found[2].split(",")} == set(grants.APPEND_ONLY[found[1]])


def test_the_role_has_no_ddl_and_no_table(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [role])
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [role])
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = %s", [role]
        )
        assert cursor.fetchone() == (False, False, False, False)


def test_the_owner_is_granted_nothing(db: None) -> None:
    assert not grants.grant(connection.settings_dict["USER"])
    assert not grants.grant("nobody_of_this_name")


def test_the_settings_name_the_role() -> None:
    assert settings.RUNTIME_ROLE
