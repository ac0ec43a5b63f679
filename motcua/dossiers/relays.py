"""Reads of relays: which agencies a process passes over, who decides, and what share of the limit each has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from motcua.organisations.models import Agency
from motcua.organisations.queries import competent_agency
from motcua.organisations.rules import AgencyKind, Level
from motcua.workflow.machines import machine
from motcua.workflow.rules import RELAY, BudgetUnit, NodeType, Outline, TaskKind, parse_budget
from motcua.worktime.rules import Unit

from .models import Dossier, Leg

UNITS = {BudgetUnit.HOURS: Unit.WORKING_HOURS, BudgetUnit.WORKING_DAYS: Unit.WORKING_DAYS, BudgetUnit.DAYS: Unit.DAYS}


@dataclass(frozen=True)
class Relay:
    """The agencies of a relay by their names in the diagram, and the one that signs."""

    agencies: Mapping[str, Agency]
    decides: Agency


def relay_of(process_id: int | None, *, begins: Agency, field: str, on: date) -> Relay | None:
    """Return over which agencies a process passes that begins with one; None for a process of one agency.

    Raises Agency.DoesNotExist where the province has no such agency.
    """
    return relay_in(machine(process_id)[1], begins=begins, field=field, on=on) if process_id is not None else None


def relay_in(outline: Outline, *, begins: Agency, field: str, on: date) -> Relay | None:
    """Return over which agencies a diagram passes, as `relay_of`."""
    names = outline.agencies() & set(RELAY)
    if not names:
        return None
    agencies = {name: _agency(name, begins, field, on) for name in sorted(names)}
    signed = next((node.agency for node in outline.steps() if node.kind == TaskKind.SIGN), "")
    return Relay(agencies, agencies.get(signed, begins))


def _agency(name: str, begins: Agency, field: str, on: date) -> Agency:
    if name == "commune":
        return begins
    if name == "department":
        return competent_agency(Level.PROVINCE, field, on=on)
    return Agency.objects.get(level=Level.PROVINCE, kind=AgencyKind.COMMITTEE, valid__contains=on)


def share_of(outline: Outline, agency: str) -> tuple[int, Unit] | None:
    """Return how much of the limit the steps of an agency have together, in whole units; None where none is counted.

    A started day counts whole: an agency is not late by a rounding.
    """
    totals: dict[BudgetUnit, Decimal] = {}
    for node in outline.steps():
        if node.type == NodeType.STEP and node.agency == agency:
            budget = parse_budget(node.budget)
            totals[budget.unit] = totals.get(budget.unit, Decimal(0)) + budget.amount
    counted = {unit: amount for unit, amount in totals.items() if amount}
    if len(counted) != 1:
        return None
    ((unit, amount),) = counted.items()
    return int(amount.to_integral_value(ROUND_CEILING)), UNITS[unit]


def legs(dossier: Dossier) -> list[Leg]:
    """Return where a relay has been, in order; nothing for other dossiers."""
    if dossier.reached is None:
        return []
    return list(dossier.legs.select_related("agency", "given_by", "taken_by").order_by("number"))
