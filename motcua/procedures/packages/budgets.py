"""The time of a process's steps and the time limit of its procedure: do they agree, and how to share the limit out."""

import re
from decimal import ROUND_DOWN, Decimal
from typing import Any

from motcua.procedures.rules.defaults import shortest
from motcua.procedures.rules.names import Unit
from motcua.procedures.rules.processes import BUDGET_UNITS
from motcua.workflow.rules import BudgetUnit, Node, NodeType, Outline, parse_budget

# A working day has eight working hours (so counted by provinces in their published processes).
HOURS = {Unit.HOUR: Decimal(1), Unit.WORKING_DAY: Decimal(8), Unit.DAY: Decimal(8)}
BUDGET_HOURS = {BudgetUnit.HOURS: Decimal(1), BudgetUnit.WORKING_DAYS: Decimal(8), BudgetUnit.DAYS: Decimal(8)}
SMALLEST = Decimal("0.01")


def allowed_hours(limits: list[dict[str, Any]]) -> Decimal | None:
    """Return the shortest time limit in working hours; None where none can be counted in them."""
    limit = shortest(limits)
    return None if limit is None or limit[1] not in HOURS else HOURS[limit[1]] * limit[0]


def spent_on(outline: Outline) -> tuple[Decimal, list[str]]:
    """Return the working hours of the longest way to an end that passes nothing twice, and its steps' ids."""
    return _longest(outline, outline.nodes[outline.start], frozenset())


def shared_out(bpmn: str, outline: Outline, limits: list[dict[str, Any]]) -> str:
    """Return the diagram with the time of its steps stretched or shrunk to the shortest limit, in the limit's unit.

    Each step keeps its share. The same text where there is nothing to share: no limit, or no step with a time.
    """
    limit, allowed = shortest(limits), allowed_hours(limits)
    spent, way = spent_on(outline)
    if limit is None or allowed is None or not spent or allowed == spent:
        return bpmn
    of_unit = HOURS[limit[1]]
    amounts = {
        node.id: (_hours(node) * allowed / spent / of_unit).quantize(SMALLEST, ROUND_DOWN)
        for node in outline.steps()
        if _hours(node)
    }
    longest = max((step for step in way if step in amounts), key=lambda step: amounts[step])
    amounts[longest] += allowed / of_unit - sum(amounts[step] for step in way if step in amounts)
    for step, amount in amounts.items():
        budget = f"{amount.normalize():f}{BUDGET_UNITS[limit[1]]}" if amount else "0"
        bpmn = _with_budget(bpmn, step, budget)
    return bpmn


def _with_budget(bpmn: str, step: str, budget: str) -> str:
    """Return the text with another time in the tag of one step; everything else stays as it was written."""
    tag = re.compile(rf'<[^<>]*\sid="{re.escape(step)}"[^<>]*>')
    return tag.sub(lambda found: re.sub(r'(:budget=")[^"]*"', rf'\g<1>{budget}"', found[0]), bpmn, count=1)


def _hours(node: Node) -> Decimal:
    if node.type != NodeType.STEP:
        return Decimal(0)
    budget = parse_budget(node.budget)
    return budget.amount * BUDGET_HOURS[budget.unit]


def _longest(outline: Outline, node: Node, before: frozenset[str]) -> tuple[Decimal, list[str]]:
    seen = before | {node.id}
    ways = [_longest(outline, outline.nodes[flow.target], seen) for flow in node.flows if flow.target not in seen]
    spent, way = max(ways, key=lambda found: found[0], default=(Decimal(0), []))
    return _hours(node) + spent, [node.id, *way]
