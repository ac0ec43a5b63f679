"""Bundles: one filing whose parts several agencies decide, each with its own clock, code and result.

Source: Decree 63/2024/NĐ-CP as amended by Decree 301/2026/NĐ-CP: one electronic declaration for all parts (article 3),
each result handed out as soon as it is there (article 3(2)), a part that needs another's result begins when that is
there (articles 5, 6, 10). The rules of a bundle stand in its package (`bundle`), so that they change with their dates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from motcua.lib.expressions import compile_expression

from .history import Happening
from .states import State


class Phase(StrEnum):
    """Where a part is. `ended`: decided, withdrawn or refused without a result; `dropped`: it never could begin."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    ENDED = "ended"
    DROPPED = "dropped"


OVER = frozenset({Phase.DONE, Phase.ENDED, Phase.DROPPED})
_HAS_RESULT = frozenset({State.COMPLETED, State.DELIVERED})
_ENDED = frozenset({State.REFUSED, State.WITHDRAWN, State.STOPPED})


@dataclass(frozen=True)
class PartRule:
    """One part of a bundle as its package says it.

    `answers` maps a question of the part's form to one of the bundle's, `computed` to an expression over them, `words`
    to a text with places in braces, `values` to a fixed answer. `papers` are keys that both lists have.
    """

    key: str
    procedure: str
    name: str
    after: tuple[str, ...] = ()
    when: str = ""
    case: str = ""
    area: str = ""
    # Where it is decided, if not where the part's own procedure says.
    level: str = ""
    summary: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    computed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    papers: tuple[str, ...] = ()
    limit: Mapping[str, Any] = field(default_factory=dict)
    supplement: Mapping[str, Any] = field(default_factory=dict)
    # Instead of what the part's own procedure charges; None leaves that.
    fees: Sequence[Mapping[str, Any]] | None = None

    def applies(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether what was answered asks for this part."""
        return not self.when or compile_expression(self.when).holds({"answers": answers})


def parts_of(settings: Mapping[str, Any]) -> tuple[PartRule, ...]:
    """Return the parts of a package's bundle, in their order; none for any other package."""
    return tuple(
        PartRule(
            **{
                **part,
                "after": tuple(part.get("after") or ()),
                "papers": tuple(part.get("papers") or ()),
            }
        )
        for part in (settings.get("bundle") or {}).get("parts") or ()
    )


# How a part ended without a result, in the words of the bundle's history; a notice of refusal is none of these.
HOW_ENDED = {
    State.REFUSED: Happening.PART_REFUSED,
    State.WITHDRAWN: Happening.PART_WITHDRAWN,
    State.STOPPED: Happening.PART_STOPPED,
}


@dataclass(frozen=True)
class Standing:
    """What is known of a part that has begun: its state, and whether it brought a result that is no refusal."""

    state: State
    has_result: bool
    # Its procedure gives none, and what it was for is done.
    is_finished: bool = False


def phases(order: Sequence[tuple[str, Sequence[str]]], begun: Mapping[str, Standing]) -> dict[str, Phase]:
    """Return where each part is, from (key, keys of those it waits for) in order and from those that have begun."""
    found: dict[str, Phase] = {}
    for key, after in order:
        standing = begun.get(key)
        if standing is not None:
            found[key] = _phase(standing)
        elif any(found[one] in {Phase.ENDED, Phase.DROPPED} for one in after if one in found):
            found[key] = Phase.DROPPED
        else:
            found[key] = Phase.WAITING
    return found


def _phase(standing: Standing) -> Phase:
    if standing.state in _HAS_RESULT:
        return Phase.DONE if standing.has_result or standing.is_finished else Phase.ENDED
    return Phase.ENDED if standing.state in _ENDED else Phase.RUNNING


def may_begin(after: Sequence[str], where: Mapping[str, Phase]) -> bool:
    """Tell whether a waiting part may begin: all that it waits for have their results (a part that is not there: none).

    Source: Decree 301/2026/NĐ-CP article 6: residence and insurance card begin with the registered birth.
    """
    return all(where[key] is Phase.DONE for key in after if key in where)


def news_of(phase: Phase, before: Phase, state: State | None) -> Happening:
    """Return what a bundle's history says of a part that came from one phase into another.

    `state` is that of the part's dossier. A part is handled again when the decision that stopped it was undone, or its
    result taken back; one that was dropped waits again when the part before it is.
    """
    if phase is Phase.RUNNING:
        return Happening.PART_BEGUN if before in {Phase.WAITING, Phase.DROPPED} else Happening.PART_AGAIN
    if phase is Phase.WAITING:
        return Happening.PART_AWAITS
    if phase is Phase.DROPPED:
        return Happening.PART_DROPPED
    if phase is Phase.DONE:
        return Happening.PART_DONE
    return HOW_ENDED.get(state, Happening.PART_ENDED) if state is not None else Happening.PART_ENDED


def state_of(
    where: Mapping[str, Phase], *, is_received: bool, all_delivered: bool, all_withdrawn: bool = False
) -> State:
    """Return the state that a bundle has by its parts; a part that waits for its applicant holds no other back.

    `all_withdrawn`: whatever had begun was withdrawn by its applicant, so that nobody refused anything.
    """
    if any(phase not in OVER for phase in where.values()):
        return State.PROCESSING if is_received else State.REGISTERED
    if Phase.DONE in where.values():
        return State.DELIVERED if all_delivered else State.COMPLETED
    if all_withdrawn:
        return State.WITHDRAWN
    return State.STOPPED if is_received else State.REFUSED
