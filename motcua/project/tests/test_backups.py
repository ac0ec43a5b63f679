"""A province comes back from its backup: rows, files, audit trail, rights; and a damaged backup does not."""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from motcua import audit, outbox, statements
from motcua.audit import sealing
from motcua.files.models import StoredFile
from motcua.lib.actors import SYSTEM
from motcua.project import backups
from motcua.project.embedded import REPOSITORY

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@outbox.task(queue="upkeep", name="project.test.waits")
def waits(*, number: int) -> None:
    """Be a job that waits in the backup."""


def stored(content: bytes) -> StoredFile:
    """Keep a file as the store keeps it, without the inspection that real uploads pass."""
    key = f"blobs/test/{uuid.uuid4().hex}"
    default_storage.save(key, ContentFile(content))
    return StoredFile.objects.create(
        key=key,
        sha256=backups._digest(iter([content])),
        size=len(content),
        kind="pdf",
        name="giấy.pdf",
        purpose="paper",
        stored_by="citizen:1",
        created_at=NOW,
        attached_at=NOW,
    )


@pytest.fixture
def other_database() -> Iterator[str]:
    """An empty database beside the suite's own."""
    name = f"restored_{uuid.uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def elsewhere(name: str, data: Path, *arguments: str, keys: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command as another installation would: its own database and data folder, the same keys."""
    ours = connection.settings_dict
    address = f"postgresql://{ours['USER']}@/{name}?host={ours['HOST']}&port={ours['PORT'] or 5432}"
    if ours["PASSWORD"]:
        address = f"postgresql://{ours['USER']}:{ours['PASSWORD']}@{ours['HOST']}:{ours['PORT']}/{name}"
    env = {
        **os.environ,
        "DATABASE_URL": address,
        "MOTCUA_OWNER_DATABASE_URL": address,
        "MOTCUA_DATA": str(data),
        "MOTCUA_KEYS": str(keys or settings.KEYS),
        "PYTHONWARNINGS": "default",
    }
    line = [sys.executable, "manage.py", *arguments]
    return subprocess.run(line, capture_output=True, text=True, cwd=REPOSITORY, env=env, check=False)


def quiet(_: str) -> None:
    """Say nothing."""


def filled() -> tuple[StoredFile, int]:
    file = stored(b"%PDF-1.7 one")
    with transaction.atomic():
        audit.record("test.saved", about=("test", file.key), by=SYSTEM, at=NOW)
        waits.defer_at(datetime(2999, 1, 1, tzinfo=UTC), number=1)
        found = statements.row("SELECT max(id) FROM procrastinate_jobs")
    sealing.seal()
    with transaction.atomic():
        audit.record("test.unsealed", about=("test", file.key), by=SYSTEM, at=NOW)
    assert found is not None
    return file, found[0]


def test_what_was_saved_comes_back_elsewhere(tmp_path: Path, other_database: str) -> None:
    file, job = filled()
    folder, data = tmp_path / "backups", tmp_path / "data"
    call_command("backup", str(folder), verbosity=0)
    later = stored(b"%PDF-1.7 after the backup")

    done = elsewhere(other_database, data, "restore", str(folder))
    assert done.returncode == 0, done.stderr
    assert "is back" in done.stdout
    assert (data / "files" / file.key).read_bytes() == b"%PDF-1.7 one"
    assert not (data / "files" / later.key).exists()

    whole = elsewhere(other_database, data, "verify_audit")
    assert whole.returncode == 0, whole.stderr
    script = (
        "from motcua import audit; from motcua.audit import sealing, queries; from motcua.lib.actors import SYSTEM;"
        "from django.db import transaction, connection; from datetime import datetime, UTC\n"
        "with transaction.atomic(): audit.record('test.after', about=('test','x'), by=SYSTEM, at=datetime.now(UTC))\n"
        "print(sealing.seal() > 0, queries.verify_chain().flaws)\n"
        "c = connection.cursor(); c.execute('SELECT max(era) FROM audit_entry'); print(c.fetchone()[0])\n"
        "c.execute('SELECT max(id) FROM procrastinate_jobs WHERE attempts = 0'); print(c.fetchone()[0])"
    )
    lives = elsewhere(other_database, data, "shell", "--no-imports", "-c", script)
    assert lives.stdout.split("\n")[:3] == ["True []", "2", str(job)], lives.stderr
    again = elsewhere(other_database, data, "restore", str(folder))
    assert again.returncode != 0
    assert "not empty" in again.stderr
    assert elsewhere(other_database, data, "restore", str(folder), "--replace").returncode == 0


