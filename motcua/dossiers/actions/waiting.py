"""Waiting for people: the applicant checks the draft, comes in person, pays; and what happens when they do not."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from motcua.accounts.models import User
from motcua.accounts.queries import system_user
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.workflow.actions import Advance
from motcua.workflow.models import Task
from motcua.workflow.rules import TaskKind

from .. import access
from ..models import Dossier, FilingKey, SupplementRequest
from ..packages import package_of
from ..rules.clock import answer_due
from ..rules.history import Happening
from ..rules.states import State
from ..rules.steps import Outcome
from . import _clock
from ._course import lock, move, record
from ._process import cancel, finish_task, lock_task, resume, wait

IDEMPOTENCY_KEPT = timedelta(days=7)
ON_OPENING = {
    TaskKind.APPLICANT_CHECK: Happening.DRAFT_TO_CHECK,
    TaskKind.IN_PERSON: Happening.INVITED,
}


def announce(dossier: Dossier, advance: Advance, *, by: User, now: datetime) -> None:
    """Tell the applicant of the steps just opened that are theirs, and stop the clock where the package says so."""
    for task in advance.new_tasks:
        happening = ON_OPENING.get(TaskKind(task.kind))
        if happening is None:
            continue
        if task.kind == TaskKind.IN_PERSON and _settings(dossier, "in_person").get("clock") == "stopped":
            _clock.stop(dossier, reason="in_person", now=now)
        record(dossier, happening, by=by, now=now, params={"step": task.name}, is_saved=True)


def came(dossier: Dossier, *, by: User, now: datetime) -> None:
    """Let the clock go on that stood still until the applicant came."""
    if dossier.clock_stops.filter(ended_at=None, reason="in_person").exists():
        _clock.go_on(dossier, by=by, now=now, policy="resume")


def _settings(dossier: Dossier, name: str) -> dict[str, Any]:
    return package_of(dossier.version_id).settings.get(name) or {}


@transaction.atomic
def ask_payment(
    *, task_id: int, amount: int | None, reason: str, by: User, now: datetime, revision: int | None = None
) -> Dossier:
    """Ask for a fee due before reception, or for a financial duty (land tax); the legal clock stands still meanwhile.

    Time in which the citizen settles a financial duty is not the agency's (domain rule of the land procedures).
    """
    if not reason.strip():
        raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
    dossier, task = lock_task(task_id, kind=None, revision=revision)
    access.require_task(by, dossier, task)
    move(dossier, State.FINANCIAL_OBLIGATION, now=now)
    wait(dossier, now=now)
    if dossier.accepted_at is not None:
        _clock.stop(dossier, reason="financial_duty", now=now)
    record(dossier, Happening.PAYMENT_ASKED, by=by, now=now, note=reason, params={"amount": amount})
    return dossier


@transaction.atomic
def payment_done(*, dossier_id: int, note: str, by: User, now: datetime, revision: int | None = None) -> Dossier:
    """Record that the applicant has paid, with the proof's reference as note; the dossier goes on."""
    dossier = lock(dossier_id, revision=revision)
    access.require(by, "dossier.supplement", dossier)
    if dossier.state != State.FINANCIAL_OBLIGATION:
        raise Refused("nothing_to_pay", N_("Hồ sơ này hiện không chờ nộp tiền."))
    resume(dossier, now=now)
    if dossier.accepted_at is None:
        move(dossier, State.REGISTERED, now=now)
    else:
        move(dossier, State.PROCESSING, now=now)
        _clock.go_on(dossier, by=by, now=now, policy="resume")
    record(dossier, Happening.PAID, by=by, now=now, note=note)
    return dossier


def expire_supplements(*, now: datetime) -> int:
    """End dossiers whose applicants did not answer in time, each in its own transaction; return how many.

    Not received yet: not accepted (5 -> 3). Received: processing stops (5 -> 8).
    """
    expired = 0
    due = SupplementRequest.objects.filter(answered_at=None, expired_at=None, answer_due_at__lt=now)
    for dossier_id in list(due.order_by("pk").values_list("dossier_id", flat=True)):
        expired += _expire(dossier_id, by=system_user(), now=now)
    return expired


@transaction.atomic
def _expire(dossier_id: int, *, by: User, now: datetime) -> int:
    dossier = lock(dossier_id)
    request = dossier.supplement_requests.filter(answered_at=None, expired_at=None, answer_due_at__lt=now).first()
    if request is None or dossier.state != State.SUPPLEMENT_REQUESTED:
        return 0
    request.expired_at = now
    request.save(update_fields=["expired_at"])
    _clock.finish(dossier, now=now)
    move(dossier, State.REFUSED if dossier.accepted_at is None else State.STOPPED, now=now)
    cancel(dossier, outcome="expired", note="", by=by, now=now)
    record(dossier, Happening.SUPPLEMENT_EXPIRED, by=by, now=now, params={"request": request.number})
    return 1


def accept_silence(*, now: datetime) -> int:
    """Go on where the applicant had the package's time to check a draft and said nothing; return how many.

    The silence is recorded as what it is, not as a confirmation.
    """
    went_on = 0
    tasks = Task.objects.open().filter(kind=TaskKind.APPLICANT_CHECK).order_by("pk")
    for task_id in list(tasks.values_list("pk", flat=True)):
        went_on += _accept_silence(task_id, by=system_user(), now=now)
    return went_on


@transaction.atomic
def _accept_silence(task_id: int, *, by: User, now: datetime) -> int:
    dossier, task = lock_task(task_id, kind=None, revision=None)
    within = _settings(dossier, "applicant_check").get("within")
    if within is None or now < answer_due(_clock.schedule_of(dossier.competent_agency), task.opened_at, within):
        return 0
    finish_task(dossier, task, outcome=Outcome.CONFIRM, note="", by=by, now=now)
    record(dossier, Happening.DRAFT_SILENCE, by=by, now=now)
    return 1


def forget_filing_keys(*, now: datetime) -> int:
    """Delete idempotency keys after seven days; return how many."""
    return FilingKey.objects.filter(created_at__lt=now - IDEMPOTENCY_KEPT).delete()[0]
