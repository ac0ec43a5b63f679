"""Writes the objects of the copies' files: each copy has its own, because owners share none."""

import os
import uuid
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from motcua.files.actions import BLOBS
from motcua.files.storage import FolderStorage


def new_key(day: str) -> str:
    """Return the name of a new object."""
    key = uuid.uuid4().hex
    return f"{BLOBS}/{day}/{key[:2]}/{key}"


def write(objects: Iterable[tuple[str, bytes]]) -> int:
    """Write objects under their names, all on the disk when this returns; return how many.

    In a local folder the disk is flushed once at the end, not after each: nothing refers to them yet.
    """
    count, folders = 0, set()
    for count, (key, content) in enumerate(objects, start=1):  # noqa: B007 - the last one is the answer
        if not isinstance(default_storage, FolderStorage):
            default_storage.save(key, ContentFile(content))
            continue
        path = f"{default_storage.location}/{key}"
        folder = path.rpartition("/")[0]
        if folder not in folders:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            folders.add(folder)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, content)
        finally:
            os.close(descriptor)
    os.sync()
    return count
