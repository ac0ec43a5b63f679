"""The ways out of a process's choices in words: after which steps, when each is taken, and where it leads.

A condition of an arrow speaks of how steps ended (`outcome`: the one just before; `outcomes.<id>`: any), of the case
and of the way of filing (`docs/howto/draw-a-process.md`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from motcua.lib.marks import N_
from motcua.ui.texts import translated
from motcua.workflow.rules import Flow, Node, NodeType, Outline

from .conditions import CHANNELS, Names, say_condition

# The words for (kind of step, outcome): what outcomes mean is known to those above.
SayOutcome = Callable[[str, str], str]

OTHERWISE = N_("còn lại")
ENDED, ENDED_BEFORE = N_("kết quả bước “%(name)s”"), N_("kết quả bước ngay trước")
_ONE_OUTCOME = re.compile(r"""\s*outcome\s*==\s*(["'])(\w+)\1\s*""")


@dataclass(frozen=True)
class Way:
    """One arrow out of a choice. `when` is its condition in words, or the code itself where `is_code`."""

    source: str
    target: str
    after: str
    when: str
    to: str
    condition: str = ""
    is_code: bool = False


class Speaker:
    """Says the conditions of one process."""

    def __init__(self, outline: Outline, cases: Iterable[Mapping[str, object]], outcome: SayOutcome) -> None:
        self._outline, self._outcome = outline, outcome
        self._labels = {"case": _("trường hợp"), "channel": _("cách nộp")}
        self._values = {
            "case": {str(case.get("key")): str(case.get("name")) for case in cases},
            "channel": {key: _(words) for key, words in CHANNELS.items()},
        }
        for step in outline.steps():
            self._labels[f"outcomes.{step.id}"] = _(ENDED) % {"name": translated(step.name)}
            self._values[f"outcomes.{step.id}"] = self._ends(step)

    def _ends(self, step: Node) -> dict[str, str]:
        return {outcome: self._outcome(step.kind, outcome) for outcome in step.outcomes}

    def _names_at(self, choice: Node) -> Names:
        before = self._outline.steps_before(choice.id)
        label = _(ENDED) % {"name": translated(before[0].name)} if len(before) == 1 else _(ENDED_BEFORE)
        ends = {outcome: words for step in before for outcome, words in self._ends(step).items()}
        return Names({**self._labels, "outcome": label}, {**self._values, "outcome": ends})

    def say(self, choice: Node, flow: Flow) -> str:
        """Return when an arrow out of a choice is taken, in words; empty where they cannot say it."""
        if flow.is_default:
            return _(OTHERWISE)
        return say_condition(flow.condition, self._names_at(choice)) if flow.condition else ""

    def label(self, choice: Node, flow: Flow) -> str:
        """Return the same as briefly as a picture has room for; nothing beside an arrow that is always taken."""
        if choice.type != NodeType.CHOICE or len(choice.flows) < 2:
            return ""
        alone = _ONE_OUTCOME.fullmatch(flow.condition)
        if alone is not None and not flow.is_default:
            return self._names_at(choice).values["outcome"].get(alone[2], alone[2])
        return self.say(choice, flow) or flow.condition

    def ways(self) -> Iterator[Way]:
        """Give every way out of every choice that has more than one, in the order of the diagram."""
        for choice in self._outline.nodes.values():
            if choice.type != NodeType.CHOICE or len(choice.flows) < 2:
                continue
            after = ", ".join(f"“{translated(step.name)}”" for step in self._outline.steps_before(choice.id))
            for flow in choice.flows:
                said, condition = self.say(choice, flow), "" if flow.is_default else flow.condition
                to = ", ".join(self._reached(flow.target))
                yield Way(choice.id, flow.target, after, said or condition, to, condition, is_code=not said)

    def _reached(self, target: str) -> list[str]:
        """Return what an arrow leads to, as people call it: a choice or parallel gate itself has no name."""
        found: dict[str, None] = {}
        todo, seen = [target], set[str]()
        while todo:
            node = self._outline.nodes[todo.pop(0)]
            if node.id in seen:
                continue
            seen.add(node.id)
            if node.type in {NodeType.CHOICE, NodeType.PARALLEL}:
                todo += [flow.target for flow in node.flows]
            else:
                name = translated(node.name) if node.name else ""
                found[f"“{name}”" if name else _("kết thúc") if node.type == NodeType.END else node.id] = None
        return list(found)
