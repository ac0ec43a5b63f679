"""Decisions about a dossier: not eligible, stopped, opened again; a result taken back, corrected, replaced, revoked."""

from datetime import datetime

from django.db import transaction

from motcua.accounts.models import User
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.workflow import actions as workflow
from motcua.workflow import queries as runs
from motcua.workflow.actions import Advance
from motcua.workflow.models import Task
from motcua.workflow.rules import Message, TaskKind

from .. import access
from ..models import ClockStop, Decision, Dossier, DossierEvent, Result
from ..models.result import CURRENT, ResultKind, ResultState
from ..rules.decisions import DecisionKind, Grounds
from ..rules.history import Happening
from ..rules.states import State
from ..rules.steps import Outcome
from ..rules.stops import DECIDED
from . import _clock
from ._course import lock, move, record, reopen_state
from ._process import cancel, finish_task, promise, tell
from .storing import revoke_result

NOTICE_NAME = "Thông báo không giải quyết hồ sơ"
# Steps of the usual way that have no sense for a notice of refusal: nobody confirms, brings or pays anything for it.
PASSED = {TaskKind.APPLICANT_CHECK: Outcome.CONFIRM, TaskKind.IN_PERSON: Outcome.CAME}


def decide(
    dossier: Dossier,
    event: DossierEvent,
    kind: DecisionKind,
    grounds: Grounds,
    *,
    by: User,
    now: datetime,
    result: Result | None = None,
    new_result: Result | None = None,
) -> Decision:
    """Keep a decision with the event of its dossier."""
    return Decision.objects.create(
        dossier=dossier,
        event=event,
        kind=kind,
        reason=grounds.reason.strip(),
        basis=grounds.basis.strip()[:300],
        instead=grounds.instead.strip(),
        number=grounds.number.strip()[:60],
        dated_on=grounds.dated_on,
        result=result,
        new_result=new_result,
        made_at=now,
        made_by=by,
    )


def not_eligible(dossier: Dossier, task: Task, grounds: Grounds, *, by: User, now: datetime) -> Dossier:
    """Put a notice that a locked dossier is not eligible on the way of its result: reviewed, signed, issued, delivered.

    Where the process signs nothing, processing stops with the decision. Source: Decree 61/2018 art. 19(8): a written
    notice within the limit, kept among the results to be handed over.
    """
    grounds.check(DecisionKind.NOT_ELIGIBLE, on=today(now))
    kinds = {node.kind for node in runs.outline_of(task.instance.definition_id).steps()}
    if not {TaskKind.SIGN, TaskKind.ISSUE} <= kinds:
        return stop(dossier, task, grounds, kind=DecisionKind.NOT_ELIGIBLE, by=by, now=now)
    _draft_notice(dossier, grounds)
    move(dossier, State.PROCESSING, now=now)
    outcome = Outcome.REJECT if Outcome.REJECT in task.outcomes else task.outcomes[0]
    moved = finish_task(dossier, task, outcome=outcome, note=grounds.said(), by=by, now=now)
    _pass_by(dossier, moved, by=by, now=now)
    params = {"step": task.name}
    event = record(dossier, Happening.REFUSAL_PROPOSED, by=by, now=now, note=grounds.said(), params=params)
    decide(dossier, event, DecisionKind.NOT_ELIGIBLE, grounds, by=by, now=now)
    return dossier


def _draft_notice(dossier: Dossier, grounds: Grounds) -> None:
    result = dossier.results.filter(CURRENT).first() or Result(dossier=dossier)
    if result.state not in {ResultState.DRAFT, ResultState.NUMBERED}:
        raise Refused("already_signed", N_("Kết quả đã ký nên không sửa được nữa."))
    result.revision += 1 if result.pk else 0
    result.kind, result.name, result.book = ResultKind.NOTICE, NOTICE_NAME, ""
    # A number of the book of results, or of another system, is not that of a letter.
    result.state, result.number, result.dated_on = ResultState.DRAFT, "", None
    result.draft = None
    result.content = {"reason": grounds.reason, "basis": grounds.basis, "instead": grounds.instead}
    result.save()


def _pass_by(dossier: Dossier, moved: Advance, *, by: User, now: datetime) -> None:
    """Let the process go past steps that have no sense for a notice; what was passed says so."""
    note = "Bỏ qua: hồ sơ không đủ điều kiện giải quyết"
    waiting = list(moved.new_tasks)
    while waiting:
        task = waiting.pop()
        if task.kind == TaskKind.WAIT:
            waiting += tell(dossier, Message(task.outcomes[0]), note=note, by=by, now=now).new_tasks
        elif outcome := PASSED.get(TaskKind(task.kind)):
            workflow.reassign(task_id=task.pk, to=None, now=now)
            waiting += finish_task(dossier, task, outcome=outcome, note=note, by=by, now=now).new_tasks


def drop_notice(dossier: Dossier) -> None:
    """Take an unsigned notice off a locked dossier that is found eligible after all."""
    unsigned = [ResultState.DRAFT, ResultState.NUMBERED]
    dossier.results.filter(kind=ResultKind.NOTICE, state__in=unsigned).update(state=ResultState.REVOKED)


