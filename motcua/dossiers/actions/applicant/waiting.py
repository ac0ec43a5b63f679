"""Waiting for people: the applicant checks the draft, comes in person, pays; and what happens when they do not."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from motcua.accounts.models import User
from motcua.accounts.queries import system_user
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.money import say as say_money
from motcua.lib.refusals import Conflict, Refused
from motcua.workflow.actions import Advance
from motcua.workflow.models import Task
from motcua.workflow.rules import Message, TaskKind

from ... import access
from ...models import Dossier, FilingKey, SupplementRequest
from ...packages import package_of
from ...paperless import meeting_of
from ...rules.clock import answer_due
from ...rules.history import Happening
from ...rules.states import State
from ...rules.steps import Outcome
from .. import _clock, _relay
from .._course import lock, move, record
from .._process import cancel, finish_task, lock_task, resume, tell, wait

LOG = logging.getLogger(__name__)
# The package's setting for a financial duty, and the reason under which the clock stands still meanwhile.
FINANCIAL_DUTY = "financial_duty"
OLDEST_RECEIPT = timedelta(days=5 * 366)
IDEMPOTENCY_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class _Asked:
    """What a step of the applicant's means: what the history says, and the package's setting about it."""

    happening: Happening
    setting: str


ASKED = {
    TaskKind.APPLICANT_CHECK: _Asked(Happening.DRAFT_TO_CHECK, "applicant_check"),
    TaskKind.IN_PERSON: _Asked(Happening.INVITED, "in_person"),
    TaskKind.WAIT: _Asked(Happening.PAYMENT_ASKED, FINANCIAL_DUTY),
}


def announce(dossier: Dossier, advance: Advance, *, by: User, now: datetime) -> None:
    """Tell the applicant of the steps just opened that are theirs, and stop the clock where the package says so."""
    _relay.hand_on(dossier, advance, by=by, now=now)
    for task in advance.new_tasks:
        asked = ASKED.get(TaskKind(task.kind))
        if asked is None:
            continue
        rule = package_of(dossier.version_id).settings.get(asked.setting) or {}
        if task.kind == TaskKind.WAIT:
            move(dossier, State.FINANCIAL_OBLIGATION, now=now)
        if rule.get("clock") == "stopped" and dossier.completed_at is None:
            _clock.stop(dossier, reason=asked.setting, basis=str(rule.get("basis") or ""), now=now)
        note, params = str(rule.get("text") or ""), {"step": task.name}
        if task.kind == TaskKind.IN_PERSON:
            note = meeting_of(dossier).summons()
        record(dossier, asked.happening, by=by, now=now, note=note, params=params)


def answered(dossier: Dossier, kind: TaskKind, *, by: User, now: datetime) -> None:
    """Let the clock of a locked dossier go on that stood still until the applicant did this; the caller saves it."""
    asked = ASKED.get(kind)
    if asked is not None and dossier.clock_stops.filter(ended_at=None, reason=asked.setting).exists():
        _clock.go_on(dossier, by=by, now=now, reason=asked.setting)


@dataclass(frozen=True)
class Receipt:
    """The proof of a payment: its number, the day of paying, and the amount in đồng where it is known."""

    number: str
    paid_on: date
    amount: int | None = None

    def check(self, *, now: datetime) -> None:
        """Raise Refused for what no receipt says."""
        if not self.number.strip():
            raise Refused("receipt_number", N_("Hãy ghi số biên lai, chứng từ."))
        if not today(now) - OLDEST_RECEIPT <= self.paid_on <= today(now):
            raise Refused("receipt_date", N_("Ngày nộp tiền không thể sau hôm nay hoặc cách đây quá lâu."))
        if self.amount is not None and self.amount <= 0:
            raise Refused("receipt_amount", N_("Số tiền phải lớn hơn 0."))

    def said(self) -> str:
        """Return it as the history keeps it."""
        amount = f", {say_money(self.amount)}" if self.amount is not None else ""
        return f"Chứng từ số {self.number}, ngày {self.paid_on:%d/%m/%Y}{amount}"


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
        _clock.stop(dossier, reason=FINANCIAL_DUTY, now=now)
    record(dossier, Happening.PAYMENT_ASKED, by=by, now=now, note=reason, params={"amount": amount})
    return dossier


@transaction.atomic
def payment_done(
    *, dossier_id: int, receipt: Receipt, by: User, now: datetime, note: str = "", revision: int | None = None
) -> Dossier:
    """Record the receipt of what the applicant had to pay; the dossier goes on.

    A process that waits for the tax gets its message; one that an official let wait is open again. Raises Conflict
    where nothing is waited for (any more).
    """
    receipt.check(now=now)
    dossier = lock(dossier_id, revision=revision)
    access.require(by, "dossier.record_payment", dossier)
    awaited = Task.objects.undone().filter(instance=dossier.instance_id, kind=TaskKind.WAIT).exists()
    if not awaited and dossier.state != State.FINANCIAL_OBLIGATION:
        raise Conflict("nothing_to_pay", N_("Hồ sơ này hiện không chờ nộp tiền."))
    said = "\n".join(text for text in (receipt.said(), note) if text)
    moved = tell(dossier, Message.TAX_PAID, note=said, by=by, now=now) if awaited else None
    if moved is None:
        resume(dossier, now=now)
    if dossier.accepted_at is None:
        move(dossier, State.REGISTERED, now=now)
        _clock.ask_again(dossier, now=now)
    else:
        move(dossier, State.PROCESSING, now=now)
    answered(dossier, TaskKind.WAIT, by=by, now=now)
    params = {"receipt": receipt.number, "paid_on": receipt.paid_on.isoformat(), "amount": receipt.amount}
    record(dossier, Happening.PAID, by=by, now=now, note=said, params=params)
    if moved is not None:
        announce(dossier, moved, by=by, now=now)
    return dossier


def expire_supplements(*, now: datetime) -> int:
    """End dossiers whose applicants did not answer in time, each in its own transaction; return how many.

    Not received yet: not accepted (5 -> 3). Received: processing stops (5 -> 8).
    """
    expired = 0
    due = SupplementRequest.objects.filter(
        answered_at=None, expired_at=None, answer_due_at__lt=now, dossier__state=State.SUPPLEMENT_REQUESTED
    )
    for dossier_id in list(due.order_by("pk").values_list("dossier_id", flat=True)):
        with _left_where_refused("dossier", dossier_id):
            expired += _expire(dossier_id, by=system_user(), now=now)
    return expired


@contextmanager
def _left_where_refused(what: str, pk: int) -> Iterator[None]:
    """Let the timetable go on with the others where one is refused: somebody was quicker, or data are missing."""
    try:
        yield
    except Refused as refusal:
        LOG.warning("left for the next turn", extra={"left": f"{what} {pk}", "refusal": refusal.code})


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
        with _left_where_refused("task", task_id):
            went_on += _accept_silence(task_id, by=system_user(), now=now)
    return went_on


def check_until(dossier: Dossier, task: Task) -> datetime | None:
    """Return until when the applicant may check the draft; None where the package sets no time."""
    within = (package_of(dossier.version_id).settings.get("applicant_check") or {}).get("within")
    if within is None:
        return None
    return answer_due(_clock.schedule_of(dossier.competent_agency), task.opened_at, within)


@transaction.atomic
def _accept_silence(task_id: int, *, by: User, now: datetime) -> int:
    dossier, task = lock_task(task_id, kind=None, revision=None)
    until = check_until(dossier, task)
    if until is None or now < until:
        return 0
    moved = finish_task(dossier, task, outcome=Outcome.CONFIRM, note="", by=by, now=now)
    answered(dossier, TaskKind.APPLICANT_CHECK, by=by, now=now)
    record(dossier, Happening.DRAFT_SILENCE, by=by, now=now)
    announce(dossier, moved, by=by, now=now)
    return 1


def forget_filing_keys(*, now: datetime) -> int:
    """Delete idempotency keys after seven days; return how many."""
    return FilingKey.objects.filter(created_at__lt=now - IDEMPOTENCY_KEPT).delete()[0]
