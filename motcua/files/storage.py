"""The local folder as a store: what was saved is on the disk when `save` returns, or it is not there at all."""

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage


class FolderStorage(FileSystemStorage):
    """A folder whose files are written aside, flushed to the disk, and only then given their name."""

    def __init__(self, location: str) -> None:
        super().__init__(location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def save(self, name: str | None, content: File, max_length: int | None = None) -> str:  # type: ignore[type-arg,override]
        """Write an object. Its name is taken as it is: ours are random, so nothing is asked or made up first."""
        if not name or ".." in name or name.startswith("/"):
            raise ValueError(f"not a name of an object: {name!r}")
        path = f"{self.location}/{name}"
        folder = path.rpartition("/")[0]
        changed = [folder, *_make_folders(folder)]
        aside = f"{folder}/.{uuid.uuid4().hex}.part"
        try:
            with open(aside, "wb", opener=_private) as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fdatasync(file.fileno())
            os.rename(aside, path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
        for each in changed:
            _flush_folder(each)
        return name


def _make_folders(folder: str) -> list[str]:
    """Create missing folders; return those whose list of names changed."""
    missing = []
    while not os.path.isdir(folder):
        missing.append(folder)
        folder = folder.rpartition("/")[0]
    for each in reversed(missing):
        with contextlib.suppress(FileExistsError):
            os.mkdir(each, mode=0o700)
    return [each.rpartition("/")[0] for each in missing]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _flush_folder(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def names_below(storage: Storage, folder: str) -> Iterator[str]:
    """Yield the names of all objects below a folder of any store."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from names_below(storage, f"{folder}/{name}")
