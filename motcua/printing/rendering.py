"""Templates and data to PDF/A-2a with PDF/UA-1, in our own fonts.

A template begins with `#import "/base.typ": *`, finds its data in `data`, and shows itself in `document-page`.
"""

import io
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
from django.conf import settings

from motcua.lib.dates import VN
from motcua.lib.fence import Breach, Fence
from motcua.printing.compiling import TemplateError, compile_pdf

__all__ = ["TemplateError", "pages_of", "qr_svg", "render", "render_untrusted", "seal", "stamp", "template_source"]

APPS = Path(__file__).resolve().parent.parent
MOST_DATA = 2_000_000
PAGES = re.compile(rb"/Type/Pages/Count (\d+)")

fence = Fence(
    "motcua.printing.compiling",
    memory=1_500_000_000,
    cpu=5,
    timeout=10.0,
    processes=settings.PRINTERS,
    largest_answer=40_000_000,
)


def template_source(template: str) -> bytes:
    """Return the source of `app/name.typ`, which lies in that app's folder `typst`."""
    app, _, name = template.partition("/")
    return (APPS / app / "typst" / name).read_bytes()


def render(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the PDF of a template of ours (`app/name.typ`) with JSON data; the file says it was made `at`.

    Raises TemplateError: a bug of the template.
    """
    return compile_pdf(template_source(template), data, int(at.timestamp()))


def render_untrusted(source: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the PDF of a template that people edit, compiled behind the fence: no files, no network, little time.

    Raises TemplateError with what the compiler says, or that it broke a limit.
    """
    if len(source) > MOST_DATA:
        raise TemplateError("the template is too long")
    try:
        answer = fence.call("render", [source.encode()], data=dict(data), timestamp=int(at.timestamp()))
    except Breach as breach:
        raise TemplateError("the template takes too long or needs too much memory") from breach
    if error := answer.value.get("error"):
        raise TemplateError(error)
    return answer.blobs[0]


def pages_of(pdf: bytes) -> int:
    """Return how many pages a PDF has that `render` made: its page tree stands in clear, in one piece, at its head."""
    found = PAGES.search(pdf, 0, 1000)
    if found is None:
        raise TemplateError("the compiler writes its page tree in another way")
    return int(found[1])


def qr_svg(text: str) -> str:
    """Return a QR code as SVG, for templates (`#qr(data.qr)`) and pages."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=2, omitsize=True
    )
    return out.getvalue().decode()


def seal(*, agency: str, at: datetime, size: float = 85.0) -> bytes:
    """Return what an agency's signature shows on the page, as a PDF of that width and height in points."""
    return render("printing/seal.typ", {"agency": agency, "size": size, "time": _time(at)}, at=at)


def stamp(
    *,
    name: str,
    capacity: str,
    agency: str,
    at: datetime,
    note: str = "",
    width: float = 187.0,
    height: float = 68.0,
    free: float = 0.0,
    qr: str = "",
) -> bytes:
    """Return what a signature shows on the page, as a PDF of that size in points; `note` is a line of its own.

    `free` is the width kept free at the left, for a seal that will lie over it; `qr` an SVG for the right.
    """
    shown = {"name": name, "capacity": capacity, "agency": agency, "note": note, "width": width, "height": height}
    return render("printing/stamp.typ", {**shown, "free": free, "qr": qr, "time": _time(at)}, at=at)


def _time(at: datetime) -> str:
    time = at.astimezone(VN).strftime("%d/%m/%Y %H:%M:%S %z")
    return f"{time[:-2]}:{time[-2:]}"
