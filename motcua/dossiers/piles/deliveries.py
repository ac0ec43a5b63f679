"""Reads for handing out: results that wait at some units, and how each was handed out."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from motcua.accounts.models import User
from motcua.lib.dates import today

from .. import access
from ..choices import unclaimed_days
from ..models import Delivery, Dossier, PostReturn
from ..rules.states import State
from . import arrivals

MOST_UNDER_A_NUMBER = 10


def unclaimed_before(now: datetime) -> datetime:
    """Return the moment before which a result must have been ready to be called unclaimed now."""
    return now - timedelta(days=unclaimed_days.days_on(today(now)))


def waiting(
    units: Iterable[int], *, by: User, behind: int | None = None, limit: int = 30, unclaimed: datetime | None = None
) -> list[Dossier]:
    """Return dossiers whose result can be handed out at these units now, by row id; one on paper once it has come.

    `unclaimed` is a moment: only those that have lain for long then.
    """
    found = access.visible_to(by, "result.deliver").filter(
        received_at__in=list(units), state=State.COMPLETED, closed_at=None
    )
    found = arrivals.ready(found, by=by)
    if unclaimed is not None:
        found = found.filter(completed_at__lt=unclaimed_before(unclaimed))
    if behind is not None:
        found = found.filter(pk__gt=behind)
    return list(found.with_names().order_by("pk")[:limit])


def delivery_of(dossier: Dossier) -> Delivery | None:
    """Return how the newest result of a dossier was handed out, or None."""
    return (
        Delivery.objects.filter(result__dossier=dossier)
        .select_related("identity", "evidence", "by")
        .order_by("-pk")
        .first()
    )


def posted_under(number: str, *, by: User) -> Dossier | None:
    """Return the dossier whose result went by post under a number, or that has it as its code, within reach."""
    typed = number.strip()
    # That there is a number at all is what the index is of; by their ids the dossiers are found by index, too.
    has_it = Q(post_number__iexact=typed) & ~Q(post_number="")
    ids = [
        *PostReturn.objects.filter(has_it)
        .order_by("-pk")
        .values_list("result__dossier", flat=True)[:MOST_UNDER_A_NUMBER],
        *Delivery.objects.filter(has_it)
        .order_by("-pk")
        .values_list("result__dossier", flat=True)[:MOST_UNDER_A_NUMBER],
    ]
    found = access.visible_to(by, "result.deliver").filter(Q(pk__in=ids) | Q(code=typed.upper()))
    return found.with_names().order_by("-pk").first()


def return_of(dossier: Dossier) -> PostReturn | None:
    """Return the last time that the post brought a dossier's result back, or None."""
    found = PostReturn.objects.filter(result__dossier=dossier).select_related("by", "given_by")
    return found.order_by("-pk").first()


def returned(units: Iterable[int], *, by: User, limit: int = 30) -> list[Dossier]:
    """Return dossiers whose result the post brought back to these units, where it lies; by row id."""
    lying = PostReturn.objects.filter(given_at=None).values("result__dossier")
    found = access.visible_to(by, "result.deliver").filter(received_at__in=list(units), pk__in=lying)
    return list(found.with_names().order_by("pk")[:limit])
