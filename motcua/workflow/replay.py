"""A finished run played again on another diagram: would it have come through, and what would have been otherwise?

Nothing is stored. What people did then is given to the new diagram in the order in which they did it: to the step of
the same id, else to one of the same kind. A step that nobody did then is done in its usual way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from motcua.lib.expressions import compile_expression
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .engine import Reached, Run, Spec, compile_spec
from .rules import Node, NodeType, Outline

# What a person did at a step then: (id of the step, its kind, its outcome, its name).
Did = tuple[str, str, str, str]
# A run of this many steps goes round and round.
MOST_STEPS = 300
# Dossiers of a procedure go few ways: so many are remembered with what came of them, then all are forgotten.
MOST_WAYS = 2000


@dataclass(frozen=True)
class Replayed:
    """How a run went on another diagram. `stuck` says why it came to no end: (message, params), None where it did.

    `added` are the names of steps that nobody did then, `dropped` of those that the new diagram has no place for.
    """

    stuck: tuple[str, dict[str, str]] | None = None
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass
class Stage:
    """A diagram made ready once for many replays; of equal ones only the first is played."""

    outline: Outline
    spec: Spec
    asked: tuple[str, ...]  # what its conditions ask for
    _known: dict[tuple[Any, ...], Replayed] = field(default_factory=dict)

    @classmethod
    def of(cls, outline: Outline) -> "Stage":
        """Make a diagram ready."""
        conditions = {flow.condition for node in outline.nodes.values() for flow in node.flows if flow.condition}
        asked = {name for condition in conditions for name in compile_expression(condition).names}
        return cls(outline, Spec(compile_spec(outline)), tuple(sorted(asked)))

    def replay(
        self, did: Sequence[Did], context: Mapping[str, Any], *, heard: Sequence[str] = (), is_whole: bool = True
    ) -> Replayed:
        """Play what was done again, with the messages that were `heard` then.

        Without `is_whole` the case ended before its process did (refused, withdrawn): then so may the replay.
        """
        # Of the context only what a condition asks for can change the way.
        way = (tuple(did), tuple(heard), is_whole, *(context.get(name) for name in self.asked))
        found = self._known.get(way)
        if found is None:
            if len(self._known) >= MOST_WAYS:
                self._known.clear()
            found = self._known[way] = self._played(did, context, heard, is_whole)
        return found

    def _played(self, did: Sequence[Did], context: Mapping[str, Any], heard: Sequence[str], is_whole: bool) -> Replayed:
        player = _Player(self.outline, list(did), list(heard), is_whole)
        try:
            return player.play(self.spec.begin(context))
        except Refused as refusal:
            return Replayed((refusal.message, {key: str(value) for key, value in refusal.params.items()}))


@dataclass
class _Player:
    outline: Outline
    left: list[Did]
    heard: list[str]
    is_whole: bool
    added: list[str] = field(default_factory=list)

    def play(self, run: Run) -> Replayed:
        for _ in range(MOST_STEPS):
            if run.is_finished:
                return self._end()
            reached = run.open_steps()
            if not reached:
                if stuck := self._wait(run):
                    return self._end(stuck)
                continue
            found = self._next(reached)
            if found is None:
                if not self.is_whole and not self.left:
                    return self._end()
                found = self._usual(reached[0])
            ref, node, outcome = found
            if node.type == NodeType.STEP and outcome not in node.outcomes:
                return self._end(
                    (N_("Bước “{step}” không kết thúc được bằng “{outcome}”."), {"step": node.name, "outcome": outcome})
                )
            run.complete(ref, outcome)
        return self._end((N_("Quy trình quay vòng không dứt."), {}))

    def _next(self, reached: Sequence[Reached]) -> tuple[int, Node, str] | None:
        """Return the open step that was done first then, with how it ended; by its id before its kind."""
        for by_kind in (False, True):
            for place, (step, kind, outcome, _name) in enumerate(self.left):
                for one in reached:
                    node = self.outline.nodes[one.step]
                    if node.type != NodeType.STEP or (node.kind != kind if by_kind else node.id != step):
                        continue
                    # By kind only what the new diagram knows by no id: another step of that kind comes later.
                    if by_kind and step in self.outline.nodes:
                        continue
                    del self.left[place]
                    return one.ref, node, outcome
        return None

    def _usual(self, one: Reached) -> tuple[int, Node, str]:
        node = self.outline.nodes[one.step]
        if node.type != NodeType.STEP:
            # What the system does by itself always ends the same way here.
            return one.ref, node, "done"
        self.added.append(node.name)
        return one.ref, node, node.outcomes[0]

    def _wait(self, run: Run) -> tuple[str, dict[str, str]] | None:
        """Give the run a message that was heard then; say so where none was that it waits for."""
        waited = [self.outline.nodes[one.step] for one in run.waits()]
        for node in waited:
            if node.message in self.heard:
                self.heard.remove(node.message)
                run.tell(node.message)
                return None
        if not self.is_whole and not self.left:
            return N_("Hồ sơ đã dừng khi đang chờ."), {}
        name = waited[0].name if waited else ""
        return N_("Kẹt ở chỗ chờ “{step}”: khi ấy không có gì để chờ."), {"step": name}

    def _end(self, stuck: tuple[str, dict[str, str]] | None = None) -> Replayed:
        dropped = tuple(name for _step, _kind, _outcome, name in self.left)
        return Replayed(stuck, tuple(dict.fromkeys(self.added)), tuple(dict.fromkeys(dropped)))
