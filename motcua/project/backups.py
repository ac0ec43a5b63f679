"""Saving a province and bringing it back: the database first, then the files, the keys apart.

A folder of backups holds one folder per backup (the dump, the list of its files, the manifest) and one store of files
that all of them share: a file never changes, so each is copied once. In this order every row of the dump finds its
file: files are written before their rows, and only files that nobody owns are ever removed.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection
from psycopg.conninfo import make_conninfo

from motcua.audit import kept_heads, sealing
from motcua.audit.models import Seal
from motcua.audit.queries import verify_chain
from motcua.files.models import StoredFile
from motcua.project import embedded, grants

DUMP, LIST, MANIFEST, STORE = "database.dump", "files.tsv", "manifest.json", "files"
CHUNK = 1 << 20
Say = Callable[[str], None]


class Failed(Exception):
    """A backup or a restore could not be done; the text is a sentence for the person at the terminal."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, and by what it can be told that it is whole and that our keys fit it."""

    made_at: str
    database_sha256: str
    database_bytes: int
    files: int
    files_bytes: int
    server_version: int
    keys: str
    audit_seals: int
    audit_hash: str


def fingerprint_of_keys() -> str:
    """Return a mark by which the keys of identity numbers are known again without telling them."""
    material = f"{settings.IDENTITY_INDEX_KEY}\n{settings.IDENTITY_KEYS.rsplit(',', 1)[-1]}"
    return hashlib.sha256(b"motcua keys\n" + material.encode()).hexdigest()[:16]


def back_up(folder: Path, *, now: datetime, say: Say) -> Path:
    """Make a backup below a folder and return it. What is not finished never has a backup's name."""
    folder = folder.resolve()
    if settings.KEYS.is_relative_to(folder):
        raise Failed(f"the keys lie in {settings.KEYS}, inside the backups: who steals one would have both")
    target = folder / now.strftime("%Y%m%dT%H%M%SZ")
    aside = folder / f".{target.name}.part"
    if target.exists():
        raise Failed(f"{target} exists")
    shutil.rmtree(aside, ignore_errors=True)
    (folder / STORE).mkdir(parents=True, exist_ok=True, mode=0o700)
    aside.mkdir(mode=0o700)
    run_program("pg_dump", "--format=custom", "--no-owner", "--no-acl", "--schema=public", "--file", str(aside / DUMP))
    say(f"  database: {(aside / DUMP).stat().st_size / 1e6:.1f} MB")
    count, size = _copy_files(folder / STORE, aside / LIST)
    say(f"  files: {count}, {size / 1e6:.1f} MB")
    # The whole chain is checked by its own command and at every restore; here its end is written down.
    last = Seal.objects.order_by("-number").first()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    manifest = Manifest(
        made_at=now.isoformat(),
        database_sha256=_sha256(aside / DUMP),
        database_bytes=(aside / DUMP).stat().st_size,
        files=count,
        files_bytes=size,
        server_version=version,
        keys=fingerprint_of_keys(),
        audit_seals=last.number if last else 0,
        audit_hash=bytes(last.hash).hex() if last else "",
    )
    (aside / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))
    for path in aside.iterdir():
        _flush(path)
    aside.rename(target)
    _flush(folder)
    return target


def _copy_files(store: Path, listing: Path) -> tuple[int, int]:
    count = total = 0
    with listing.open("w") as lines:
        rows = StoredFile.objects.order_by("pk").values_list("key", "sha256", "size")
        for key, sha256, size in rows.iterator():
            path = store / key
            if not path.exists() or path.stat().st_size != size:
                _copy_out(key, path, sha256)
            lines.write(f"{key}\t{sha256}\t{size}\n")
            count += 1
            total += size
    return count, total


def _copy_out(key: str, path: Path, sha256: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f".{path.name}.part")
    digest = hashlib.sha256()
    with default_storage.open(key) as source, aside.open("wb") as copy:
        for chunk in source.chunks(CHUNK):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fdatasync(copy.fileno())
    if digest.hexdigest() != sha256:
        aside.unlink()
        raise Failed(f"file {key} does not match its hash: run manage.py check_integrity before backing up")
    aside.rename(path)


def prune(folder: Path, *, keep: int, say: Say) -> None:
    """Remove all but the newest backups, and the files that none of those kept has."""
    backups = list(_backups(folder))
    for old in backups[: max(len(backups) - keep, 0)]:
        shutil.rmtree(old)
        say(f"  removed {old.name}")
    needed = {key for backup in _backups(folder) for key, _, _ in _listed(backup)}
    store = folder / STORE
    for path in [path for path in store.rglob("*") if path.is_file()]:
        if str(path.relative_to(store)) not in needed:
            path.unlink()


