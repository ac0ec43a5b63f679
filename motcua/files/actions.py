"""Taking files in, giving them an owner, and clearing away what nobody took.

The store is written before the row and emptied after it: a crash between leaves an object without a row, which the
sweep removes, never a row without its object.
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import IO, Any

import structlog
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from motcua import statements
from motcua.files import fenced
from motcua.files.models import StoredFile, Upload, UploadPart
from motcua.files.ports import MalwareScanner
from motcua.files.queries import read, sender, unused
from motcua.files.rules import MB, Drawn, Kind, plain_name, refusal
from motcua.files.storage import names_below
from motcua.lib.actors import Actor
from motcua.lib.refusals import Unavailable
from motcua.lib.text import clean

log = structlog.get_logger(__name__)

BLOBS, PARTS = "blobs", "parts"
LONGEST_SIDE = 2339  # of an A4 page at 200 dots an inch, the least that archives take
SWEPT_DAYS = 14
ATTACH = "UPDATE files_storedfile SET attached_at = %s WHERE id = ANY(%s) AND stored_by = %s AND attached_at IS NULL"


def store(*, data: bytes | IO[bytes], name: str, purpose: str, by: Actor, now: datetime) -> StoredFile:
    """Check a file by its content and keep it, owned by nobody yet.

    Raises FileRefused with a sentence that says what to do. Call it outside a transaction: it reads the file and
    writes the store.
    """
    limits = fenced.limits()
    name = _name(name)
    content = data if isinstance(data, bytes) else data.read(limits.size + 1)
    if not content:
        raise refusal("file_empty", name=name)
    if len(content) > limits.size:
        raise refusal("file_too_big", name=name, limit=limits.size // MB)
    found = fenced.ask(
        "inspect",
        [content],
        name,
        size=limits.size,
        pages=limits.pages,
        pixels=limits.pixels,
        unpacked=limits.unpacked,
    ).value
    _look_for_malware(content, name)
    [file] = _keep(_put_aside(content, name, found, purpose, by=by, now=now))
    return file


def _look_for_malware(content: bytes, name: str) -> None:
    """Ask the scanner where there is one. Without its answer nothing is taken: it fails closed."""
    if (path := settings.PORTS.get("malware")) is None:
        return
    scanner: MalwareScanner = import_string(path)()
    try:
        harm = scanner.find(content=content)
    except Unavailable as problem:
        raise refusal("file_not_now", name=name) from problem
    if harm:
        log.warning("file.malware", found=harm, sha256=hashlib.sha256(content).hexdigest())
        raise refusal("file_malware", name=name, found=harm)


def store_drawn(*, drawn: Sequence[Drawn], purpose: str, by: Actor, now: datetime) -> list[StoredFile]:
    """Keep PDFs that our own templates drew, owned by nobody yet. Not inspected: nobody else wrote a byte of them."""
    kept = []
    for one in drawn:
        traits = ["signed"] if one.is_signed else []
        found: dict[str, Any] = {"kind": Kind.PDF, "warnings": [], "traits": traits, "pages": one.pages}
        kept.append(_put_aside(one.pdf, one.name, found, purpose, by=by, now=now))
    return _keep(*kept)


def store_made(
    *,
    data: IO[bytes],
    kind: Kind,
    name: str,
    purpose: str,
    by: Actor,
    now: datetime,
    pages: int | None = None,
    traits: Sequence[str] = (),
) -> StoredFile:
    """Keep a file that the system wrote itself, owned by nobody yet; however big, it is read in pieces.

    Not inspected, and without the limits of uploads. Call it outside a transaction.
    """
    content = File(data)
    digest = hashlib.sha256()
    for piece in content.chunks():
        digest.update(piece)
    size = data.tell()
    row = StoredFile(
        key=default_storage.save(_new_key(BLOBS, now), content),
        sha256=digest.hexdigest(),
        size=size,
        kind=kind,
        name=name,
        purpose=purpose,
        pages=pages,
        traits=list(traits),
        stored_by=sender(by),
        created_at=now,
    )
    [file] = _keep(row)
    return file


def _put_aside(
    content: bytes, name: str, found: Mapping[str, Any], purpose: str, *, by: Actor, now: datetime
) -> StoredFile:
    """Write the object; the row is the caller's to insert."""
    return statements.made(
        StoredFile,
        key=_put(BLOBS, content, now),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        kind=found["kind"],
        name=name,
        purpose=purpose,
        pages=found["pages"],
        warnings=found["warnings"],
        traits=found["traits"],
        stored_by=sender(by),
        created_at=now,
    )


