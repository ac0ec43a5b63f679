"""The index: every procedure as a small entry, and BM25 over folded syllables and their pairs.

Measured in `manage.py measure_search`. One index a process, rebuilt when the catalogue's version rises.
"""

import bisect
import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass

import bm25s
import numpy as np
from bm25s.tokenization import Tokenized
from django.db import transaction
from numpy.typing import NDArray

from motcua.lib.text import fold
from motcua.procedures.english import english
from motcua.procedures.english import forget as forget_english
from motcua.procedures.models import CatalogueState, Procedure
from motcua.procedures.rules import words

# The library tells every building of an index as a debug line, past our own level.
logging.getLogger("bm25s").setLevel(logging.WARNING)
Scores = NDArray[np.float32]
# How often a part's words count: names say most.
TITLE, KEYWORDS, NAME, RESULTS, REST = 4, 3, 2, 1, 1


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list shows of a procedure."""

    code: str
    title: str
    name: str
    field: str
    issuing_agency: str
    agencies: tuple[str, ...]
    subjects: tuple[str, ...]
    levels: tuple[str, ...]
    handled_by: str
    channels: tuple[str, ...]
    events: tuple[str, ...]
    lead: str
    time: str
    fee: str
    is_unclear: bool
    frequent: int

    @property
    def is_open(self) -> bool:
        """Tell whether it can be filed in this province."""
        return self.handled_by != "nobody_here"

    @property
    def is_online(self) -> bool:
        """Tell whether the catalogue names an online way."""
        return "online" in self.channels


class Index:
    """The catalogue at one version."""

    def __init__(self, version: int, rows: Iterable[Procedure]) -> None:
        events: dict[str, list[str]] = {}
        for event in words.life_events():
            for code in event.codes:
                events.setdefault(code, []).append(event.key)
        frequent = {code: place for place, code in enumerate(words.frequent_codes(), 1)}
        shared: dict[tuple[str, ...], tuple[str, ...]] = {}

        def kept(items: Iterable[str]) -> tuple[str, ...]:
            # Most procedures share their subjects, levels and channels: one tuple serves them all.
            key = tuple(items)
            return shared.setdefault(key, key)

        self.version = version
        self.entries: list[Entry] = []
        self.vocabulary: dict[str, int] = {}
        corpus: list[list[int]] = []
        for row in rows:
            summary = row.summary
            entry = Entry(
                code=row.code,
                title=row.title,
                name=row.name if row.name != row.title else row.title,
                field=row.field,
                issuing_agency=row.issuing_agency,
                agencies=kept(summary.get("agencies", ())),
                subjects=kept(row.subjects),
                levels=kept(row.levels),
                handled_by=row.handled_by,
                channels=kept(row.channels),
                events=kept(events.get(row.code, ())),
                lead=summary.get("lead", ""),
                time=summary.get("time", ""),
                fee=summary.get("fee", ""),
                is_unclear=bool(summary.get("unclear")),
                frequent=row.frequent or frequent.get(row.code, 0),
            )
            self.entries.append(entry)
            # Numbers instead of texts: every document shares the vocabulary's own.
            corpus.append([self.vocabulary.setdefault(t, len(self.vocabulary)) for t in _tokens(entry, summary)])
        self.by_code = {entry.code: number for number, entry in enumerate(self.entries)}
        self._by_digits = sorted((entry.code.replace(".", ""), number) for number, entry in enumerate(self.entries))
        # The order of reading without a question: the frequent ones, then what can be filed here, by title.
        self.browsed = sorted(
            range(len(self.entries)),
            key=lambda n: (
                self.entries[n].frequent or 999,
                not self.entries[n].is_open,
                fold(self.entries[n].title),
                self.entries[n].code,
            ),
        )
        self._sorted = sorted(self.vocabulary)
        if corpus:
            self._build(corpus)

    def _build(self, corpus: list[list[int]]) -> None:
        ranking = bm25s.BM25(k1=1.2, b=0.5, method="lucene")
        ranking.index(Tokenized(ids=corpus, vocab=self.vocabulary), show_progress=False)
        self._data: Scores = ranking.scores["data"].astype(np.float32)
        self._documents: NDArray[np.int32] = ranking.scores["indices"].astype(np.int32)
        self._starts: NDArray[np.int64] = ranking.scores["indptr"].astype(np.int64)
        # Procedures that can be filed here, and those asked for most, come first among equals.
        self.bonus: Scores = np.array(
            [1.0 + 0.08 * entry.is_open + (0.12 if entry.frequent else 0.0) for entry in self.entries], dtype=np.float32
        )

    def frequency(self, token: str) -> int:
        """Return how many procedures have the token."""
        place = self.vocabulary.get(token)
        return 0 if place is None else int(self._starts[place + 1] - self._starts[place])

    def knows(self, token: str) -> bool:
        """Tell whether any procedure has the token."""
        return token in self.vocabulary

    def having(self, token: str) -> NDArray[np.bool_]:
        """Tell for every entry whether it has the token."""
        found = np.zeros(len(self.entries), dtype=np.bool_)
        place = self.vocabulary.get(token)
        if place is not None:
            found[self._documents[self._starts[place] : self._starts[place + 1]]] = True
        return found

    def starting_with(self, prefix: str, most: int) -> list[str]:
        """Return tokens that begin like this, the most frequent first."""
        first = bisect.bisect_left(self._sorted, prefix)
        found = []
        for token in self._sorted[first : first + 400]:
            if not token.startswith(prefix):
                break
            found.append(token)
        return sorted(found, key=lambda token: (-self.frequency(token), token))[:most]

    def with_code(self, digits: str, most: int) -> list[int]:
        """Return the entries whose code begins with these digits."""
        first = bisect.bisect_left(self._by_digits, (digits, -1))
        return [number for code, number in self._by_digits[first : first + most] if code.startswith(digits)]

    def add(self, scores: Scores, token: str, weight: float) -> None:
        """Add a token's scores, weighted; an unknown token adds nothing."""
        place = self.vocabulary.get(token)
        if place is not None:
            here = slice(self._starts[place], self._starts[place + 1])
            scores[self._documents[here]] += self._data[here] * np.float32(weight)

    def no_scores(self) -> Scores:
        """Return a score of nothing for every entry."""
        return np.zeros(len(self.entries), dtype=np.float32)


