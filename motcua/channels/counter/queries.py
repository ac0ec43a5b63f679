"""Reads that only the counter needs: what its units receive, and who decides on it."""

from collections.abc import Sequence
from datetime import date

from motcua.organisations.models import Agency
from motcua.organisations.queries import competent_agency, one_stop_units
from motcua.organisations.rules import Level
from motcua.procedures import queries as procedures
from motcua.procedures.models import Procedure
from motcua.procedures.rules.names import is_communal
from motcua.procedures.search.finding import MOST, Filters
from motcua.procedures.search.index import Entry

# So many procedures are offered at once to who asks for one at the counter.
MOST_OFFERED = 15


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


def receivable(question: str, units: Sequence[int], on: date, *, is_unfinished: bool = False) -> list[Entry]:
    """Return what a question means among the procedures that these one-stop units receive, the likeliest first.

    `is_unfinished`: the last word may still be half typed; three letters are enough then.
    """
    levels = {stop.level for stop in one_stop_units(on) if stop.pk in units}
    found = procedures.search(question, Filters(is_open=True), limit=MOST, is_unfinished=is_unfinished).entries
    return [entry for entry in found if _level_of(entry) in levels][:MOST_OFFERED]


def _level_of(procedure: Procedure | Entry) -> Level:
    return Level.COMMUNE if is_communal(procedure.handled_by, procedure.levels) else Level.PROVINCE
