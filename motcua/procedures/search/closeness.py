"""Closeness: whether what was found is what was asked, or merely the nearest that the catalogue has.

Single syllables prove little: *học bổng* (a grant) is not asked for by *đại học* (a university). What counts is a word
of two syllables in common, with the marks as they were typed, or most of a longer question.
"""

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from motcua.procedures.rules import words
from motcua.procedures.search.index import Index

Mask = NDArray[np.bool_]
# Where nothing found is what was asked, so few are shown, and so many of them are looked at to tell.
NEAREST = 5
LOOKED_AT = 3
# A hit with this share of a longer question's weight is what was asked, also where no two syllables stand together.
ENOUGH = 0.7
# Syllables that only join others: a pair with one of them is no word.
JOINING = {"cho", "cua", "va", "bi", "toi", "xin", "la", "thi"}
_JOINING_MARKED = {"'cho0", "'cua2", "'va1", "'bi5", "'tôi0", "'xin0", "'la1", "'thi1"}


def closeness(index: Index, asked: words.Asked, meant: list[str]) -> Mask:
    """Tell for every entry whether it is what was asked. `meant`: pairs that a slip of the finger may have hidden."""
    said = [_Syllable(folded, marked) for folded, marked in zip(asked.said, asked.marked or asked.said, strict=True)]
    close = np.zeros(len(index.entries), dtype=np.bool_)
    for pair in meant:
        close |= index.having(pair)
    if len(said) == 1:
        return close | said[0].held(index)
    neighbours = list(pairwise(said))
    for left, right in [pair for pair in neighbours if not any(one.joins for one in pair)] or neighbours:
        close |= _word(index, left, right)
    if len(said) > 2:
        weights = [math.log(1 + len(index.entries) / (1 + index.frequency(one.folded))) for one in said]
        held = sum(one.held(index) * weight for one, weight in zip(said, weights, strict=True))
        close |= held >= ENOUGH * sum(weights)
    return close


class _Syllable:
    """A syllable of a question, as it is looked for: with its marks where it was typed with any."""

    def __init__(self, folded: str, marked: str) -> None:
        self.folded = folded
        self.has_marks = not marked.isascii() or (marked[0] == "'" and marked[-1] != "0")
        self.joins = marked in _JOINING_MARKED or (marked == folded and folded in JOINING)
        self.spellings = [marked, *_other_tone(marked)] if self.has_marks else [folded]

    def held(self, index: Index) -> Mask:
        """Tell which entries have it."""
        return _any_of(index, self.spellings)


def _other_tone(marked: str) -> list[str]:
    """Return the syllable with hỏi for ngã and the reverse: half of the country speaks and writes them as one."""
    other = {"2": "3", "3": "2"}.get(marked[-1])
    return [marked[:-1] + other] if other else []


def _word(index: Index, left: _Syllable, right: _Syllable) -> Mask:
    """Tell which entries have two syllables side by side, with the marks that were typed."""
    if left.has_marks and right.has_marks:
        return _any_of(index, [f"{one}_{two}" for one in left.spellings for two in right.spellings])
    found = index.having(f"{left.folded}_{right.folded}")
    for one in (left, right):
        if one.has_marks:
            found = found & one.held(index)
    return found


def _any_of(index: Index, tokens: list[str]) -> Mask:
    found = np.zeros(len(index.entries), dtype=np.bool_)
    for token in tokens:
        found |= index.having(token)
    return found