def stop(
    dossier: Dossier,
    task: Task,
    grounds: Grounds,
    *,
    by: User,
    now: datetime,
    kind: DecisionKind = DecisionKind.STOP,
) -> Dossier:
    """End the processing of a locked dossier (state 8) with its decision (Decree 118/2025 art. 21)."""
    grounds.check(kind, on=today(now))
    access.require(by, "dossier.stop", dossier)
    move(dossier, State.STOPPED, now=now)
    _clock.finish(dossier, now=now)
    cancel(dossier, outcome=kind, note=grounds.said(), by=by, now=now, task_id=task.pk)
    event = record(dossier, Happening.STOPPED, by=by, now=now, note=grounds.said())
    decide(dossier, event, kind, grounds, by=by, now=now)
    return dossier


@transaction.atomic
def reopen(*, dossier_id: int, grounds: Grounds, by: User, now: datetime, revision: int | None = None) -> Dossier:
    """Open a stopped dossier again, by a decision with number and date; it stands where it stood.

    The time in which it was stopped is left out of its limit.
    """
    dossier = lock(dossier_id, revision=revision)
    access.require(by, "dossier.decide", dossier)
    grounds.check(DecisionKind.REOPEN, on=today(now))
    stopped_at = dossier.closed_at
    reopen_state(dossier)
    if dossier.instance_id is None or stopped_at is None:
        raise Refused("no_such_task", N_("Không tìm thấy bước này."))
    workflow.revive(instance_id=dossier.instance_id, now=now)
    ClockStop.objects.create(dossier=dossier, reason=DECIDED, basis=grounds.basis[:300], started_at=stopped_at)
    _clock.go_on(dossier, by=by, now=now, reason=DECIDED)
    event = record(dossier, Happening.REOPENED, by=by, now=now, note=grounds.said())
    decide(dossier, event, DecisionKind.REOPEN, grounds, by=by, now=now)
    return dossier


@transaction.atomic
def recall(*, dossier_id: int, grounds: Grounds, by: User, now: datetime, revision: int | None = None) -> Dossier:
    """Take an issued result back before it was handed over (9 -> 4); its appraisal is done again."""
    dossier = lock(dossier_id, revision=revision)
    access.require(by, "dossier.decide", dossier)
    grounds.check(DecisionKind.RECALL, on=today(now))
    result = dossier.results.filter(CURRENT).first()
    if dossier.state != State.COMPLETED or dossier.instance_id is None or result is None:
        raise Refused("not_to_recall", N_("Chỉ rút lại được kết quả đã phát hành mà chưa trả."))
    result.state = ResultState.REVOKED
    result.save(update_fields=["state"])
    move(dossier, State.PROCESSING, now=now)
    dossier.completed_at = None
    moved = workflow.return_step(
        instance_id=dossier.instance_id, step=_where_to_begin(dossier), note=grounds.said(), by=by, now=now
    )
    promise(dossier)
    params = {"number": result.number, "step": moved.new_tasks[0].name if moved.new_tasks else ""}
    event = record(dossier, Happening.RESULT_RECALLED, by=by, now=now, note=grounds.said(), params=params)
    decide(dossier, event, DecisionKind.RECALL, grounds, by=by, now=now, result=result)
    return dossier


def _where_to_begin(dossier: Dossier) -> str:
    """Return the last step of appraisal that was done, else that of the signature."""
    done = list(reversed(runs.history(dossier.instance_id or 0)))
    for kind in (TaskKind.APPRAISE, TaskKind.GENERIC, TaskKind.SIGN):
        found = next((task.step for task in done if task.kind == kind), None)
        if found is not None:
            return found
    raise Refused("no_such_return", N_("Hồ sơ chưa từng qua bước này nên không trả lại được."))


@transaction.atomic
def revoke(*, dossier_id: int, grounds: Grounds, by: User, now: datetime, revision: int | None = None) -> Dossier:
    """Revoke a result that was handed over; it stays, marked, on the page that verifies it. The state stays 10."""
    dossier, result = delivered(dossier_id, by=by, revision=revision)
    grounds.check(DecisionKind.REVOKE, on=today(now))
    result.state = ResultState.REVOKED
    result.save(update_fields=["state"])
    params = {"number": result.number}
    event = record(dossier, Happening.RESULT_REVOKED, by=by, now=now, note=grounds.said(), params=params)
    decide(dossier, event, DecisionKind.REVOKE, grounds, by=by, now=now, result=result)
    revoke_result(result, because=grounds.said(), by=by, now=now)
    return dossier


def delivered(dossier_id: int, *, by: User, revision: int | None) -> tuple[Dossier, Result]:
    """Return a delivered dossier, locked, with the result that stands; raises Refused where there is none."""
    dossier = lock(dossier_id, revision=revision)
    access.require(by, "dossier.decide", dossier)
    result = dossier.results.select_for_update(of=("self",)).filter(CURRENT).first()
    if dossier.state != State.DELIVERED or result is None:
        raise Refused("not_delivered", N_("Chỉ đính chính, thay hoặc thu hồi được kết quả đã trả còn hiệu lực."))
    return dossier, result
