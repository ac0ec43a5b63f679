"""Reads of paper dossiers that wait at a unit to be handed over."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from ..models import Dossier, HandedOver
from ..rules.states import Channel, State

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
