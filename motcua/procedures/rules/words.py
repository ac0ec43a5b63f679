"""Words of search: how names and questions become tokens, and what everyday words mean.

Vietnamese writes syllables apart, so a word is mostly two of them: tokens are folded syllables and pairs of them.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from motcua.lib.text import clean, fold

DATA = Path(__file__).resolve().parent.parent / "data"
_SYLLABLE = re.compile(r"[a-z0-9]+(?:/[a-z0-9]+)*")
_ANY_SYLLABLE = re.compile(r"[^\W_]+(?:/[^\W_]+)*")
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
# "kỹ" and "kĩ", "lý" and "lí" are the same word in two spellings (both are taught).
_FINAL_Y = re.compile(r"\b([hklmst]|q)(u?)y\b")
# What a question is wrapped in; it says nothing about which procedure is meant.
_WRAPPING = [
    "thủ tục hành chính",
    "thủ tục",
    "trình tự thực hiện",
    "trình tự",
    "thành phần hồ sơ",
    "hồ sơ",
    "căn cứ pháp lý",
    "quy định về",
    "phí, lệ phí",
    "lệ phí",
    "cơ quan có thẩm quyền",
    "thẩm quyền",
    "đối tượng thực hiện",
    "thời hạn giải quyết",
    "thời gian giải quyết",
    "cần phải nộp những loại giấy tờ gì",
    "gồm những loại giấy tờ gì",
    "cần những giấy tờ gì",
    "cần giấy tờ gì",
    "những loại giấy tờ gì",
    "giấy tờ gì",
    "cần điều kiện gì",
    "điều kiện gì",
    "gồm những gì",
    "như thế nào",
    "thế nào",
    "là những đối tượng nào",
    "là bao lâu",
    "bao nhiêu tiền",
    "bao nhiêu",
    "bao lâu",
    "ở đâu",
    "cần gì",
    "là gì",
    "làm sao",
    "tôi muốn",
    "em muốn",
    "cho tôi hỏi",
    "cho em hỏi",
    "xin hỏi",
    "hỏi về",
    "hướng dẫn",
    "giúp tôi",
    "thì tổ chức, cá nhân",
    "để được",
    "muốn",
]
MAX_QUERY = 300
MAX_SYLLABLES = 60


def syllables(text: str) -> list[str]:
    """Return the folded syllables of a text."""
    folded = _FINAL_Y.sub(lambda m: f"{m[1]}{m[2]}i", fold(text))
    return _SYLLABLE.findall(folded)


def marked_syllables(text: str) -> list[str]:
    """Return the syllables of a text with their marks, each as it is compared: *hòa* and *hoà*, *kỹ* and *kĩ* are one.

    The tone stands as a digit at the end. As many as `syllables` returns, but for letters of other scripts.
    """
    return [_marked(syllable) for syllable in _ANY_SYLLABLE.findall(clean(text).lower())]


@lru_cache(maxsize=8192)
def _marked(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable)
    tone = next((digit for mark, digit in _TONES.items() if mark in letters), "0")
    bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))
    return f"'{_FINAL_Y.sub(lambda m: f'{m[1]}{m[2]}i', bare)}{tone}"


def pairs(items: list[str]) -> list[str]:
    """Return each two syllables that follow one another, as one token."""
    return [f"{left}_{right}" for left, right in pairwise(items)]


@dataclass(frozen=True)
class Asked:
    """What a question asks for: its syllables, and the same with their marks; none where it was typed without any."""

    said: list[str]
    marked: list[str]


def asked(text: str) -> Asked:
    """Return what a question asks for, without the words it is wrapped in; all of it where nothing would be left."""
    said, marked = syllables(text[:MAX_QUERY]), marked_syllables(text[:MAX_QUERY])
    has_marks = len(marked) == len(said) and any(not word.isascii() or word[-1] != "0" for word in marked)
    folded = " ".join(said)
    wrapped = {
        place
        for match in _WRAPPING_FOLDED.finditer(folded)
        for place in range(folded.count(" ", 0, match.start()), folded.count(" ", 0, match.end()) + 1)
    }
    kept = [place for place in range(len(said)) if place not in wrapped] or list(range(len(said)))
    kept = kept[:MAX_SYLLABLES]
    return Asked([said[place] for place in kept], [marked[place] for place in kept] if has_marks else [])


_WRAPPING_FOLDED = re.compile(
    r"\b(" + "|".join(" ".join(syllables(words)) for words in sorted(_WRAPPING, key=len, reverse=True)) + r")\b"
)


@dataclass(frozen=True)
class Meaning:
    """What people mean by some words: words of the catalogue, and the procedures, the likeliest first."""

    says: tuple[str, ...]
    means: str
    codes: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class LifeEvent:
    """Something that happens in a life, with the procedures it brings."""

    key: str
    name: str
    hint: str
    codes: tuple[str, ...]


@lru_cache(maxsize=1)
def meanings() -> tuple[Meaning, ...]:
    """Return the everyday words we know."""
    rows: list[dict[str, Any]] = yaml.safe_load((DATA / "synonyms.yaml").read_text())
    return tuple(
        Meaning(
            says=tuple(" ".join(syllables(words)) for words in row["says"]),
            means=row["means"],
            codes=tuple(row.get("codes", ())),
            unless=tuple(" ".join(syllables(words)) for words in row.get("unless", ())),
        )
        for row in rows
    )


@lru_cache(maxsize=1)
def _life_data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DATA / "life_events.yaml").read_text())
    return loaded


@lru_cache(maxsize=1)
def life_events() -> tuple[LifeEvent, ...]:
    """Return the life events, in the order shown."""
    return tuple(LifeEvent(row["key"], row["name"], row["hint"], tuple(row["codes"])) for row in _life_data()["events"])


def frequent_codes() -> list[str]:
    """Return the procedures that people ask for most, the first first."""
    return list(_life_data()["frequent"])


def meanings_in(said: list[str]) -> list[tuple[Meaning, float]]:
    """Return what the question's everyday words mean, each with the share of the question that says it."""
    text = f" {' '.join(said)} "
    found: list[tuple[Meaning, float]] = []
    for meaning in meanings():
        longest = max((len(words.split()) for words in meaning.says if f" {words} " in text), default=0)
        if longest and not any(f" {words} " in text for words in meaning.unless):
            found.append((meaning, longest / len(said)))
    # Of words within words ("sổ đỏ" in "sang tên sổ đỏ") the longer say what is meant.
    return sorted(found, key=lambda item: -item[1])


ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def one_edit_away(word: str) -> set[str]:
    """Return everything that one slip of the finger makes of a word: a letter too many, too few, wrong, or swapped."""
    splits = [(word[:index], word[index:]) for index in range(len(word) + 1)]
    return (
        {left + right[1:] for left, right in splits if right}
        | {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
        | {left + letter + right[1:] for left, right in splits if right for letter in ALPHABET}
        | {left + letter + right for left, right in splits for letter in ALPHABET}
    ) - {word}