def copy_keys(target: Path, backups: Path) -> None:
    """Copy the keys to a folder of their own, which must not lie among the backups."""
    if target.resolve().is_relative_to(backups.resolve()):
        raise Failed("the keys must not lie beside what they open: name another folder, best on another machine")
    shutil.copytree(settings.KEYS, target, dirs_exist_ok=True)
    target.chmod(0o700)


def newest(folder: Path) -> Path:
    """Return the folder itself if it is a backup, else the newest backup in it."""
    if (folder / MANIFEST).exists():
        return folder
    backups = list(_backups(folder))
    if not backups:
        raise Failed(f"there is no backup in {folder}")
    return backups[-1]


def _backups(folder: Path) -> Iterator[Path]:
    yield from sorted(path.parent for path in folder.glob(f"*/{MANIFEST}") if not path.parent.name.startswith("."))


def _listed(backup: Path) -> Iterator[tuple[str, str, int]]:
    with (backup / LIST).open() as lines:
        for line in lines:
            key, sha256, size = line.rstrip("\n").split("\t")
            yield key, sha256, int(size)


def restore(backup: Path, *, replace: bool, other_keys: bool, say: Say) -> Manifest:
    """Bring a backup back into this data folder and database.

    Refuses a damaged backup, keys that do not open it, and a database that is not empty unless `replace`. Begins a new
    era of the audit trail, because transaction ids begin anew in another server.
    """
    manifest = Manifest(**json.loads((backup / MANIFEST).read_text()))
    if _sha256(backup / DUMP) != manifest.database_sha256:
        raise Failed(f"{backup / DUMP} is damaged: its hash is not the manifest's")
    if manifest.keys != fingerprint_of_keys() and not other_keys:
        raise Failed(f"the keys in {settings.KEYS} are not those of this backup: restore its keys first")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if cursor.fetchone()[0]:
            if not replace:
                raise Failed("the database is not empty; --replace removes what is in it")
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    connection.close()
    run_program("pg_restore", "--no-owner", "--no-acl", "--exit-on-error", "--schema=public", str(backup / DUMP))
    say("  database restored")
    count = 0
    for key, sha256, size in _listed(backup):
        _copy_in(backup.parent / STORE / key, key, sha256, size)
        count += 1
    say(f"  files restored: {count}")
    sealing.begin_era()
    if (aside := kept_heads.set_aside(datetime.now(UTC))) is not None:
        say(f"  published heads of the audit trail: those younger than the backup stay in {aside}")
    grants.grant(settings.RUNTIME_ROLE)
    verdict = verify_chain()
    if verdict.flaws:
        raise Failed(f"the audit trail is not whole: {verdict.flaws[0].what}")
    say(f"  audit trail: {verdict.entries} entries under {verdict.seals} seals are as they were")
    return manifest


def _copy_in(source: Path, key: str, sha256: str, size: int) -> None:
    if default_storage.exists(key) and default_storage.size(key) == size:
        with default_storage.open(key) as there:
            if _digest(there.chunks(CHUNK)) == sha256:
                return
        default_storage.delete(key)
    if not source.exists() or _sha256(source) != sha256:
        raise Failed(f"file {key} is missing from the backup or damaged")
    with source.open("rb") as content:
        default_storage.save(key, File(content))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return _digest(iter(lambda: file.read(CHUNK), b""))


def _digest(chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def run_program(program: str, *arguments: str) -> str:
    """Run pg_dump or pg_restore against our database and return what it says; raises Failed.

    The password goes by the environment, not by the command line.
    """
    given: dict[str, Any] = connection.get_connection_params()
    for ours in ("cursor_factory", "context", "prepare_threshold"):
        given.pop(ours, None)
    password = given.pop("password", "") or ""
    where = make_conninfo(**given)
    named = ["--dbname", where]
    line = [str(_program(program)), *named, *arguments]
    done = subprocess.run(
        line, capture_output=True, text=True, check=False, env={**os.environ, "PGPASSWORD": str(password)}
    )
    if done.returncode:
        raise Failed(f"{program}: {done.stderr.strip()[-600:]}")
    return done.stdout


def _program(name: str) -> Path:
    """Return the program of the server's own version where it is installed, else that of the embedded server."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10000
    debian = Path(f"/usr/lib/postgresql/{major}/bin/{name}")
    return debian if debian.exists() else embedded.binary(name)
