"""Decides whom to tell, and tells them."""

import json
from datetime import datetime, timedelta

from django.utils import timezone

from motcua import statements
from motcua.accounts import webhooks
from motcua.dossiers import access
from motcua.dossiers.models import DossierEvent
from motcua.lib.refusals import Refused

from . import client
from .models import Delivery
from .rules import MOST_TRIES, DeliveryStatus

KEPT = timedelta(days=90)


def note(*, event_id: int, now: datetime) -> list[int]:
    """Note one delivery for each subscriber who may see the dossier; return those that are new."""
    found = statements.row("SELECT kind FROM dossiers_dossierevent WHERE id = %s", [event_id])
    if found is None:
        raise DossierEvent.DoesNotExist(event_id)
    subscriptions = webhooks.active_for(found[0])
    if not subscriptions:
        return []
    event = DossierEvent.objects.select_related("dossier").get(pk=event_id)
    made = []
    for subscription in subscriptions:
        user = subscription.client.user
        user.api_client = subscription.client
        if not access.may(user, "dossier.see", event.dossier):
            continue
        delivery, is_new = Delivery.objects.get_or_create(
            subscription=subscription, event=event, defaults={"created_at": now}
        )
        if is_new:
            made.append(delivery.pk)
    return made


def body_of(delivery: Delivery) -> bytes:
    """Return what is told, the same at every try: which dossier, what happened, and no personal data."""
    event = delivery.event
    told = {
        "id": str(delivery.public_id),
        "at": event.at.isoformat(),
        "dossier": event.dossier.code,
        "kind": event.kind,
        "state": event.state,
    }
    return json.dumps(told, separators=(",", ":")).encode()


def send(*, delivery_id: int, now: datetime) -> DeliveryStatus:
    """Make the call; raises NotTaken where it is to be tried again. A call that was taken is not made again."""
    delivery = (
        Delivery.objects.select_related("subscription__client__user", "event__dossier").filter(pk=delivery_id).first()
    )
    if delivery is None:
        return DeliveryStatus.DROPPED
    if delivery.status != DeliveryStatus.WAITING:
        return DeliveryStatus(delivery.status)
    subscription = delivery.subscription
    if not (subscription.is_active and subscription.client.is_active and subscription.client.user.is_active):
        return _end(delivery, DeliveryStatus.DROPPED, now)
    delivery.tries += 1
    delivery.tried_at = now
    try:
        delivery.last_answer = client.call(
            url=subscription.url,
            target=_target(subscription.url),
            secret=webhooks.secret_of(subscription),
            delivery=str(delivery.public_id),
            body=body_of(delivery),
            at=int(now.timestamp()),
        )
    except Refused as refusal:
        delivery.last_problem = refusal.code
        return _end(delivery, DeliveryStatus.REFUSED, now)
    except client.NotTaken as problem:
        delivery.last_answer, delivery.last_problem = problem.answer, problem.problem[:100]
        if delivery.tries >= MOST_TRIES:
            return _end(delivery, DeliveryStatus.GIVEN_UP, now)
        delivery.save(update_fields=["tries", "tried_at", "last_answer", "last_problem"])
        raise
    delivery.last_problem = ""
    return _end(delivery, DeliveryStatus.DELIVERED, timezone.now())


def _target(url: str) -> webhooks.Target:
    try:
        return webhooks.target_of(url)
    except webhooks.Unresolved as problem:
        raise client.NotTaken("unknown host") from problem


def _end(delivery: Delivery, status: DeliveryStatus, now: datetime) -> DeliveryStatus:
    delivery.status, delivery.ended_at = status, now
    delivery.save()
    return status


def sweep(*, now: datetime) -> int:
    """Delete deliveries that ended long ago; return how many."""
    return Delivery.objects.filter(ended_at__lt=now - KEPT).delete()[0]
