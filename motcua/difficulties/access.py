"""Whose difficulties somebody may see, and for whom they may answer."""

from django.db.models import Q, QuerySet

from motcua.accounts import access
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import DESK_ROLES, Thing
from motcua.organisations.models import Agency
from motcua.organisations.queries import agencies_under

from .models import Difficulty

NOTE, ANSWER, SEE = "difficulty.note", "difficulty.answer", "difficulty.see"


def unit_of(by: User) -> Agency | None:
    """Return where an official takes notes: at the agency of their first post that works with dossiers."""
    post = next((post for post in access.posts_today(by) if post.role in DESK_ROLES), None)
    return Agency.objects.filter(pk=post.agency_id).first() if post is not None else None


def visible_to(by: User) -> QuerySet[Difficulty]:
    """Return the notes that somebody may see: taken at their units, or theirs to answer; for some, all."""
    reach = access.reach(by, SEE)
    if reach.everything:
        return Difficulty.objects.all()
    agencies = set(reach.agencies) | agencies_under(reach.subtrees)
    return Difficulty.objects.filter(Q(unit__in=agencies) | Q(responsible__in=agencies))


def answering_for(by: User) -> tuple[bool, frozenset[int]]:
    """Return whether somebody answers for the whole province, and for which agencies otherwise."""
    reach = access.reach(by, ANSWER)
    return reach.everything, frozenset(reach.agencies)


def require_note(by: User, unit: Agency) -> None:
    """Raise Forbidden unless somebody may note what was hard at a unit."""
    access.require(by, NOTE, Thing.of(agencies=(unit.pk,)))
