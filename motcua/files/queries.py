"""Reading stored files: the hash is checked on every read, and nothing comes out as active content."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.http import content_disposition_header

from motcua.files import fenced
from motcua.files.models import StoredFile, Upload
from motcua.files.rules import MEDIA_TYPES, WARNINGS, WITH_PAGES, Kind, refusal
from motcua.lib.actors import Actor

CHUNK = 1 << 17
PAGE_WIDTH = 1240


class Damaged(Exception):
    """An object of the store is missing or does not match its hash: somebody must look at the store."""


def sender(by: Actor) -> str:
    """Return the reference under which a sender's files are kept."""
    return f"{by.kind}:{by.id}"


def sent(*, public_ids: Iterable[uuid.UUID], by: Actor) -> list[StoredFile]:
    """Return files by their public ids, in the order asked for, if all are this sender's own and not yet taken.

    Raises FileRefused otherwise, without telling whether such a file exists.
    """
    wanted = list(public_ids)
    found = {
        file.public_id: file
        for file in StoredFile.objects.filter(public_id__in=wanted, stored_by=sender(by), attached_at=None)
    }
    if len(found) != len(set(wanted)):
        raise refusal("file_unknown")
    return [found[public_id] for public_id in wanted]


def unused(*, by: Actor) -> QuerySet[StoredFile]:
    """Return what a sender sent and nobody took."""
    return StoredFile.objects.filter(stored_by=sender(by), attached_at=None)


def read(file: StoredFile) -> bytes:
    """Return a file's content. Raises Damaged where the store does not give what was put in."""
    return b"".join(stream(file))


def stream(file: StoredFile) -> Iterator[bytes]:
    """Yield a file's content in pieces; the last one comes only after the hash was found right.

    Raises Damaged before that last piece, so that whoever receives it sees a broken answer, not a wrong file.
    """
    digest, size, held = hashlib.sha256(), 0, b""
    try:
        with default_storage.open(file.key, "rb") as blob:
            while piece := blob.read(CHUNK):
                digest.update(piece)
                size += len(piece)
                if held:
                    yield held
                held = piece
    except FileNotFoundError as problem:
        raise Damaged(f"file {file.public_id} is missing in the store") from problem
    if size != file.size or digest.hexdigest() != file.sha256:
        raise Damaged(f"file {file.public_id} does not match its hash")
    yield held


def is_whole(file: StoredFile) -> bool:
    """Tell whether the store still gives what was put in."""
    try:
        for _ in stream(file):
            pass
    except Damaged:
        return False
    return True


def page_image(file: StoredFile, page: int, width: int = PAGE_WIDTH) -> bytes:
    """Return a PNG of one page, counted from 1. Raises FileRefused for kinds without pages and pages not there."""
    if Kind(file.kind) not in WITH_PAGES:
        raise refusal("file_no_preview", name=file.name)
    limits = fenced.limits()
    answer = fenced.ask(
        "page_image", [read(file)], file.name, kind=file.kind, page=page, width=width, pixels=limits.pixels
    )
    return answer.blobs[0]


def pdf_page_image(data: bytes, page: int, width: int = PAGE_WIDTH) -> bytes:
    """Return a PNG of one page of a PDF that is not stored; raises FileRefused for a page not there."""
    limits = fenced.limits()
    answer = fenced.ask(
        "page_image", [data], "draft.pdf", kind=Kind.PDF.value, page=page, width=width, pixels=limits.pixels
    )
    return answer.blobs[0]


def pdf_pages(data: bytes) -> int:
    """Return how many pages a PDF that is not stored has; raises FileRefused for one that is none."""
    limits = fenced.limits()
    answer = fenced.ask("inspect", [data], "draft.pdf", **vars(limits))
    return int(answer.value["pages"] or 0)


def warning_texts(file: StoredFile) -> list[str]:
    """Return the tips about a file (blurred, dark, ...), to be translated by the edge."""
    return [WARNINGS[code] for code in file.warnings]


def download_headers(file: StoredFile) -> dict[str, str]:
    """Return the headers with which a file is handed out: always saved, never run, never kept by caches."""
    return {
        "Content-Type": MEDIA_TYPES[Kind(file.kind)],
        "Content-Length": str(file.size),
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.shown_name) or "attachment",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def print_headers(file: StoredFile) -> dict[str, str]:
    """Return the headers with which a PDF that the system drew itself is shown, to be printed; never for uploads."""
    headers = download_headers(file)
    # A sandbox would keep the browser's own viewer from showing it; the site's policy stands in.
    del headers["Content-Security-Policy"]
    shown = content_disposition_header(as_attachment=False, filename=file.shown_name)
    return headers | {"Content-Disposition": shown or "inline"}


def upload(*, public_id: uuid.UUID, by: Actor) -> Upload:
    """Return an upload of this sender's. Raises FileRefused where there is none."""
    found = Upload.objects.filter(public_id=public_id, stored_by=sender(by)).first()
    if found is None:
        raise refusal("upload_unknown")
    return found
