"""Reads of who acts for whom."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.accounts import access
from motcua.accounts.models import Mandate, Person, User
from motcua.accounts.rules.mandates import Basis, Capacity, Part
from motcua.accounts.rules.permissions import Thing
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import fold


def mandates_as_agent(user: User, on: date) -> list[Mandate]:
    """Return for whom somebody may act on a day, by name; only under the name with which they were named."""
    person = user.person
    if person is None or person.identity_id is None:
        return []
    found = _in_force(on).filter(agent_number=person.identity_id).order_by("principal_name", "pk")
    # A name that has changed since is theirs too.
    names = {fold(person.full_name)} | {fold(one) for one in person.former.values_list("full_name", flat=True)}
    return [one for one in found if fold(one.agent_name) in names]


def mandates_of_principal(by: User, on: date) -> list[Mandate]:
    """Return who acts for somebody: for oneself, or for the organisation one manages; the ended ones come last."""
    capacity = access.capacity_of(by)
    number = capacity.principal_number_id if capacity is not None else None
    if capacity is None and by.person is not None:
        number = by.person.identity_id
    if number is None or not access.may(by, "mandate.see", Thing.of(people=(_principal_id(by),))):
        return []
    found = Mandate.objects.filter(principal_number=number).select_related("evidence").order_by("-pk")[:200]
    return sorted(found, key=lambda one: not is_in_force(one, on))


def mandate_of(public_id: UUID, *, by: User, verb: str = "mandate.see") -> Mandate:
    """Return a mandate with which somebody may do this; raises Refused, in the same words, for any other."""
    found = Mandate.objects.select_related("evidence").filter(public_id=public_id).first()
    if found is None or not access.may(by, verb, thing_of(found, verb)):
        raise Refused("no_such_mandate", N_("Không tìm thấy việc thay mặt này."))
    return found


def thing_of(mandate: Mandate, verb: str = "mandate.see") -> Thing:
    """Return whose a mandate is: both sides see and end it, one alone takes it up."""
    sides = (
        [mandate.agent_number_id]
        if verb == "mandate.take_up"
        else [
            mandate.agent_number_id,
            mandate.principal_number_id,
        ]
    )
    return Thing.of(people=Person.objects.filter(identity__in=sides).values_list("pk", flat=True))


def capacity_in(mandate_id: str, *, user: User, on: date) -> Capacity | None:
    """Return what somebody may do for another under a mandate on a day; None where it is over or not theirs."""
    try:
        public_id = UUID(mandate_id)
    except ValueError:
        return None
    found = next((one for one in mandates_as_agent(user, on) if one.public_id == public_id), None)
    return capacity_by(found) if found is not None else None


def capacity_by(mandate: Mandate) -> Capacity:
    """Return a mandate as a plain value."""
    principal = Person.objects.filter(identity=mandate.principal_number_id).values_list("pk", flat=True).first()
    return Capacity(
        mandate_id=mandate.pk,
        public_id=str(mandate.public_id),
        basis=Basis(mandate.basis),
        part=Part(mandate.part),
        principal_name=mandate.principal_name,
        principal_id=principal,
        principal_number_id=mandate.principal_number_id,
        is_organisation=mandate.is_organisation,
        procedures=frozenset(mandate.procedures),
        sees_all=mandate.sees_all,
        uses_store=mandate.uses_store,
        until=mandate.valid.upper - timedelta(days=1) if mandate.valid.upper is not None else None,
    )


def is_in_force(mandate: Mandate, on: date) -> bool:
    """Tell whether somebody may act under it on a day."""
    upper = mandate.valid.upper
    return mandate.ended_at is None and mandate.valid.lower <= on and (upper is None or on < upper)


def people_of(mandate_id: int) -> tuple[Mandate, list[int]]:
    """Return a mandate and the persons known on the other side than the one who made it, to be told.

    Whoever bears the agent's number under another name was not meant.
    """
    found = Mandate.objects.get(pk=mandate_id)
    other = found.agent_number_id if found.given_by_id is not None else found.principal_number_id
    numbers = [found.agent_number_id, found.principal_number_id] if found.ended_at is not None else [other]
    people = Person.objects.filter(identity__in=numbers)
    return found, [
        one.pk
        for one in people
        if one.identity_id == found.principal_number_id or fold(one.full_name) == fold(found.agent_name)
    ]


def _principal_id(by: User) -> int | None:
    capacity = access.capacity_of(by)
    return capacity.principal_id if capacity is not None else by.person_id


def _in_force(on: date) -> QuerySet[Mandate]:
    return Mandate.objects.filter(Q(valid__contains=on), ended_at=None).select_related("evidence")
