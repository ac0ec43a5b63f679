"""Whose an item is, in the words of the permission table."""

from django.db.models import Q, QuerySet

from motcua.accounts import access
from motcua.accounts.models import Person, User
from motcua.accounts.rules.permissions import Thing

from .models import Item


def owned_by(person: Person) -> Q:
    """Return the condition for the items of a person's or an organisation's store."""
    own = Q(owner_person=person.pk)
    return own | Q(owner_number=person.identity_id) if person.identity_id is not None else own


def thing_of(item: Item) -> Thing:
    """Return whose this item is: of the person who has its number now, or for whom it was kept."""
    holder = getattr(item.owner_number, "person", None)
    return Thing.of(people=(item.owner_person_id, holder.pk if holder is not None else None), in_store=True)


def visible_to(by: User, verb: str = "item.see") -> QuerySet[Item]:
    """Return the items that somebody may see; lists begin here."""
    reach = access.reach(by, verb)
    if reach.capacity is not None:
        principal_id = reach.capacity.principal_id
        if not reach.capacity.uses_store or principal_id is None:
            return Item.objects.none()
        return Item.objects.filter(owned_by(Person.objects.get(pk=principal_id)))
    if by.person is None or not reach.people:
        return Item.objects.none()
    return Item.objects.filter(owned_by(by.person))


def require(by: User, verb: str, item: Item) -> None:
    """Raise Forbidden unless somebody may do this with this item."""
    access.require(by, verb, thing_of(item))