def test_backups_share_their_files_and_old_ones_go(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    first_file = stored(b"first")
    first = backups.back_up(folder, now=NOW, say=quiet)
    inode = (folder / "files" / first_file.key).stat().st_ino
    second_file = stored(b"second")
    second = backups.back_up(folder, now=NOW + timedelta(hours=1), say=quiet)
    assert (folder / "files" / first_file.key).stat().st_ino == inode
    assert backups.newest(folder) == second
    assert backups.newest(first) == first
    StoredFile.objects.filter(pk=first_file.pk).delete()
    backups.back_up(folder, now=NOW + timedelta(hours=2), say=quiet)
    backups.prune(folder, keep=1, say=quiet)
    assert not first.exists()
    assert not (folder / "files" / first_file.key).exists()
    assert (folder / "files" / second_file.key).read_bytes() == b"second"


def test_what_is_damaged_or_foreign_is_refused(tmp_path: Path, other_database: str) -> None:
    file, _ = filled()
    folder, data = tmp_path / "backups", tmp_path / "data"
    made = backups.back_up(folder, now=NOW, say=quiet)

    other_keys = tmp_path / "other-keys"
    refused = elsewhere(other_database, data, "restore", str(folder), keys=other_keys)
    assert refused.returncode != 0
    assert "not those of this backup" in refused.stderr

    (folder / "files" / file.key).write_bytes(b"%PDF-1.7 two")
    refused = elsewhere(other_database, data, "restore", str(folder), "--replace")
    assert refused.returncode != 0
    assert file.key in refused.stderr

    with (made / "database.dump").open("r+b") as dump:
        dump.seek(2000)
        dump.write(b"\0\0\0\0")
    refused = elsewhere(other_database, data, "restore", str(folder), "--replace")
    assert refused.returncode != 0
    assert "damaged" in refused.stderr
    with pytest.raises(CommandError, match="no backup"):
        call_command("restore", str(tmp_path / "nothing"))


def test_a_file_that_was_changed_stops_the_backup(tmp_path: Path) -> None:
    file = stored(b"true")
    Path(default_storage.path(file.key)).write_bytes(b"lies")
    with pytest.raises(CommandError, match="does not match"):
        call_command("backup", str(tmp_path / "backups"))
    assert [path.name for path in (tmp_path / "backups").iterdir() if not path.name.startswith(".")] == ["files"]


def test_keys_never_lie_beside_what_they_open(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="keys must not lie"):
        call_command("backup", str(tmp_path), keys_to=tmp_path / "keys", verbosity=0)
    with pytest.raises(CommandError, match="inside the backups"):
        call_command("backup", str(settings.KEYS.parent), verbosity=0)
    apart = tmp_path.parent / f"{tmp_path.name}-keys"
    call_command("backup", str(tmp_path / "more"), keys_to=apart, verbosity=0)
    assert {path.name for path in apart.iterdir()} == {path.name for path in settings.KEYS.iterdir()}
    shutil.rmtree(apart)


def test_an_upgrade_saves_first_and_waits_for_nobody_long(tmp_path: Path, other_database: str) -> None:
    data = tmp_path / "data"
    empty = elsewhere(other_database, data, "upgrade", "-v0")
    assert empty.returncode == 0, empty.stderr
    assert not (data / "backups").exists(), "an empty database has nothing to save"
    nothing = elsewhere(other_database, data, "upgrade")
    assert "already" in nothing.stdout
    behind = elsewhere(other_database, data, "migrate", "outbox", "0001", "-v0")
    assert behind.returncode == 0, behind.stderr
    worker = elsewhere(other_database, data, "worker")
    assert worker.returncode != 0
    assert "upgrade" in worker.stderr
    done = elsewhere(other_database, data, "upgrade", "-v0")
    assert done.returncode == 0, done.stderr
    assert "Saved to" in done.stdout
    assert "of this version now" in done.stdout
