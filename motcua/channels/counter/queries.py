"""Reads that only the counter needs: what its units receive, and who decides on it."""

from collections.abc import Sequence
from datetime import date

from motcua.organisations.models import Agency
from motcua.organisations.queries import competent_agencies, competent_agency, one_stop_units
from motcua.organisations.rules import Level
from motcua.procedures import searching
from motcua.procedures.models import Procedure
from motcua.procedures.rules.names import is_communal
from motcua.procedures.search.finding import MOST, Filters
from motcua.procedures.search.index import Entry
from motcua.worktime.rules import rule_set_on

# So many procedures are offered at once to who asks for one at the counter.
MOST_OFFERED = 15
# In the address of a page: for other agencies of the province too.
ELSEWHERE = "noi-khac"


def agencies_for(procedure: Procedure, units: Sequence[int], on: date) -> list[tuple[Agency, Agency]]:
    """Return the agencies that decide on a procedure for those who come to these one-stop units, each with the unit."""
    found: dict[int, tuple[Agency, Agency]] = {}
    for stop in one_stop_units(on):
        if stop.pk not in units:
            continue
        area = stop.area.code if stop.area is not None and stop.level == Level.COMMUNE else ""
        if _level_of(procedure) != stop.level:
            continue
        try:
            agency = competent_agency(_level_of(procedure), procedure.field, area, on=on)
        except Agency.DoesNotExist:
            continue
        found.setdefault(agency.pk, (agency, stop))
    return list(found.values())


def agencies_elsewhere(procedure: Procedure, units: Sequence[int], on: date) -> list[tuple[Agency, Agency]]:
    """Return the province's other agencies that decide on a procedure, each with the unit here that receives for them.

    Whatever the boundaries, a dossier may be handed in at any one-stop unit of the province (Decree 118/2025 art.
    14(2)); its term begins when the competent agency has it (art. 17(3)). Nothing before that rule.
    """
    here = next((stop for stop in one_stop_units(on) if stop.pk in units), None)
    if here is None or not rule_set_on(on).from_competent_receipt:
        return []
    own = {agency.pk for agency, _stop in agencies_for(procedure, units, on)}
    found = competent_agencies(_level_of(procedure), procedure.field, on=on)
    return [(agency, here) for agency in found if agency.pk not in own]


def receivable(
    question: str, units: Sequence[int], on: date, *, is_unfinished: bool = False, everywhere: bool = False
) -> list[Entry]:
    """Return what a question means among the procedures that these one-stop units receive, the likeliest first.

    `is_unfinished`: the last word may still be half typed; three letters are enough then. `everywhere`: also those that
    other agencies of the province decide.
    """
    levels = set(Level) if everywhere else {stop.level for stop in one_stop_units(on) if stop.pk in units}
    found = searching.search(question, Filters(is_open=True), limit=MOST, is_unfinished=is_unfinished).entries
    return [entry for entry in found if _level_of(entry) in levels][:MOST_OFFERED]


def _level_of(procedure: Procedure | Entry) -> Level:
    return Level.COMMUNE if is_communal(procedure.handled_by, procedure.levels) else Level.PROVINCE