def _keep(*files: StoredFile) -> list[StoredFile]:
    # The commit of whoever attaches a file takes its row to the disk; before that it is nobody's.
    statements.insert(*files, is_awaited=False)
    return list(files)


def bind_images(*, images: Sequence[bytes], name: str) -> bytes:
    """Return one PDF of pictures that are not stored yet. Raises FileRefused where one cannot be read."""
    if not images:
        raise refusal("file_no_images")
    limits, pages, title = fenced.limits(), [], _name(name)
    # One at a time: each has the whole time limit for itself.
    for image in images:
        pages += fenced.ask("shrink", [image], title, pixels=limits.pixels, longest=LONGEST_SIDE).blobs
        if len(pages) > limits.pages:
            raise refusal("file_too_many_pages", name=title, limit=limits.pages)
    return fenced.ask("bind", pages, title, title=title.removesuffix(".pdf")).blobs[0]


def attach(*, file_ids: Iterable[int], by: Actor, now: datetime) -> None:
    """Give files to an owner: only once, and only what the sender sent. Join the owner's transaction.

    Raises FileRefused if a file is not there, another's, or already attached.
    """
    wanted = set(file_ids)
    statements.write(ATTACH, [now, list(wanted), sender(by)], count=len(wanted), otherwise=refusal("file_unknown"))


def copy(*, file: StoredFile, purpose: str, by: Actor, now: datetime) -> StoredFile:
    """Make another object with the same content, for another owner: owners never share one."""
    return StoredFile.objects.create(
        key=_put(BLOBS, read(file), now),
        sha256=file.sha256,
        size=file.size,
        kind=file.kind,
        name=file.name,
        purpose=purpose,
        pages=file.pages,
        warnings=file.warnings,
        traits=file.traits,
        stored_by=sender(by),
        created_at=now,
    )


def discard(*, file_ids: Iterable[int]) -> None:
    """Delete files whose owner let them go; the owner's own rows must be gone. Their objects go at commit."""
    files = list(StoredFile.objects.filter(pk__in=list(file_ids)))
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    for file in files:
        transaction.on_commit(lambda key=file.key: default_storage.delete(key))  # type: ignore[misc]


@transaction.atomic
def discard_unused(*, by: Actor) -> int:
    """Delete what a sender sent and nobody took, with what is still on its way; return how many files."""
    for upload in Upload.objects.filter(stored_by=sender(by), file=None):
        _forget(upload)
    found = list(unused(by=by).select_for_update().values_list("pk", flat=True))
    discard(file_ids=found)
    return len(found)


def succeed(*, file_id: int, old_id: int) -> None:
    """Let a file take the place of one that it holds bit for bit, under its public id: whoever knows that, finds it.

    Join the owner's transaction; the owner's own rows must point to the new file by then.
    """
    public_id = StoredFile.objects.values_list("public_id", flat=True).get(pk=old_id)
    discard(file_ids=[old_id])
    StoredFile.objects.filter(pk=file_id).update(public_id=public_id)


