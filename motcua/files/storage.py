"""The local folder as a store: what was saved is on the disk when `save` returns, or it is not there at all."""

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

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]  # File is generic in the stubs only
        path = Path(self.path(name))
        new_folders = self._make_folders(path.parent)
        aside = path.with_name(f".{uuid.uuid4().hex}.part")
        try:
            with open(aside, "wb", opener=_private) as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fdatasync(file.fileno())
            aside.rename(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        for folder in [path.parent, *new_folders]:
            _flush_folder(folder)
        return name

    def _make_folders(self, folder: Path) -> list[Path]:
        """Create missing folders; return those whose list of names changed."""
        changed = []
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for each in reversed(missing):
            each.mkdir(mode=0o700, exist_ok=True)
            changed.append(each.parent)
        return changed


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _flush_folder(folder: Path) -> None:
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
