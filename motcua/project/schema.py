"""Whether the database has this version's tables."""

import functools

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Outdated(Exception):
    """The database is of another version; the text is a sentence for the person at the terminal."""


OLDER = "the database is of an older version; run: .venv/bin/python manage.py upgrade"
NEWER = "the database is of a newer version than this program ({names}); install the version that changed it"


def is_current() -> bool:
    """Tell whether the database has every change of this version's schema; raises Outdated for a newer one."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    # What a later version did to the tables of an app that we have too; an app that came or went is its own affair.
    unknown = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations or {}
        if app in loader.migrated_apps and (app, name) not in (loader.disk_migrations or {})
    )
    if unknown:
        raise Outdated(NEWER.format(names=unknown[-1]))
    return not executor.migration_plan(loader.graph.leaf_nodes())


def is_empty() -> bool:
    """Tell whether the database has never been migrated."""
    return "django_migrations" not in connection.introspection.table_names()


@functools.cache
def require_current() -> None:
    """Raise Outdated unless the database is of this version. Once it was, it stays so while this process runs."""
    if not is_current():
        raise Outdated(OLDER)
