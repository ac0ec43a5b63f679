"""Reads for handing out: results that wait at some units, and how each was handed out."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from motcua.accounts.models import User
from motcua.lib.dates import today

from .. import access
from ..choices import unclaimed_days
from ..models import Delivery, Dossier
from ..rules.states import State
from . import arrivals


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
