"""Try a proposal on the past before deciding on it: ask for a trial, and run it in the worker."""

import time
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from motcua import outbox
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.approvals import access
from motcua.approvals.events import RehearsalAsked
from motcua.approvals.models import Proposal, Rehearsal
from motcua.approvals.ports import Rehearse
from motcua.approvals.rules import RehearsalStatus, check_period
from motcua.audit import actions as audit
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused

# How often the page learns how far a trial is, in seconds.
TELLS_EVERY = 2.0
BROKEN_OFF = timedelta(hours=6)


def has_rehearsal(kind: str) -> bool:
    """Tell whether proposals of a kind can be tried."""
    return f"rehearsals.{kind}" in settings.PORTS


def ask(*, public_id: UUID, since: date, until: date, by: User, now: datetime) -> Rehearsal:
    """Ask for a trial of a proposal on a period; the worker runs it.

    Raises Proposal.DoesNotExist for one that the asker may not see, Refused for a period that is none, Conflict while
    another trial of it runs.
    """
    check_period(since, until, today(now))
    with transaction.atomic():
        proposal = access.visible_to(by).select_for_update().get(public_id=public_id)
        if not has_rehearsal(proposal.kind):
            raise Refused("no_rehearsal", N_("Loại đề xuất này không có chạy thử."))
        running = proposal.rehearsals.filter(status__in=[RehearsalStatus.WAITING, RehearsalStatus.RUNNING])
        # One that an error of ours has broken off must not stand in the way for ever.
        running.filter(asked_at__lt=now - BROKEN_OFF).update(
            status=RehearsalStatus.FAILED,
            failure={"code": "broken_off", "message": N_("Lần chạy thử này bị dở dang."), "params": {}},
            ended_at=now,
        )
        if running.exists():
            raise Conflict("rehearsal_runs", N_("Một lần chạy thử của đề xuất này chưa xong; hãy đợi kết quả."))
        asked = Rehearsal.objects.create(proposal=proposal, since=since, until=until, asked_by=by, asked_at=now)
        outbox.publish(RehearsalAsked(rehearsal_id=asked.pk))
        audit.record("proposal.rehearsed", about=("proposal", str(public_id)), by=actor(by), at=now)
    return asked


def run(*, rehearsal_id: int, now: datetime) -> None:
    """Run a trial that was asked for and keep what it found, or why it could not; once done nothing happens."""
    rehearsal = Rehearsal.objects.select_related("proposal").get(pk=rehearsal_id)
    if rehearsal.status not in {RehearsalStatus.WAITING, RehearsalStatus.RUNNING}:
        return
    proposal: Proposal = rehearsal.proposal
    rehearse: Rehearse = import_string(settings.PORTS[f"rehearsals.{proposal.kind}"])
    told = 0.0

    def say(done: int, total: int) -> None:
        nonlocal told
        if done in {0, total} or time.monotonic() - told >= TELLS_EVERY:
            told = time.monotonic()
            _set(rehearsal_id, status=RehearsalStatus.RUNNING, done=done, total=total)

    try:
        report = rehearse(proposal.subject, proposal.content, rehearsal.since, rehearsal.until, say)
    except Refused as refusal:
        params = {key: value if isinstance(value, int) else str(value) for key, value in refusal.params.items()}
        failure = {"code": refusal.code, "message": refusal.message, "params": params}
        _set(rehearsal_id, status=RehearsalStatus.FAILED, failure=failure, ended_at=now)
        return
    _set(rehearsal_id, status=RehearsalStatus.DONE, report=report, ended_at=now)


def _set(rehearsal_id: int, **values: object) -> None:
    Rehearsal.objects.filter(pk=rehearsal_id).update(**values)
