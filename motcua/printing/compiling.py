"""The typst compiler with our fonts and nothing else, warm after the first document.

Plain Python: it runs in web processes for our own templates, and behind the fence for templates that people edit.
"""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from motcua.printing.coverage import FONTS, printable_data

HERE = Path(__file__).resolve().parent
ROOT = HERE / "typst"
NOWHERE = HERE / "typst" / "no-packages"  # packages are never fetched
STANDARDS: list[Any] = ["a-2a", "ua-1"]
# A compiler keeps state between calls, so it makes one document at a time; as many as threads are drawing are made.
_idle: deque[typst.Compiler] = deque()


class TemplateError(Exception):
    """The template does not compile with this data; the text says where."""


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@contextmanager
def _compiler() -> Iterator[typst.Compiler]:
    try:
        compiler = _idle.pop()
    except IndexError:
        compiler = typst.Compiler(root=ROOT, font_paths=_fonts(), package_path=NOWHERE, package_cache_path=NOWHERE)
    try:
        yield compiler
    finally:
        _idle.append(compiler)


def compile_pdf(source: bytes, data: Mapping[str, Any], timestamp: int) -> bytes:
    """Return the PDF/A-2a and PDF/UA-1 of a template. Threads draw side by side. Raises TemplateError."""
    given: Any = {"main.typ": source, "data.json": json.dumps(printable_data(data), ensure_ascii=False).encode()}
    try:
        with _compiler() as compiler:
            pdf = compiler.compile(input=given, format="pdf", pdf_standards=STANDARDS, timestamp=timestamp)
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
