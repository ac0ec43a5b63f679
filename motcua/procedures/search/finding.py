"""Finding: from what a person types to a ranked, counted, filtered list."""

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from motcua.lib.text import fold
from motcua.procedures.rules import words
from motcua.procedures.search import closeness
from motcua.procedures.search.index import Entry, Index, Scores

_CODE = re.compile(r"^\s*(?:ma\s*(?:so|tthc)?\s*:?\s*)?(\d)[.\s,]?(\d{1,6})(?:[.]\S*)?\s*$")
# What scores less than this share of the best is another matter.
SHARE = 0.22
MOST = 400
# What a word counts without its marks where the question has them.
PLAIN = 0.7
FACETS = ("field", "handled_by", "agency", "subject", "event", "channel")


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means everything."""

    field: str = ""
    handled_by: str = ""
    level: str = ""
    agency: str = ""
    subject: str = ""
    event: str = ""
    channel: str = ""
    is_open: bool = False

    def admits(self, entry: Entry, but: str = "") -> bool:
        """Tell whether an entry passes, leaving one filter out where its own choices are counted."""
        return (
            (not self.field or but == "field" or entry.field == self.field)
            and (not self.handled_by or but == "handled_by" or entry.handled_by == self.handled_by)
            and (not self.level or self.level in entry.levels)
            and (not self.agency or but == "agency" or self.agency in entry.agencies)
            and (not self.subject or but == "subject" or self.subject in entry.subjects)
            and (not self.event or but == "event" or self.event in entry.events)
            and (not self.channel or but == "channel" or self.channel in entry.channels)
            and (not self.is_open or entry.is_open)
        )

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is narrowed."""
        return self == Filters()


@dataclass(frozen=True)
class Found:
    """A page of results. `next` is where the following page begins, or None. Facets: value -> count.

    `is_close` is false where the results are only the nearest: none is quite what was asked.
    """

    entries: list[Entry]
    total: int
    next: int | None
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    is_close: bool = True


def find(
    index: Index,
    question: str,
    filters: Filters | None = None,
    *,
    limit: int = 20,
    offset: int = 0,
    with_facets: bool = False,
    is_unfinished: bool = False,
) -> Found:
    """Return the procedures that a question means, the likeliest first.

    Without a question: all that pass the filters, the frequent ones first, then by title. `is_unfinished` says that
    the last word may still be in the typing.
    """
    filters = filters or Filters()
    ranked, is_close = _all(index, filters), True
    if question.strip():
        ranked, is_close = _judged(index, question, is_unfinished)
    entries = [index.entries[number] for number in ranked]
    admitted = entries if filters.is_empty else [entry for entry in entries if filters.admits(entry)]
    page = admitted[offset : offset + limit]
    following = offset + limit if offset + limit < len(admitted) else None
    return Found(page, len(admitted), following, _facets(entries, filters) if with_facets else {}, is_close)


def _all(index: Index, filters: Filters) -> list[int]:
    event = next((event for event in words.life_events() if event.key == filters.event), None)
    if event is None:
        return index.browsed
    places = {code: place for place, code in enumerate(event.codes)}
    return sorted(index.browsed, key=lambda n: places.get(index.entries[n].code, 999))


def _facets(entries: list[Entry], filters: Filters) -> dict[str, list[tuple[str, int]]]:
    counted: dict[str, list[tuple[str, int]]] = {}
    admitted = entries if filters.is_empty else [entry for entry in entries if filters.admits(entry)]
    for name in FACETS:
        # A facet counts what its other choices would give: only where it is narrowed itself do others pass too.
        others = [entry for entry in entries if filters.admits(entry, but=name)] if getattr(filters, name) else admitted
        counter = Counter(value for entry in others for value in _values(entry, name))
        counted[name] = sorted(counter.items(), key=lambda item: (-item[1], fold(item[0])))
    return counted


def _values(entry: Entry, name: str) -> tuple[str, ...]:
    match name:
        case "field":
            return (entry.field,)
        case "handled_by":
            return (entry.handled_by,)
        case "agency":
            return entry.agencies
        case "subject":
            return entry.subjects
        case "event":
            return entry.events
        case _:
            return entry.channels


def rank(index: Index, question: str, *, is_unfinished: bool = False) -> list[int]:
    """Return the numbers of the entries that a question means, the likeliest first."""
    return _judged(index, question, is_unfinished)[0]


