"""The runtime role may change every table but the audit trail, and owns nothing."""

import pytest
from django.conf import settings
from django.db import connection

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
        elif name in grants.APPEND_ONLY:
            expected = ["SELECT", "INSERT"]
        elif name in grants.READ_ONLY:
            expected = ["SELECT"]
        else:
            expected = ["SELECT", "INSERT", "UPDATE", "DELETE"]
        assert rights == expected, name


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
