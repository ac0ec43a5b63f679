"""How far subscribers were told of a dossier: fills `synchronisation.webhooks`."""

from collections.abc import Sequence

from motcua.dossiers.rules.synchronisation import Sync, Told

from .models import Delivery
from .rules import DeliveryStatus

STATES = {
    DeliveryStatus.DELIVERED: Sync.ACKNOWLEDGED,
    DeliveryStatus.GIVEN_UP: Sync.GIVEN_UP,
    DeliveryStatus.REFUSED: Sync.GIVEN_UP,
}


def told(dossier_id: int) -> Sequence[Told]:
    """Return how far each subscriber was told the newest of a dossier; one that left is not told any more."""
    found: dict[int, Told] = {}
    rows = Delivery.objects.filter(event__dossier=dossier_id).exclude(status=DeliveryStatus.DROPPED).order_by("event")
    for row in rows:
        if row.status != DeliveryStatus.WAITING:
            found[row.subscription_id] = Told(STATES[DeliveryStatus(row.status)], row.ended_at)
        elif row.tries:
            found[row.subscription_id] = Told(Sync.FAILED, row.tried_at)
        else:
            found[row.subscription_id] = Told(Sync.WAITING, row.created_at)
    return list(found.values())
