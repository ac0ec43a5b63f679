"""The tests' database, copied from one that was migrated before: it takes some seconds of CPU.

The first worker migrates and leaves a copy; others, and later runs, begin with that while no migration changes.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "template_motcua_"
# What a migrated database comes of: our migrations and their snapshot, the rights given after them, and the packages'.
SOURCES = ("motcua/**/migrations/*.py", "motcua/project/data/schema.sql", "motcua/project/grants.py", "requirements/*")


def _name() -> str:
    total = hashlib.sha256(connection.settings_dict["USER"].encode() + settings.RUNTIME_ROLE.encode())
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        total.update(path.read_bytes())
    return PREFIX + total.hexdigest()[:16]


@contextmanager
def copied() -> Iterator[None]:
    """Have the tests' database, and take it away at the end."""
    real, template = connection.settings_dict["NAME"], _name()
    creation: Any = connection.creation
    mine = creation._get_test_db_name()
    with (settings.DATA / "template.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        with creation._nodb_cursor() as server:
            server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
            known = {name for [name] in server.fetchall()}
        if template not in known:
            creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
        with creation._nodb_cursor() as server:
            if template in known:
                server.execute(f'DROP DATABASE IF EXISTS "{mine}" WITH (FORCE)')
                server.execute(f'CREATE DATABASE "{mine}" TEMPLATE "{template}"')
            else:
                server.execute(f'CREATE DATABASE "{template}" TEMPLATE "{mine}"')
            for old in known - {template}:
                server.execute(f'DROP DATABASE "{old}"')
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = mine
    yield
    creation.destroy_test_db(real, verbosity=0)
