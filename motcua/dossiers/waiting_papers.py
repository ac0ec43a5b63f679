"""Reads of hand-overs: paper dossiers that wait at a unit, and lists on their way."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import Thing
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .models import Dossier, HandedOver, HandOver
from .rules.states import Channel, State

# What lies longer is no hand-over any more but a loss, and stands among what is late.
LOOKED_BACK = timedelta(days=30)
# Received, and not at an end.
STATES = (State.RECEIVED, State.PROCESSING, State.SUPPLEMENT_REQUESTED, State.FINANCIAL_OBLIGATION)


def at(units: Iterable[int], *, now: datetime) -> QuerySet[Dossier]:
    """Return dossiers on paper that were received at these units and are on no list yet, in the order of reception."""
    on_a_list = HandedOver.objects.filter(dossier=OuterRef("pk"), did_not_come=False)
    return (
        Dossier.objects.with_names()
        .filter(received_at__in=list(units), accepted_at__gte=now - LOOKED_BACK, state__in=STATES)
        .exclude(channel=Channel.ONLINE)
        .filter(~Exists(on_a_list))
        .order_by("accepted_at", "pk")
    )


def given(units: Iterable[int], *, limit: int = 20) -> list[HandOver]:
    """Return the newest lists of these units with how many dossiers each has."""
    lists = HandOver.objects.filter(giver__in=list(units)).select_related("giver", "receiver", "given_by", "taken_by")
    return list(lists.annotate(count=Count("rows")).order_by("-pk")[:limit])


def to_take(agencies: Iterable[int], *, limit: int = 20) -> list[HandOver]:
    """Return lists that wait for these agencies to confirm them, the oldest first, with their rows."""
    lists = HandOver.objects.filter(receiver__in=list(agencies), taken_at=None).select_related("giver", "given_by")
    return list(lists.prefetch_related("rows__dossier__version__procedure").order_by("pk")[:limit])


def list_of(public_id: UUID, *, by: User) -> HandOver:
    """Return a list that somebody gave or is to take; the same Refused where there is none and where they may not."""
    found = (
        HandOver.objects.select_related("giver", "receiver", "given_by", "taken_by").filter(public_id=public_id).first()
    )
    if found is None or not (
        permissions.may(by, "dossier.hand_over", Thing.of(agencies=(found.giver_id,)))
        or permissions.may(by, "dossier.take_over", Thing.of(agencies=(found.receiver_id,)))
    ):
        raise Refused("not_found", N_("Không tìm thấy danh sách bàn giao này."))
    return found


def dossiers_of(made: HandOver) -> list[Dossier]:
    """Return the dossiers on a list, in the order in which they were filed."""
    return list(Dossier.objects.with_names().filter(handed_over__hand_over=made).order_by("pk"))
