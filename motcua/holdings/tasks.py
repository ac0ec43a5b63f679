"""What this app does later."""

from datetime import datetime

from django.utils import timezone

from motcua import outbox
from motcua.organisations.directory import steady

from . import actions
from .events import CopyAsked


@outbox.on(CopyAsked, queue="documents")
def write_copy(event: CopyAsked) -> None:
    """Write the copy that somebody asked for."""
    with steady():
        actions.write_copy(copy_id=event.copy_id, now=timezone.now())


@outbox.timetable("35 * * * *", name="holdings.sweep")
def sweep(*, now: datetime) -> None:
    """Throw away copies that are over."""
    actions.sweep_copies(now=now)
