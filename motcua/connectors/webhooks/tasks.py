"""When subscribers are told."""

from datetime import datetime

from django.utils import timezone

from motcua import outbox
from motcua.dossiers.events import DossierChanged

from . import actions


@outbox.task(queue="outside")
def send(*, delivery_id: int) -> None:
    """Tell one subscriber of one event; a subscriber that is down holds nobody else up."""
    actions.send(delivery_id=delivery_id, now=timezone.now())


@outbox.on(DossierChanged)
def note(event: DossierChanged) -> None:
    """Note whom to tell, in the event's own transaction: each is noted, and sent to, exactly once."""
    for delivery_id in actions.note(event_id=event.event_id, now=timezone.now()):
        send.defer(delivery_id=delivery_id)


@outbox.timetable("20 19 * * *", name="webhooks.sweep")  # 02:20 in Việt Nam
def sweep(*, now: datetime) -> None:
    """Forget deliveries that ended long ago."""
    actions.sweep(now=now)
