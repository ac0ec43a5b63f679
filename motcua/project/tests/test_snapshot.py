"""The snapshot of the schema: an empty database gets it at once, and gets what all migrations would have made."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from motcua.project import schema, snapshot
from motcua.project.management.commands.write_schema import ASIDE, aside, drawn, dumped

# So many migrations later laying it saves little: then it is written anew.
MOST_NEWER = 25


@pytest.fixture(scope="module")
def kept() -> snapshot.Snapshot:
    found = snapshot.read()
    assert found is not None, "somebody wrote into the file: run manage.py write_schema"
    return found


@pytest.fixture
def of_its_version(transactional_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) // 10000 != 18:
            pytest.skip("the snapshot says things as the embedded server's version does")


def test_it_fits_this_program(kept: snapshot.Snapshot) -> None:
    after = snapshot.newer(kept, snapshot.marks(MigrationLoader(None)))
    assert after is not None, "a migration in it was rewritten: run manage.py write_schema"
    assert len(after) <= MOST_NEWER, "run manage.py write_schema"


def test_another_migration_than_it_was_made_of_makes_it_useless(kept: snapshot.Snapshot) -> None:
    known = dict(kept.migrations)
    first = next(iter(known))
    assert snapshot.newer(kept, {**known, ("dossiers", "9999_more"): "0" * 16}) == [("dossiers", "9999_more")]
    assert snapshot.newer(kept, {**known, first: "0" * 16}) is None, "rewritten"
    known.pop(first)
    assert snapshot.newer(kept, known) is None, "gone"


def test_what_somebody_wrote_into_is_not_laid(kept: snapshot.Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "schema.sql"
    path.write_text(kept.text)
    assert snapshot.read(path) == kept
    path.write_text(kept.text.replace("NOT NULL", "", 1))
    assert snapshot.read(path) is None
    assert snapshot.read(tmp_path / "none.sql") is None


@pytest.mark.django_db
def test_a_database_with_tables_is_left_alone() -> None:
    assert not snapshot.lay("default")


def test_bodies_of_functions_are_kept_as_they_are() -> None:
    function = "CREATE FUNCTION f() AS $$\n-- why\nSET b = 2;\n\n$$;\n"
    dump = f"-- made\nSET a = 1;\n\n{function}SELECT pg_catalog.setval('s', 1, false);\n"
    assert snapshot.tidy(dump) == function


@pytest.mark.slow
@pytest.mark.usefixtures("of_its_version")
def test_an_empty_database_becomes_what_the_file_says(kept: snapshot.Snapshot) -> None:
    with aside(ASIDE):
        snapshot.lay_into(connection, kept)
        assert dumped() == kept.sql
        with connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM audit_era), (SELECT count(*) FROM organisations_stamp)")
            assert cursor.fetchone() == (1, 1)
            cursor.execute("SELECT count(*) FROM pg_class WHERE relname ~ '^audit_entry_2[0-9]{3}_[0-9]{2}$'")
            assert cursor.fetchone() == (4,), "this month and three more"
        assert schema.is_current() == (snapshot.newer(kept, snapshot.marks(MigrationLoader(None))) == [])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_migrate_begins_with_it(kept: snapshot.Snapshot, capsys: pytest.CaptureFixture[str]) -> None:
    with aside(ASIDE):
        call_command("migrate", interactive=False)
        said = capsys.readouterr().out
        assert "Laid the schema" in said
        assert not {
            name for name in re.findall(r"Applying (\w+\.\w+)", said) if tuple(name.split(".")) in kept.migrations
        }
        assert schema.is_current()
        call_command("migrate", interactive=False)
        assert "Laid" not in capsys.readouterr().out


@pytest.mark.long
@pytest.mark.usefixtures("of_its_version")
def test_all_migrations_one_by_one_make_the_same() -> None:
    assert drawn().sql == drawn(one_by_one=False).sql