def begin_upload(*, name: str, size: int, purpose: str, by: Actor, now: datetime) -> Upload:
    """Announce a file that will come in pieces. Raises FileRefused for one that is empty or too big."""
    name, limit = _name(name), fenced.limits().size
    if size <= 0:
        raise refusal("file_empty", name=name)
    if size > limit:
        raise refusal("file_too_big", name=name, limit=limit // MB)
    return Upload.objects.create(name=name, size=size, purpose=purpose, stored_by=sender(by), created_at=now)


def append(*, upload_id: uuid.UUID, offset: int, data: bytes, by: Actor, now: datetime) -> Upload:
    """Take the next piece of an upload; a piece sent twice is taken once.

    Raises FileRefused `upload_offset` (its params give `received`) where the piece does not follow what is there.
    """
    upload = _own_upload(upload_id, by)
    if offset + len(data) <= upload.received:
        return upload
    _check_piece(upload, offset, data)
    key = _put(PARTS, data, now)
    try:
        with transaction.atomic():
            upload = Upload.objects.select_for_update().get(pk=upload.pk)
            _check_piece(upload, offset, data)
            UploadPart.objects.create(upload=upload, offset=offset, size=len(data), key=key)
            upload.received = offset + len(data)
            upload.save(update_fields=["received"])
    except BaseException:
        default_storage.delete(key)
        raise
    return upload


def finish_upload(*, upload_id: uuid.UUID, by: Actor, now: datetime) -> StoredFile:
    """Put the pieces together and store the file; asked twice, give the same file.

    Raises FileRefused where pieces are missing or the file is not taken; a file that is not taken ends its upload.
    """
    upload = _own_upload(upload_id, by)
    if upload.file_id is not None:
        return StoredFile.objects.get(pk=upload.file_id)
    if upload.received != upload.size:
        raise refusal("upload_incomplete", name=upload.name, received=upload.received)
    content = b"".join(_get(part.key) for part in upload.parts.order_by("offset"))
    try:
        file = store(data=content, name=upload.name, purpose=upload.purpose, by=by, now=now)
    except fenced.FileRefused:
        _forget(upload)
        raise
    with transaction.atomic():
        locked = Upload.objects.select_for_update().get(pk=upload.pk)
        if locked.file_id is not None:  # the same request twice at once: the first counts
            discard(file_ids=[file.pk])
            return StoredFile.objects.get(pk=locked.file_id)
        locked.file = file
        locked.save(update_fields=["file"])
        _drop_parts(locked)
    return file


def sweep(*, now: datetime) -> dict[str, int]:
    """Remove files nobody took, uploads nobody finished, and objects without a row; return how many of each."""
    old = now - timedelta(hours=settings.FILE_KEEP_UNATTACHED_HOURS)
    stale = now - timedelta(hours=settings.FILE_KEEP_UPLOAD_HOURS)
    counts = {"uploads": 0, "files": 0, "objects": 0}
    for upload in Upload.objects.filter(created_at__lt=stale).order_by("pk").iterator():
        _forget(upload)
        counts["uploads"] += 1
    while True:
        with transaction.atomic():
            unattached = StoredFile.objects.filter(attached_at=None, created_at__lt=old)
            batch = list(unattached.select_for_update(skip_locked=True).order_by("pk")[:200])
            discard(file_ids=[file.pk for file in batch])
        counts["files"] += len(batch)
        if not batch:
            break
    counts["objects"] = _sweep_objects(now)
    return counts


def _sweep_objects(now: datetime) -> int:
    """Remove objects of the last days that no row names; a day's grace lets what is being stored get its row."""
    removed = 0
    for age in range(2, SWEPT_DAYS):
        day = f"{now - timedelta(days=age):%Y%m%d}"
        for folder, rows in ((BLOBS, StoredFile.objects), (PARTS, UploadPart.objects)):
            keys = set(names_below(default_storage, f"{folder}/{day}"))
            known = set(rows.filter(Q(key__startswith=f"{folder}/{day}/")).values_list("key", flat=True))
            for key in keys - known:
                default_storage.delete(key)
                removed += 1
    return removed


def _name(name: str) -> str:
    name = plain_name(clean(name).replace("\n", " "))
    if not name:
        raise refusal("file_name")
    return name


def _put(folder: str, content: bytes, now: datetime) -> str:
    return default_storage.save(_new_key(folder, now), ContentFile(content))


def _new_key(folder: str, now: datetime) -> str:
    key = uuid.uuid4().hex
    # The name tells the day only; equal files of two people are two objects with nothing in common.
    return f"{folder}/{now:%Y%m%d}/{key[:2]}/{key}"


def _get(key: str) -> bytes:
    with default_storage.open(key, "rb") as blob:
        return bytes(blob.read())


def _own_upload(upload_id: uuid.UUID, by: Actor) -> Upload:
    upload = Upload.objects.filter(public_id=upload_id, stored_by=sender(by)).first()
    if upload is None:
        raise refusal("upload_unknown")
    return upload


def _check_piece(upload: Upload, offset: int, data: bytes) -> None:
    if offset != upload.received:
        raise refusal("upload_offset", name=upload.name, received=upload.received)
    if offset + len(data) > upload.size:
        raise refusal("upload_overrun", name=upload.name)
    if not data:
        raise refusal("file_empty", name=upload.name)


def _drop_parts(upload: Upload) -> None:
    for part in upload.parts.all():
        transaction.on_commit(lambda key=part.key: default_storage.delete(key))  # type: ignore[misc]
    upload.parts.all().delete()


def _forget(upload: Upload) -> None:
    with transaction.atomic():
        _drop_parts(upload)
        upload.delete()
