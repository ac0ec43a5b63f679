"""Whether the database has this version's tables."""

import functools

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Outdated(Exception):
    """The database is of an older version; the text is a sentence for the person at the terminal."""


def is_current() -> bool:
    """Tell whether the database has this version's schema."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def is_empty() -> bool:
    """Tell whether the database has never been migrated."""
    return "django_migrations" not in connection.introspection.table_names()


@functools.cache
def require_current() -> None:
    """Raise Outdated unless the database is of this version. Once it was, it stays so while this process runs."""
    if not is_current():
        raise Outdated("the database is of an older version; run: .venv/bin/python manage.py upgrade")
