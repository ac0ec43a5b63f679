"""Reads of stores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from . import access
from .models import Item, Reuse
from .rules import Asked, ItemState, Match, Territory, match_of

MOST_LOOKED_AT = 200  # newest items of a store that are offered


def items_of(by: User, *, before_id: int | None = None, limit: int = 50) -> list[Item]:
    """Return the items of one's own store, the newest first; what was withdrawn was never an item."""
    found = access.visible_to(by).exclude(state=ItemState.WITHDRAWN).select_related("agency", "file")
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return list(found.order_by("-pk")[:limit])


def count_of(by: User) -> int:
    """Return how many items one's own store holds."""
    return access.visible_to(by).exclude(state=ItemState.WITHDRAWN).count()


def item_of(public_id: UUID, *, by: User, verb: str = "item.see") -> Item:
    """Return an item with which somebody may do this; raises Refused, in the same words, for any other."""
    found = (
        access.visible_to(by, verb)
        .select_related("agency", "file", "replaced_by", "owner_number__person")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Refused("no_such_item", N_("Không tìm thấy giấy tờ này trong kho của ông/bà."))
    access.require(by, verb, found)
    return found


def earlier_of(item: Item) -> list[Item]:
    """Return what an item took the place of."""
    return list(Item.objects.filter(replaced_by=item.pk).order_by("-pk"))


def kept_sources(sources: Iterable[str]) -> set[str]:
    """Return which of these sources have their item."""
    return set(Item.objects.filter(source__in=list(sources)).values_list("source", flat=True))


@dataclass(frozen=True)
class Offer:
    """An item that may stand in for a paper, by the paper's key."""

    key: str
    item: Item
    match: Match

    @property
    def reference(self) -> str:
        """Return what a form calls it."""
        return str(self.item.public_id)


def offers(
    asked: Sequence[Asked], *, number_id: int | None, person_id: int | None, agency_id: int, on: date, to_official: bool
) -> list[Offer]:
    """Return what an owner's store holds instead of papers, for each the surest first.

    The same owner, valid on the day, where it counts, with a file that can be handed on. What may be used for one
    purpose alone is offered to officials only, who judge the purpose (Decree 123/2015/NĐ-CP art. 23(3), of one kind).
    """
    owned = Q(pk__in=[])
    if number_id is not None:
        owned |= Q(owner_number=number_id)
    if person_id is not None:
        owned |= Q(owner_person=person_id)
    if not asked or not owned:
        return []
    kept = Item.objects.filter(owned, state=ItemState.CURRENT, file__isnull=False).select_related("file", "agency")
    found = []
    for item in kept.order_by("-pk")[:MOST_LOOKED_AT]:
        is_here = item.territory == Territory.PROVINCE or item.agency_id == agency_id
        if not (item.is_valid_on(on) and is_here and (to_official or not item.purpose)):
            continue
        for one in asked:
            by = match_of(one, result_code=item.result_code, paper_type=item.paper_type, name=item.name)
            if by is not None:
                found.append(Offer(one.key, item, by))
    order = list(Match)
    return sorted(found, key=lambda offer: order.index(offer.match))


def reuses_of(item: Item) -> list[Reuse]:
    """Return where an item was used again, the newest first."""
    return list(item.reuses.select_related("agency").order_by("-at", "-pk")[:100])
