"""Try a proposal on the past before deciding on it: ask for a trial, run it in the worker, stop it."""

import time
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
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
from motcua.approvals.telling import tell
from motcua.audit import actions as audit
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.notices.rules import OfficialKind

# How often the page learns how far a trial is, in seconds.
TELLS_EVERY = 2.0
RUNS = (RehearsalStatus.WAITING, RehearsalStatus.RUNNING)
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
        running = proposal.rehearsals.filter(status__in=RUNS)
        # One that an error of ours has broken off must not stand in the way for ever.
        running.filter(asked_at__lt=now - BROKEN_OFF).update(
            status=RehearsalStatus.FAILED,
            failure={"code": "broken_off", "message": N_("Lần chạy thử này bị dở dang."), "params": {}},
            kept={},
            ended_at=now,
        )
        if running.exists():
            raise Conflict("rehearsal_runs", N_("Một lần chạy thử của đề xuất này chưa xong; hãy đợi kết quả."))
        asked = Rehearsal.objects.create(proposal=proposal, since=since, until=until, asked_by=by, asked_at=now)
        outbox.publish(RehearsalAsked(rehearsal_id=asked.pk))
        audit.record("proposal.rehearsed", about=("proposal", str(public_id)), by=actor(by), at=now)
    return asked


class _Over(Exception):
    """The trial is no longer wanted."""


@transaction.atomic
def stop(*, public_id: UUID, by: User, now: datetime) -> None:
    """Stop the trial of a proposal that waits or runs; whoever may ask for one may stop it.

    Raises Proposal.DoesNotExist for one that they may not see, Conflict where none runs.
    """
    proposal = access.visible_to(by).get(public_id=public_id)
    stopped = proposal.rehearsals.filter(status__in=RUNS).update(status=RehearsalStatus.STOPPED, kept={}, ended_at=now)
    if not stopped:
        raise Conflict("no_rehearsal_runs", N_("Lần chạy thử này đã xong rồi."))
    audit.record("proposal.rehearsal_stopped", about=("proposal", str(public_id)), by=actor(by), at=now)


def run(*, rehearsal_id: int, now: datetime) -> None:
    """Run a trial that was asked for and keep what it found, or why it could not; once ended nothing happens.

    Where an earlier run was broken off, this one goes on from what that had kept.
    """
    rehearsal = Rehearsal.objects.select_related("proposal").get(pk=rehearsal_id)
    if rehearsal.status not in RUNS:
        return
    proposal: Proposal = rehearsal.proposal
    rehearse: Rehearse = import_string(settings.PORTS[f"rehearsals.{proposal.kind}"])
    told = 0.0

    def say(done: int, total: int, kept: dict[str, Any]) -> None:
        nonlocal told
        if done in {0, total} or time.monotonic() - told >= TELLS_EVERY:
            told = time.monotonic()
            _set(rehearsal_id, status=RehearsalStatus.RUNNING, done=done, total=total, kept=kept)

    try:
        report = rehearse(
            proposal.subject, proposal.content, rehearsal.since, rehearsal.until, say, dict(rehearsal.kept)
        )
        _end(rehearsal, now, status=RehearsalStatus.DONE, report=report)
    except _Over:
        return
    except Refused as refusal:
        params = {key: value if isinstance(value, int) else str(value) for key, value in refusal.params.items()}
        failure = {"code": refusal.code, "message": refusal.message, "params": params}
        with suppress(_Over):
            _end(rehearsal, now, status=RehearsalStatus.FAILED, failure=failure)


@transaction.atomic
def _end(rehearsal: Rehearsal, now: datetime, **values: object) -> None:
    """Write down how a trial ended and tell who asked for it."""
    _set(rehearsal.pk, kept={}, ended_at=now, **values)
    tell(rehearsal.proposal, OfficialKind.REHEARSAL_OVER, [rehearsal.asked_by_id], now=now)


def _set(rehearsal_id: int, **values: object) -> None:
    """Write down how far a trial is; raises _Over where somebody stopped it meanwhile."""
    if not Rehearsal.objects.filter(pk=rehearsal_id, status__in=RUNS).update(**values):
        raise _Over
