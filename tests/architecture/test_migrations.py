"""Migrations: in one line, named by a human, safe to run while people work."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("motcua.")]
# Not about safety: Django's own choice of types; time limits are set by `upgrade` for the whole run.
NOISE = (
    "prefer-text-field",
    "prefer-bigint-over-int",
    "prefer-bigint-over-smallint",
    "require-lock-timeout",
    "require-statement-timeout",
)
# The first release's own migrations never meet a row: they make the tables.
BEFORE_THE_FIRST_RELEASE = re.compile(r"000[1-6]_")


def ours(loader: MigrationLoader) -> list[tuple[str, str]]:
    return sorted(key for key in loader.disk_migrations if key[0] in OURS)


@pytest.fixture
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def test_one_line_per_app(loader: MigrationLoader) -> None:
    assert loader.detect_conflicts() == {}


@pytest.mark.slow
@pytest.mark.django_db
def test_none_is_missing() -> None:
    call_command("makemigrations", *OURS, check=True, dry_run=True, verbosity=1)


def test_named_by_a_human(loader: MigrationLoader) -> None:
    wrong = [
        key
        for key in ours(loader)
        if not re.fullmatch(r"\d{4}_[a-z0-9_]+", key[1]) or re.search(r"_auto_|_\d+$", key[1])
    ]
    assert wrong == []


@pytest.mark.slow
@pytest.mark.django_db
def test_safe_while_people_work(loader: MigrationLoader, tmp_path: Path) -> None:
    assert connection.vendor == "postgresql"
    checked = [key for key in ours(loader) if not BEFORE_THE_FIRST_RELEASE.match(key[1])]
    # As `sqlmigrate` does it, which reads all migrations anew for each that it prints.
    whole = MigrationLoader(connection, replace_migrations=False)
    for app, name in checked:
        migration = whole.get_migration(app, name)
        sql = whole.collect_sql([(migration, False)])
        sql = ["BEGIN;", *sql, "COMMIT;"] if migration.atomic and sql else sql
        (tmp_path / f"{app}.{name}.sql").write_text("\n".join(sql))
    assert squawk(tmp_path) == []


def test_the_linter_would_see_it(tmp_path: Path) -> None:
    (tmp_path / "bad.sql").write_text("BEGIN; ALTER TABLE dossier ADD COLUMN x int NOT NULL; COMMIT;")
    assert squawk(tmp_path) != []


def squawk(folder: Path) -> list[str]:
    files = sorted(str(path) for path in folder.glob("*.sql"))
    if not files:
        return []
    program = shutil.which("squawk", path=str(Path(sys.executable).parent))
    assert program is not None, "script/setup --dev installs squawk"
    noise = [part for rule in NOISE for part in ("-e", rule)]
    done = subprocess.run([program, "--reporter", "gcc", *noise, *files], capture_output=True, text=True, check=False)
    return [line for line in done.stdout.splitlines() if ": warning:" in line or ": error:" in line]