def _tokens(entry: Entry, summary: dict[str, list[str]]) -> list[str]:
    tokens: list[str] = []
    parts = [(entry.title, TITLE), (entry.field, REST)]
    if entry.title.lower() not in entry.name.lower():  # a package made by hand has a title of its own
        parts.append((entry.name, NAME))
    parts += [(text, KEYWORDS) for text in summary.get("keywords", ())]
    parts += [(text, RESULTS) for text in summary.get("results", ())]
    for text, weight in parts:
        said, marked = words.syllables(text), words.marked_syllables(text)
        tokens += (said + words.pairs(said) + marked + words.pairs(marked)) * weight
    for text in (" ".join(entry.subjects), *entry.agencies):
        said = words.syllables(text)
        tokens += said + words.pairs(said)
    tokens += _english_words(entry.title) * KEYWORDS
    tokens.append(f"={entry.code}")  # never empty
    return tokens


def _english_words(title: str) -> list[str]:
    """Return the words of a title's English, so that who reads English may ask in it.

    The short ones are left out: folded Vietnamese has "the", "to" and "can" as well.
    """
    said = [word for word in words.syllables(english(title)) if len(word) > 3]
    return said + words.pairs(said)


_lock = threading.Lock()
_current: Index | None = None


def current_index() -> Index:
    """Return the index of the catalogue as it is now; costs one look at one row where nothing changed."""
    global _current
    version = CatalogueState.objects.now()
    index = _current
    if index is None or index.version != version:
        with _lock:
            if _current is None or _current.version != version:
                forget_english()  # what was published a moment ago has its English, too
                words.meanings()  # read now, so that nobody's first question waits for it
                with transaction.atomic():  # rows come in pieces, through a cursor that a pool must not part from us
                    _current = Index(version, Procedure.objects.order_by("code").iterator())
            index = _current
    return index
