"""The typst compiler with our fonts and nothing else; one for each process, warm after the first document.

Plain Python: it runs in web processes for our own templates, and behind the fence for templates that people edit.
"""

import json
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from motcua.printing.coverage import FONTS, printable_data

HERE = Path(__file__).resolve().parent
ROOT = HERE / "typst"
NOWHERE = HERE / "typst" / "no-packages"  # packages are never fetched
STANDARDS: list[Any] = ["a-2a", "ua-1"]
# The compiler keeps state between calls: one call at a time. A document takes about 15 ms.
_lock = threading.Lock()


class TemplateError(Exception):
    """The template does not compile with this data; the text says where."""


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(root=ROOT, font_paths=fonts, package_path=NOWHERE, package_cache_path=NOWHERE)


def compile_pdf(source: bytes, data: Mapping[str, Any], timestamp: int) -> bytes:
    """Return the PDF/A-2a and PDF/UA-1 of a template. Raises TemplateError."""
    inputs = {"data": json.dumps(printable_data(data), ensure_ascii=False)}
    with _lock:
        try:
            pdf = _compiler().compile(
                input=source, sys_inputs=inputs, format="pdf", pdf_standards=STANDARDS, timestamp=timestamp
            )
        except typst.TypstError as error:
            raise TemplateError(f"{error.message}: {error.diagnostic}"[:4000]) from error
    if not isinstance(pdf, bytes):
        raise TemplateError("the template gives no document")
    return pdf


def render(*, blobs: list[bytes], data: dict[str, Any], timestamp: int) -> tuple[dict[str, Any], list[bytes]]:
    """Compile behind the fence."""
    try:
        return {}, [compile_pdf(blobs[0], data, timestamp)]
    except TemplateError as error:
        return {"error": str(error)}, []
