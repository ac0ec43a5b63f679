"""PDF: whole, open to read, and without anything that runs, fetches or hides.

A signed PDF must not be altered, so nothing is ever cleaned: what is active is refused, signed or not.
"""

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

from motcua.files.inspection.found import Found, Unfit
from motcua.files.rules import Limits

# A first look at the raw text of every object, in the names' plain spelling. A hit is looked at properly.
SUSPECT = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles|EmbeddedFile|XFA|RichMedia|GoToE|GoToR|ImportData|SubmitForm|Rendition|"
    rb"Movie|Sound|3D|FileAttachment|Trans3D|Thread|RichMediaExecute|Hide|OpenAction|AA)\b"
)
RUNNING = {
    "/JavaScript",
    "/Launch",
    "/GoToE",
    "/GoToR",
    "/ImportData",
    "/SubmitForm",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
}
PLAYERS = {"/RichMedia", "/Movie", "/Sound", "/3D", "/FileAttachment", "/Screen"}
DEEPEST = 60


def inspect(data: bytes, limits: Limits) -> Found:
    """Return pages, warnings and traits of a PDF. Raises Unfit."""
    warnings: list[str] = []
    whole = b"%%EOF" in data[-2048:]
    try:
        document = pikepdf.open(io.BytesIO(data), suppress_warnings=True, attempt_recovery=whole)
    except pikepdf.PasswordError:
        raise Unfit("file_encrypted") from None
    except (pikepdf.PdfError, RuntimeError, ValueError, OverflowError):
        raise Unfit("file_damaged") from None
    with document:
        if document.is_encrypted:
            raise Unfit("file_encrypted")
        try:
            pages = len(document.pages)
            if pages > limits.pages:
                raise Unfit("file_too_many_pages")
            if pages == 0 or not whole:
                raise Unfit("file_damaged")
            suspects, signed = _look(document)
            for suspect in suspects:
                _search(suspect, DEEPEST, set())
            if document.get_warnings():
                warnings.append("repaired")
        except (pikepdf.PdfError, RuntimeError, ValueError, OverflowError, RecursionError):
            raise Unfit("file_damaged") from None
    return Found(pages=pages, warnings=warnings, traits=["signed"] if signed else [])


def _look(document: pikepdf.Pdf) -> tuple[list[Any], bool]:
    suspects, signed = [], False
    for thing in document.objects:
        shape = thing
        if isinstance(thing, pikepdf.Stream):
            shape = thing.stream_dict
        elif not isinstance(thing, (pikepdf.Dictionary, pikepdf.Array)):
            continue
        text = shape.unparse(resolved=True)
        if b"/ByteRange" in text:
            signed = True
        if SUSPECT.search(text):
            suspects.append(shape)
    return suspects, signed


def _search(thing: Any, depth: int, seen: set[tuple[int, int]]) -> None:
    """Raise Unfit for an active thing in an object or what stands directly in it."""
    if depth == 0:
        raise Unfit("file_damaged")
    if isinstance(thing, pikepdf.Array):
        for item in thing:
            if not getattr(item, "is_indirect", False):
                _search(item, depth - 1, seen)
        return
    if not isinstance(thing, pikepdf.Dictionary):
        return
    kind = str(thing.get("/S", "")) if isinstance(thing.get("/S"), pikepdf.Name) else ""
    if kind in RUNNING or "/JS" in thing or "/XFA" in thing:
        raise Unfit("file_active")
    if {"/JavaScript", "/EmbeddedFiles"} & set(thing.keys()) or "/EF" in thing:
        raise Unfit("file_active")
    if str(thing.get("/Type", "")) == "/EmbeddedFile" or str(thing.get("/Subtype", "")) in PLAYERS:
        raise Unfit("file_active")
    for key in thing.keys():  # noqa: SIM118 - iterating a pikepdf dictionary gives its keys as well, but untyped
        value = thing[key]
        if not getattr(value, "is_indirect", False):
            _search(value, depth - 1, seen)


def draw_page(
    data: bytes, page: int, scale_of: Callable[[float, float], float]
) -> tuple[Image.Image, float, tuple[float, float]]:
    """Return the picture of a page, counted from 1, the pixels of a point in it, and the page's size in points.

    `scale_of` chooses the pixels of a point by width and height, as the page lies before a reader. Raises Unfit.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise Unfit("file_damaged") from None
    try:
        if not 1 <= page <= len(document):
            raise Unfit("file_no_page")
        # Signatures show through form fields. This build of the library has no JavaScript engine.
        document.init_forms()
        leaf = document[page - 1]
        across, down = leaf.get_size()
        scale = scale_of(across, down)
        # Copied out of the document's own memory before that is closed.
        picture: Image.Image = leaf.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        return picture, scale, (across, down)
    except pypdfium2.PdfiumError:
        raise Unfit("file_damaged") from None
    finally:
        document.close()


def page_image(data: bytes, page: int, width: int) -> bytes:
    """Return a PNG of a page, counted from 1, so many pixels wide."""
    # A page a hundred metres long must not become a picture of gigabytes.
    picture, *_ = draw_page(data, page, lambda across, down: min(width / max(across, 1), 4 * width / max(down, 1)))
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=3)
    return out.getvalue()
