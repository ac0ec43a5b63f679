"""Looks into uploads; runs only behind the fence (`files.fenced`), never in a web process.

Each function takes the blobs and returns JSON: `{"refused": code}` or what was found.
"""

from typing import Any

from motcua.files.inspection import archives, images, pdf, sheets
from motcua.files.inspection.found import Unfit
from motcua.files.inspection.kinds import kind_of
from motcua.files.rules import IMAGES, Kind, Limits

Json = dict[str, Any]


def inspect(*, blobs: list[bytes], size: int, pages: int, pixels: int, unpacked: int) -> Json:
    """Return kind, pages, warnings and traits of a file, or why it is refused."""
    limits = Limits(size=size, pages=pages, pixels=pixels, unpacked=unpacked)
    try:
        kind = kind_of(blobs[0])
        if kind is Kind.PDF:
            found = pdf.inspect(blobs[0], limits)
        elif kind in IMAGES:
            found = images.inspect(blobs[0], kind, limits)
        else:
            found = archives.inspect(blobs[0], kind, limits)
    except Unfit as unfit:
        return {"refused": unfit.code}
    return {"kind": kind, "pages": found.pages, "warnings": found.warnings, "traits": found.traits}


def page_image(*, blobs: list[bytes], kind: str, page: int, width: int, pixels: int) -> tuple[Json, list[bytes]]:
    """Return a PNG of one page."""
    try:
        if kind == Kind.PDF:
            return {}, [pdf.page_image(blobs[0], page, width)]
        return {}, [images.page_image(blobs[0], page, width, pixels)]
    except Unfit as unfit:
        return {"refused": unfit.code}, []


def shrink(*, blobs: list[bytes], pixels: int, longest: int) -> tuple[Json, list[bytes]]:
    """Return a picture's pages (the frames of a TIFF, else one) as JPEG, upright, at most so many pixels long."""
    try:
        return {}, images.shrink(blobs[0], pixels, longest)
    except Unfit as unfit:
        return {"refused": unfit.code}, []


def bind(*, blobs: list[bytes], title: str) -> tuple[Json, list[bytes]]:
    """Return one PDF with a page for each JPEG that `shrink` gave."""
    return {}, [images.bind(blobs, title)]


def assemble(
    *, blobs: list[bytes], pages: list[list[int]], kinds: list[str], pixels: int, longest: int, title: str
) -> tuple[Json, list[bytes]]:
    """Return one PDF of the pages asked for, each (file, page, turn); see `sheets.assemble`."""
    try:
        return {}, [sheets.assemble(blobs, pages, kinds, pixels, longest, title)]
    except Unfit as unfit:
        return {"refused": unfit.code}, []


def straighten(*, blobs: list[bytes], page: int, dots: int, pixels: int) -> tuple[Json, list[bytes]]:
    """Return a page of a PDF as straightened JPEG and as PNG in grey, with its slope and size."""
    try:
        shown, read, slope, size = sheets.straighten(blobs[0], page, dots, pixels)
    except Unfit as unfit:
        return {"refused": unfit.code}, []
    return {"slope": slope, "size": list(size)}, [shown, read]


def layer(*, blobs: list[bytes], sizes: list[list[float]], title: str, made_at: str) -> tuple[Json, list[bytes]]:
    """Return a PDF/A of pictures with their text below; see `sheets.layer`."""
    try:
        return {}, [sheets.layer(blobs, sizes, title, made_at)]
    except Unfit as unfit:
        return {"refused": unfit.code}, []
