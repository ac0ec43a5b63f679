"""Reads about places and offices."""

from datetime import date

from motcua.organisations.models import Agency
from motcua.organisations.rules import AgencyKind


def agency_by_code(code: str, on: date) -> Agency:
    """Return the agency that bore the code on a day; raises Agency.DoesNotExist."""
    return Agency.objects.get(code=code, valid__contains=on)


def agencies_under(agency: Agency) -> list[int]:
    """Return the ids of the agency and of all below it."""
    return list(Agency.objects.filter(path__startswith=agency.path).values_list("pk", flat=True))


def one_stop_of(agency: Agency) -> Agency:
    """Return the one-stop unit where the agency's dossiers are handed in; a one-stop unit is its own."""
    if agency.kind == AgencyKind.ONE_STOP:
        return agency
    here: Agency | None = agency
    while here is not None:
        if here.one_stop is not None:
            return here.one_stop
        here = here.parent
    raise Agency.DoesNotExist(f"no one-stop unit serves {agency.code}")
