"""Which letters our fonts have. A name in letters they lack (漢字, emoji) must not stop a dossier: it prints as □."""

import re
import struct
from functools import lru_cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent / "fonts"
STAND_IN = "\u25a1"  # a white square
BREAKS = frozenset(map(ord, "\n\t\r\u00a0\u2028"))


@lru_cache(maxsize=1)
def letters() -> frozenset[int]:
    """Return the characters that all four faces of the serif have (OpenType table `cmap`, formats 4 and 12)."""
    faces = [_characters(path.read_bytes()) for path in sorted(FONTS.glob("LiberationSerif-*.ttf"))]
    return frozenset.intersection(*faces)


def _characters(font: bytes) -> frozenset[int]:
    (tables,) = struct.unpack_from(">H", font, 4)
    for number in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == b"cmap":
            break
    else:
        raise ValueError("a font without a character map")
    found: set[int] = set()
    (count,) = struct.unpack_from(">H", font, start + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 8 + 8 * number)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == 4:
            found |= _segments(font, start + offset)
        elif form == 12:
            (groups,) = struct.unpack_from(">I", font, start + offset + 12)
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", font, start + offset + 16 + 12 * group)
                found.update(range(first, last + 1))
    return frozenset(found)


def _segments(font: bytes, start: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    begins = struct.unpack_from(f">{count}H", font, start + 16 + doubled)
    deltas = struct.unpack_from(f">{count}h", font, start + 16 + 2 * doubled)
    offsets_at = start + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    found = set()
    for place, (begin, end, delta, offset) in enumerate(zip(begins, ends, deltas, offsets, strict=True)):
        for code in range(begin, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", font, offsets_at + 2 * place + offset + 2 * (code - begin))
            if (glyph + delta) & 0xFFFF if glyph or not offset else 0:
                found.add(code)
    return found


@lru_cache(maxsize=1)
def _lacking() -> re.Pattern[str]:
    known = "".join(re.escape(chr(code)) for code in sorted(letters() | BREAKS))
    return re.compile(f"[^{known}]")


def printable(text: str) -> str:
    """Return the text with a stand-in for every character that our fonts lack."""
    return text if text.isascii() else _lacking().sub(STAND_IN, text)


def printable_data(value: Any) -> Any:
    """Return JSON data whose texts are all printable; keys stay."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: printable_data(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable_data(part) for part in value]
    return value
