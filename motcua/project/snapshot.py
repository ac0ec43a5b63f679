"""The whole schema as one file: what an empty database becomes at once, where all migrations, one by one, would take
half a minute.

`data/schema.sql` is what the migrations listed in its head make, written by `manage.py write_schema`. `migrate` lays it
into an empty database, notes those migrations as applied and goes on with the newer ones. The head tells each
migration by the hash of its file: where one was rewritten, or a library brings another, the file fits no more and all
migrations run instead, one after the other. A database that has tables is never touched by it.
"""

import hashlib
import importlib
import re
from dataclasses import dataclass
from pathlib import Path

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

FILE = Path(__file__).resolve().parent / "data" / "schema.sql"
Key = tuple[str, str]

# Rows that migrations write for each database anew: the moment, a random stamp, the months from now on.
ROWS_OF_EACH = """
INSERT INTO public.audit_era (number) VALUES (1);
INSERT INTO public.organisations_stamp DEFAULT VALUES;
SELECT public.audit_ensure_partitions(3);
"""
# Whose rows are not in the file: those above, and what Django writes after every migration.
ROWLESS = ("audit_era", "organisations_stamp", "django_migrations", "django_content_type", "auth_permission")
# The tables of months, which ROWS_OF_EACH makes.
MONTHS = "audit_entry_2*"
# All names in it are whole ones, as pg_dump writes them; bodies of functions are read when they are called.
LAYING = "SET LOCAL search_path = ''; SET LOCAL check_function_bodies = off; SET LOCAL client_min_messages = warning;"
NOISE = ("--", "\\", "SET ", "SELECT pg_catalog.set_config(")
# A sequence that gave no number yet.
UNUSED = re.compile(r"SELECT pg_catalog\.setval\(.*, false\);$")
LISTED = re.compile(r"^-- (\w+)\.(\w+) ([0-9a-f]{16})$", re.M)


@dataclass(frozen=True)
class Snapshot:
    """A schema in SQL, and the migrations that made it, each with the hash of its file."""

    migrations: dict[Key, str]
    sql: str

    @property
    def text(self) -> str:
        """Return the file: the hash of all that follows, the migrations, the SQL."""
        head = "".join(f"-- {app}.{name} {mark}\n" for (app, name), mark in sorted(self.migrations.items()))
        below = f"{head}\n{self.sql}"
        return (
            f"-- {_hash(below.encode())}: made by manage.py write_schema, never by hand; of these migrations:\n{below}"
        )


def read(path: Path = FILE) -> Snapshot | None:
    """Return the snapshot of a file; None where there is none or somebody wrote into it."""
    if not path.exists():
        return None
    text = path.read_text(encoding="utf-8")
    head, _, sql = text.partition("\n\n")
    found = Snapshot({(app, name): mark for app, name, mark in LISTED.findall(head)}, sql)
    return found if found.text == text else None


def marks(loader: MigrationLoader) -> dict[Key, str]:
    """Return the hash of the file of each migration that this program has, those of the libraries too."""
    return {key: _hash(_source(type(found).__module__)) for key, found in (loader.disk_migrations or {}).items()}


def newer(snapshot: Snapshot, known: dict[Key, str]) -> list[Key] | None:
    """Return the migrations that came after a snapshot; None where one of its own is another now, or gone."""
    if any(known.get(key) != mark for key, mark in snapshot.migrations.items()):
        return None
    return sorted(known.keys() - snapshot.migrations.keys())


def lay(using: str) -> bool:
    """Make an empty database that of the snapshot; tell whether it was empty and the snapshot fits this program."""
    connection = connections[using]
    if connection.introspection.table_names():
        return False
    found = read()
    if found is None or newer(found, marks(MigrationLoader(None))) is None:
        return False
    lay_into(connection, found)
    return True


def lay_into(connection: BaseDatabaseWrapper, snapshot: Snapshot) -> None:
    """Make an empty database that of a snapshot, its migrations noted as applied; all of it or nothing."""
    using = connection.alias
    with transaction.atomic(using=using), connection.cursor() as cursor:
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        # As one text: its functions have semicolons inside.
        cursor.execute(LAYING + snapshot.sql)
        cursor.execute("SET LOCAL search_path TO DEFAULT;" + ROWS_OF_EACH)
        rows = recorder.Migration
        rows.objects.using(using).bulk_create(rows(app=app, name=name) for app, name in snapshot.migrations)


def tidy(dump: str) -> str:
    """Return what pg_dump wrote without its comments, settings and empty lines: what differs from run to run."""
    lines = [line.rstrip() for line in dump.splitlines()]
    kept, in_body = [], False
    for line in lines:
        # The body of a function stays as it is.
        if not in_body and (not line or line.startswith(NOISE) or UNUSED.match(line)):
            continue
        if line.count("$$") % 2 or line.count("$_$") % 2:
            in_body = not in_body
        kept.append(line)
    return "\n".join(kept) + "\n"


def _source(module: str) -> bytes:
    path = importlib.import_module(module).__file__
    return Path(str(path)).read_bytes()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
