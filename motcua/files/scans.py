"""Work on scans, every look into them behind the fence: bind pages anew, straighten them, put their words below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from motcua.files import fenced
from motcua.files.actions import LONGEST_SIDE
from motcua.files.models import StoredFile
from motcua.files.ports import Recogniser, Scanner
from motcua.files.queries import pdf_pages, read

DOTS = 200  # the least that archives take (Circular 02/2019/TT-BNV; A4 at 200 dots an inch)
PIXELS = 16_000_000  # of one drawn page: A3 at 300 dots


@dataclass(frozen=True)
class Sheet:
    """One page of a stored file, counted from 1, and by how many degrees it is turned clockwise."""

    file: StoredFile
    page: int
    turn: int = 0


@dataclass(frozen=True)
class ReadScan:
    """A scan made searchable: the PDF/A, and the words of its pages in their order."""

    pdf: bytes
    text: str


def recogniser() -> Recogniser | None:
    """Return who reads words in this deployment, if there is somebody."""
    path = settings.PORTS.get("recogniser")
    filling: Recogniser | None = import_string(path)() if path else None
    return filling


def scanner() -> Scanner | None:
    """Return the scanning device of this deployment, if there is one."""
    path = settings.PORTS.get("scanner")
    filling: Scanner | None = import_string(path)() if path else None
    return filling


def assemble(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """Return one PDF of pages of stored files in this order. Raises FileRefused."""
    files = {sheet.file.pk: sheet.file for sheet in sheets}
    places = {pk: number for number, pk in enumerate(files)}
    return fenced.ask(
        "assemble",
        [read(file) for file in files.values()],
        title,
        pages=[[places[sheet.file.pk], sheet.page, sheet.turn] for sheet in sheets],
        kinds=[str(file.kind) for file in files.values()],
        pixels=fenced.limits().pixels,
        longest=LONGEST_SIDE,
        title=title,
    ).blobs[0]


def add_sheet(file: StoredFile, sheet: bytes, *, title: str) -> bytes:
    """Return one PDF of a stored file's pages with those of a PDF of ours behind them. Raises FileRefused."""
    pages = pdf_pages(sheet)
    return fenced.ask(
        "assemble",
        [read(file), sheet],
        title,
        pages=[[0, number, 0] for number in range(1, (file.pages or 0) + 1)]
        + [[1, number, 0] for number in range(1, pages + 1)],
        kinds=[str(file.kind), "pdf"],
        pixels=fenced.limits().pixels,
        longest=LONGEST_SIDE,
        title=title,
    ).blobs[0]


def read_words(file: StoredFile, *, now: datetime) -> ReadScan | None:
    """Straighten a stored PDF or picture, read it, and return it searchable; None where nobody here can read.

    Slow (seconds a page): for the worker, outside any transaction. Raises FileRefused for what cannot be drawn.
    """
    reader = recogniser()
    if reader is None:
        return None
    sheets = [Sheet(file, number) for number in range(1, (file.pages or 0) + 1)]
    pdf = read(file) if file.kind == "pdf" else assemble(sheets, title=file.name)
    blobs: list[bytes] = []
    sizes, texts = [], []
    for sheet in sheets:
        drawn = fenced.ask_slowly("straighten", [pdf], file.name, page=sheet.page, dots=DOTS, pixels=PIXELS)
        shown, picture = drawn.blobs
        words = reader.read(picture=picture, dots=DOTS)
        if words is None:
            return None
        blobs += [shown, words.layer]
        sizes.append(drawn.value["size"])
        texts.append(words.text)
    title = file.shown_name.rpartition(".")[0] or file.name
    made = fenced.ask_slowly(
        "layer", blobs, file.name, sizes=sizes, title=title, made_at=now.isoformat(timespec="seconds")
    )
    fenced.slow.close()  # it holds pictures of whole pages; the next scan starts a new one
    return ReadScan(made.blobs[0], "\n".join(texts))
