"""The words of a process: kinds of step, budgets, and the outline that a diagram is boiled down to."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from motcua.lib.expressions import ExpressionRefused, compile_expression
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

# Who holds a step that is the applicant's: not a post of an office.
APPLICANT = "applicant"
# The agencies that a diagram may point to; the case says at the start which ones they are. An agency's code
# (H36.12) names one for good, for processes that pass through a fixed office.
# Of a relay: the commune that begins, the department of the field, the province's committee.
RELAY = ("commune", "department", "province")
AGENCIES = frozenset({"helped_at", "received_at", "competent", *RELAY})
AGENCY_CODE = re.compile(r"[A-Z]\d{2}(\.[0-9A-Za-z]+){0,3}")
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")


class TaskKind(StrEnum):
    """What is done at a step; the case knows what each kind may lead to. Nobody does `wait`: a message ends it."""

    RECEIVE = "receive"
    ASSIGN = "assign"
    APPRAISE = "appraise"
    REVIEW = "review"
    SIGN = "sign"
    NUMBER = "number"
    ISSUE = "issue"
    DELIVER = "deliver"
    # The last step of what has no result: what was done is recorded, and nothing is handed over.
    FINISH = "finish"
    APPLICANT_CHECK = "applicant_check"
    IN_PERSON = "in_person"
    GENERIC = "generic"
    WAIT = "wait"


class Message(StrEnum):
    """What a process can wait for; the case tells it when that has happened."""

    TAX_PAID = "tax_paid"
    # Of a bundle: every part is at an end, and at least one has a result.
    PARTS_DONE = "parts_done"


class TaskStatus(StrEnum):
    """`waiting`: the step is reached, but the case stands still (the applicant is asked for something)."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    CANCELLED = "cancelled"


class InstanceStatus(StrEnum):
    """Where a run of a process is."""

    RUNNING = "running"
    WAITING = "waiting"
    FINISHED = "finished"
    CANCELLED = "cancelled"


LIVE = frozenset({InstanceStatus.RUNNING, InstanceStatus.WAITING})
UNDONE = frozenset({TaskStatus.OPEN, TaskStatus.WAITING})


class BudgetUnit(StrEnum):
    """In what a step's time is counted: working hours, working days, or days of the calendar."""

    HOURS = "h"
    WORKING_DAYS = "wd"
    DAYS = "d"


@dataclass(frozen=True)
class Budget:
    """The time a step may take; zero means that its time is not counted (delivery)."""

    amount: Decimal
    unit: BudgetUnit


def parse_budget(text: str) -> Budget:
    """Read `4h`, `0.25wd`, `2d` or `0`; raises ValueError."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?)(h|wd|d)?", text.strip())
    if match is None:
        raise ValueError(text)
    try:
        amount = Decimal(match[1])
    except InvalidOperation as problem:
        raise ValueError(text) from problem
    if match[2] is None and amount:
        raise ValueError(text)
    return Budget(amount, BudgetUnit(match[2] or "h"))


class NodeType(StrEnum):
    """The parts a diagram may be made of."""

    START = "start"
    END = "end"
    STEP = "step"
    CALL = "call"
    CHOICE = "choice"
    PARALLEL = "parallel"
    MESSAGE = "message"


@dataclass(frozen=True)
class Flow:
    """An arrow; `condition` is CEL, empty where none is needed."""

    target: str
    condition: str = ""
    is_default: bool = False


@dataclass(frozen=True)
class Node:
    """One part of the diagram. `call` is the named step of a service task, `message` what is waited for.

    `role` and `agency` say whose a step is; of what is waited for, who notes that it has come.
    """

    id: str
    type: NodeType
    name: str = ""
    kind: str = ""
    role: str = ""
    agency: str = ""
    budget: str = ""
    outcomes: tuple[str, ...] = ()
    call: str = ""
    message: str = ""
    flows: tuple[Flow, ...] = ()


@dataclass(frozen=True)
class Outline:
    """A diagram without its drawing: what can happen, in which order, by whom."""

    start: str
    nodes: Mapping[str, Node] = field(default_factory=dict)

    def steps(self) -> list[Node]:
        """Return the steps that people do, in the order of the diagram's text."""
        return [node for node in self.nodes.values() if node.type == NodeType.STEP]

    def steps_before(self, identifier: str) -> list[Node]:
        """Return the steps that may have been the last ones when a run comes to a part, in the order of the diagram."""
        found: set[str] = set()
        seen: set[str] = set()
        todo = [identifier]
        while todo:
            here = todo.pop()
            for node in self.nodes.values():
                if node.id in seen or not any(flow.target == here for flow in node.flows):
                    continue
                seen.add(node.id)
                if node.type == NodeType.STEP:
                    found.add(node.id)
                else:
                    todo.append(node.id)
        return [node for node in self.nodes.values() if node.id in found]

    def names(self) -> frozenset[str]:
        """Return the names that the conditions ask the case for, beside the engine's own."""
        found: set[str] = set()
        for node in self.nodes.values():
            for flow in node.flows:
                if flow.condition:
                    found |= compile_expression(flow.condition).names
        return frozenset(found - {"outcome", "outcomes"})

    def agencies(self) -> frozenset[str]:
        """Return which of the case's agencies the steps are given to."""
        return frozenset(node.agency for node in self.nodes.values()) & AGENCIES

    def next_steps(self, step: str, outcome: str, context: Mapping[str, Any]) -> list[Node]:
        """Return the steps that follow at once when `step` ends with `outcome`; none where the way branches or waits.

        For showing and merging only: the engine decides. Service tasks are passed through.
        """
        values = {**context, "outcome": outcome, "outcomes": {**context.get("outcomes", {}), step: outcome}}
        node = self.nodes[step]
        for _ in self.nodes:
            flows = node.flows
            if node.type == NodeType.CHOICE:
                flows = (chosen(flows, values),)
            if len(flows) != 1:
                return []
            node = self.nodes[flows[0].target]
            if node.type == NodeType.STEP:
                return [node]
            if node.type not in {NodeType.CHOICE, NodeType.CALL}:
                return []
        return []

    def to_json(self) -> dict[str, Any]:
        """Return plain values for storing."""
        return {"start": self.start, "nodes": [asdict(node) for node in self.nodes.values()]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Outline":
        """Return the outline that was stored."""
        nodes = {
            item["id"]: Node(
                **{
                    **item,
                    "type": NodeType(item["type"]),
                    "outcomes": tuple(item["outcomes"]),
                    "flows": tuple(Flow(**flow) for flow in item["flows"]),
                }
            )
            for item in data["nodes"]
        }
        return cls(data["start"], nodes)


def chosen(flows: tuple[Flow, ...], values: Mapping[str, Any]) -> Flow:
    """Return the arrow that a choice takes: the first whose condition holds, or the default.

    Raises Refused where a condition cannot be computed on these values.
    """
    for flow in flows:
        if flow.condition and not flow.is_default:
            try:
                if compile_expression(flow.condition).holds(values):
                    return flow
            except ExpressionRefused as problem:
                raise Refused(
                    "process_stuck", N_("Quy trình có điều kiện không tính được: {problem}"), problem=str(problem)
                ) from problem
    return next((flow for flow in flows if flow.is_default), flows[-1])
