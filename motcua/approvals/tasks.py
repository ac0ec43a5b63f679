"""What was approved for a later day is applied when that day begins."""

from datetime import datetime

from django.utils import timezone

from motcua import outbox
from motcua.approvals import actions, rehearsals
from motcua.approvals.events import RehearsalAsked


@outbox.task(queue="upkeep", name="approvals.apply_one")
def apply_one(*, proposal_id: int) -> None:
    """Apply one; each has a job of its own, so that one that goes wrong holds up no other."""
    actions.apply_due(proposal_id=proposal_id, now=timezone.now())


@outbox.timetable("2 17 * * *", name="approvals.apply_due")  # 00:02 in Việt Nam: before any office opens
def apply_due(*, now: datetime) -> None:
    """Apply everything whose day has come."""
    for proposal_id in actions.due(now=now):
        apply_one.defer(proposal_id=proposal_id)


@outbox.on(RehearsalAsked, queue="documents")
def rehearse(event: RehearsalAsked) -> None:
    """Try a proposal on the past; it may take minutes and holds up no timetable."""
    rehearsals.run(rehearsal_id=event.rehearsal_id, now=timezone.now())