def _judged(index: Index, question: str, is_unfinished: bool) -> tuple[list[int], bool]:
    """Return the ranked entries, and whether they are what was asked; of those that are not, only the nearest.

    What follows the first few must be close itself: one syllable in common makes hundreds of hits.
    """
    if not index.entries:
        return [], True
    if code := _CODE.match(fold(question[: words.MAX_QUERY])):
        return index.with_code(code[1] + code[2], 50), True
    asked = words.asked(question)
    if not asked.said:
        return [], True
    scores = index.no_scores()
    meant = _score(index, scores, asked.said, is_unfinished)
    if asked.marked:
        _score_marks(index, scores, asked.marked)
    top = float(scores.max())
    is_known = _score_meanings(index, scores, words.syllables(question[: words.MAX_QUERY])[: words.MAX_SYLLABLES], top)
    scores *= index.bonus
    if is_unfinished:  # so little is said that what most people mean counts for more
        scores *= index.bonus**3
    best = float(scores.max())
    if best <= 0:
        return [], True
    hits = np.flatnonzero(scores >= best * SHARE)
    order = hits[np.lexsort((hits, -scores[hits]))][:MOST]
    if is_known or is_unfinished:
        return [int(number) for number in order], True
    close = closeness.closeness(index, asked, meant)[order]
    if not close[: closeness.LOOKED_AT].any():
        return [int(number) for number in order[: closeness.NEAREST]], False
    close[: closeness.NEAREST] = True
    return [int(number) for number in order[close]], True


def _score(index: Index, scores: Scores, said: list[str], is_unfinished: bool) -> list[str]:
    """Add what the syllables and their pairs score; return the pairs that slips and short English words may hide."""
    for token in said:
        index.add(scores, token, 1.0)
    for pair in words.pairs(said):
        index.add(scores, pair, 1.2)
    # The index joins the long words of an English title over its short ones.
    meant = words.pairs([token for token in said if len(token) > 3])
    finished = said[:-1] if is_unfinished else said
    for place in range(len(finished)):
        meant += _mend(index, scores, said, place)
    if is_unfinished:
        _complete(index, scores, said)
    return meant


def _score_marks(index: Index, scores: Scores, marked: list[str]) -> None:
    """Let what was typed with its marks count for more: *nhà thuốc* is no *nhà thuộc*."""
    scores *= np.float32(PLAIN)
    for token in marked:
        index.add(scores, token, 1.0)
    for pair in words.pairs(marked):
        index.add(scores, pair, 1.2)


def _complete(index: Index, scores: Scores, said: list[str]) -> None:
    last = said[-1]
    if len(said) > 1:
        for token in index.starting_with(f"{said[-2]}_{last}", 12):
            index.add(scores, token, 0.8)
    if not index.knows(last):
        for token in [token for token in index.starting_with(last, 12) if "_" not in token]:
            index.add(scores, token, 0.5)


def _mend(index: Index, scores: Scores, said: list[str], place: int) -> list[str]:
    """Add what a mistyped syllable may have been: one slip a syllable, chosen by its neighbours.

    Returns the pairs it makes where it is no syllable of the catalogue; one that is may well be meant as it is.
    """
    word = said[place]
    before = said[place - 1] if place else ""
    after = said[place + 1] if place + 1 < len(said) else ""
    is_known = index.knows(word)
    if len(word) < 2 or word.isdigit():
        return []
    if is_known and (len(said) == 1 or index.knows(f"{before}_{word}") or index.knows(f"{word}_{after}")):
        return []
    candidates = {c for c in words.one_edit_away(word) if index.knows(c)}
    evidence = {c: index.frequency(f"{before}_{c}") + index.frequency(f"{c}_{after}") for c in candidates}
    likely = sorted((c for c in candidates if evidence[c]), key=lambda c: (-evidence[c], c))[:3]
    weight = 0.9 if likely else 0.5
    if not likely and not is_known:
        likely = sorted(candidates, key=lambda c: (-index.frequency(c), c))[:3]
    for candidate in likely:
        index.add(scores, candidate, weight)
        index.add(scores, f"{before}_{candidate}", weight)
        index.add(scores, f"{candidate}_{after}", weight)
    if not is_known:
        cut_up = [f"{word[:cut]}_{word[cut:]}" for cut in range(1, len(word))]  # written together: "khaisinh"
        for pair in cut_up:
            index.add(scores, pair, 1.0)
        return cut_up + [pair for one in likely for pair in (f"{before}_{one}", f"{one}_{after}")]
    return []


def _score_meanings(index: Index, scores: Scores, said: list[str], top: float) -> bool:
    """Add what everyday words mean; return whether the question has any."""
    reached = 0.0
    for meaning, share in words.meanings_in(said):
        if share < reached:
            break  # shorter words within longer ones
        tokens = words.syllables(meaning.means)
        for token in [*tokens, *words.pairs(tokens)]:
            index.add(scores, token, 0.5)
        reached = share
        strength = max(top, float(scores.max())) * 0.7 * share
        for place, code in enumerate(meaning.codes):
            if code in index.by_code:
                scores[index.by_code[code]] += np.float32(strength / (1 + 0.3 * place))
    return reached > 0
