"""What certification does later."""

from datetime import datetime

from django.utils import timezone

from motcua import outbox
from motcua.organisations.directory import steady

from . import electronic
from .events import CopiesAsked


@outbox.on(CopiesAsked, queue="documents")
def finish_copies(event: CopiesAsked) -> None:
    """Sign and seal the electronic copies that somebody asked for."""
    with steady():
        electronic.finish_copies(user_id=event.user_id, now=timezone.now())


@outbox.timetable("25 19 * * *", name="certifying.take_up_known")  # 02:25 in Việt Nam
def take_up_known(*, now: datetime) -> None:
    """Remember the bytes of copies that were issued before anything did."""
    electronic.take_up_known()


@outbox.timetable("*/15 * * * *", name="certifying.resume_copies")
def resume_copies(*, now: datetime) -> None:
    """Sign and seal what was asked for long ago and is not there: its job is lost or was given up."""
    with steady():
        electronic.resume_copies(now=now)
