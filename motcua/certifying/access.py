"""Whose books somebody may see and write in."""

from motcua.accounts import access
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import Thing
from motcua.organisations.models import Agency
from motcua.organisations.rules import AgencyKind, Level

RECORD, SEE = "certification.record", "certification.see"


def thing_of(agency: Agency) -> Thing:
    """Return whose an agency's books are: its own, and those of the one-stop unit where it is asked."""
    return Thing.of(agencies=(agency.pk, agency.one_stop_id))


def agencies_of(by: User, verb: str) -> list[Agency]:
    """Return the communes whose books somebody may see or write, by code (Decree 23/2015 art. 5(2): a commune's)."""
    reach = access.reach(by, verb)
    communes = Agency.objects.filter(kind=AgencyKind.COMMITTEE, level=Level.COMMUNE).select_related("one_stop")
    if not reach.everything:
        communes = communes.filter(pk__in=reach.agencies) | communes.filter(one_stop__in=reach.agencies)
    return list(communes.order_by("code", "pk")[:200])


def require(by: User, verb: str, agency: Agency) -> None:
    """Raise Forbidden unless somebody may do this with an agency's books."""
    access.require(by, verb, thing_of(agency))
