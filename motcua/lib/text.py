"""Vietnamese text: one form at every entrance, folding for search, and the order of names."""

import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: f"{rank:02d}" for rank, letter in enumerate(_LETTERS, start=10)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng


def nfc(text: str) -> str:
    """Return the text in Unicode normal form C."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Return what a person typed without control and invisible characters, in NFC, trimmed, lines kept."""
    text = _CONTROL.sub("", nfc(text).replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def read_number(text: str, digits: int = 17) -> int | None:
    """Return the whole number that at most so many digits write; None of anything else.

    The usual bound is that of a row's id. Other scripts' digits and superscripts are digits to `str.isdigit` and no
    numbers to `int`: they are nothing here.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def fold(text: str) -> str:
    """Return the text in lower case without diacritics, đ as d: equal for hòa, hoà and hoa."""
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("Đ", "d"))
    return unicodedata.normalize("NFC", _MARKS.sub("", text))


@lru_cache(maxsize=4096)
def _word_key(word: str) -> str:
    letters, tone = [], "0"
    for character in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", character)
        for mark, rank in _TONES.items():
            if mark in parts:
                tone, parts = rank, parts.replace(mark, "")
        letter = unicodedata.normalize("NFC", parts)
        letters.append(_LETTER_RANK.get(letter, f"0{letter}" if letter.isdigit() else "09"))
    return "".join(letters) + tone


def sort_key(name: str) -> str:
    """Return a key that sorts Vietnamese names: given name first, then the rest, in the Vietnamese alphabet.

    The key is plain ASCII, so that every PostgreSQL collation sorts it alike.
    """
    words = clean(name).split()
    if not words:
        return ""
    return " ".join(_word_key(word) for word in [words[-1], *words[:-1]])
