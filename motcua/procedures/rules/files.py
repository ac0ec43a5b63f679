"""Reads catalogue files: one JSON object a line, or one JSON list; plain or gzip."""

import gzip
import json
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any

from motcua.procedures.rules.records import BadRecord

_DATA = Path(__file__).resolve().parents[1] / "data"
# The catalogue that comes with the program.
OURS = _DATA / "procedures.jsonl.gz"
# What the national snapshot lacks and a package needs; marked as illustrative in each record.
ADDED = _DATA / "added.jsonl"
MAX_LINE = 8_000_000
MAX_FILE = 1_000_000_000


def records_in(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield each record with its line (in a list: its place), as parsed JSON or as a BadRecord.

    Raises OSError where the file cannot be read.
    """
    with path.open("rb") as plain:
        is_gzip = plain.read(2) == b"\x1f\x8b"
    number = 0
    with gzip.open(path) if is_gzip else path.open("rb") as file:
        try:
            for number, record in _records(file):
                yield number, record
        except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
            # A download that broke off: what came before it is good.
            yield number + 1, BadRecord("file_damaged", str(problem)[:120])


def _records(file: gzip.GzipFile | BufferedReader) -> Iterator[tuple[int, Any]]:
    first = file.readline(MAX_LINE).lstrip(b"\xef\xbb\xbf \t\r\n")
    if first[:1] == b"[":
        yield from _list(first + file.read(MAX_FILE))
        return
    number, line = 1, first
    while line:
        if line.strip():
            yield number, _parse(line)
        while line and not line.endswith(b"\n"):  # the rest of a line that is too long
            line = file.readline(MAX_LINE)
        number, line = number + 1, file.readline(MAX_LINE)


def _list(content: bytes) -> Iterator[tuple[int, Any]]:
    whole = _parse(content, MAX_FILE)
    if isinstance(whole, BadRecord):
        yield 1, whole
        return
    yield from enumerate(whole, 1)


def _parse(line: bytes, limit: int = MAX_LINE) -> Any:
    if len(line) >= limit:
        return BadRecord("line_too_long")
    try:
        return json.loads(line.decode())
    except UnicodeDecodeError:
        return BadRecord("not_utf8")
    except (ValueError, RecursionError) as problem:
        return BadRecord("bad_json", str(problem)[:120])
