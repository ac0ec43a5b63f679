"""Steps of processing: assign, appraise, review, return, and those that touch nothing but the process."""

from datetime import datetime

from django.db import transaction

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.workflow import actions as workflow
from motcua.workflow.actions import Advance
from motcua.workflow.models import Task
from motcua.workflow.rules import TaskKind

from ... import access
from ...bundles import is_bundle
from ...models import Dossier
from ...rules.decisions import Grounds
from ...rules.history import Happening
from ...rules.states import State
from ...rules.steps import Outcome, effect_of
from .. import _clock
from .._course import lock, move, record
from .._process import cancel, finish_task, lock_task, sign_for
from ..applicant.waiting import announce, answered
from ..decisions import drop_notice, not_eligible, stop
from ..issuing.results import current, needs_draft

HAPPENINGS = {
    Outcome.RETURN: Happening.STEP_RETURNED,
    Outcome.ASSIGN: Happening.ASSIGNED,
    Outcome.CONFIRM: Happening.DRAFT_CONFIRMED,
    Outcome.CORRECT: Happening.DRAFT_CORRECTED,
    Outcome.NO_SHOW: Happening.NO_SHOW,
}
# These have an action of their own, because they need more than a note.
OWN_ACTION = {
    (TaskKind.RECEIVE, Outcome.ACCEPT),
    (TaskKind.RECEIVE, Outcome.REFUSE),
    (TaskKind.SIGN, Outcome.SIGN),
    (TaskKind.ISSUE, Outcome.ISSUE),
    (TaskKind.DELIVER, Outcome.DELIVER),
    (TaskKind.FINISH, Outcome.FINISH),
    (TaskKind.IN_PERSON, Outcome.CAME),
    (TaskKind.IN_PERSON, Outcome.RETURN),
}
# Of a relay the leader of the agency that drafts stands between the appraisal and the signer.
PASSES_A_DRAFT = {(TaskKind.APPRAISE, Outcome.APPROVE), (TaskKind.GENERIC, Outcome.DONE)}
# Nothing to do there without the result that an appraisal owes.
OF_A_RESULT = {TaskKind.REVIEW, TaskKind.SIGN, TaskKind.APPLICANT_CHECK}


@transaction.atomic
def advance(
    *,
    task_id: int,
    outcome: str,
    note: str,
    grounds: Grounds | None = None,
    by: User,
    now: datetime,
    assignee_id: int | None = None,
    revision: int | None = None,
) -> Dossier:
    """End a step that needs nothing but an outcome and a note.

    Raises Refused for an outcome that the step does not have or that has its own action, Conflict if somebody else
    ended it first.
    """
    dossier, task = lock_task(task_id, kind=None, revision=revision)
    access.require_task(by, dossier, task)
    effect = effect_of(task.kind, outcome, note)
    if (TaskKind(task.kind), Outcome(outcome)) in OWN_ACTION or outcome == Outcome.SUPPLEMENT:
        raise Refused("own_action", N_("Việc này cần thêm thông tin, hãy làm ở trang hồ sơ."))
    if outcome == Outcome.REJECT:
        return not_eligible(dossier, task, grounds or Grounds(note), by=by, now=now)
    if outcome == Outcome.STOP:
        return stop(dossier, task, grounds or Grounds(note), by=by, now=now)
    if task.kind == TaskKind.APPRAISE and outcome == Outcome.APPROVE:
        drop_notice(dossier)
    if effect.state is not None:
        move(dossier, effect.state, now=now)
    assignee = _assign(dossier, assignee_id) if outcome == Outcome.ASSIGN else None
    moved = None
    if effect.finishes_task:
        moved = finish_task(dossier, task, outcome=outcome, note=note, by=by, now=now, give_to=assignee)
        if (TaskKind(task.kind), outcome) in PASSES_A_DRAFT:
            _check_drafted(dossier, moved)
        answered(dossier, TaskKind(task.kind), by=by, now=now)
    happening = HAPPENINGS.get(Outcome(outcome), Happening.STEP_DONE)
    record(dossier, happening, by=by, now=now, note=note, params={"step": task.name})
    if moved is not None:
        announce(dossier, moved, by=by, now=now)
    return dossier


def _check_drafted(dossier: Dossier, moved: Advance) -> None:
    """Raise Refused where those who come next would find no result to look at."""
    is_next = any(task.kind in OF_A_RESULT for task in moved.new_tasks)
    if is_next and needs_draft(dossier) and current(dossier) is None:
        raise Refused(
            "no_draft_yet",
            N_("Chưa có dự thảo kết quả. Hãy tải tệp kết quả lên, hoặc ghi số, ngày của văn bản ở hệ thống khác."),
        )


def _assign(dossier: Dossier, assignee_id: int | None) -> User:
    assignee = User.objects.filter(pk=assignee_id, is_active=True).first() if assignee_id else None
    if assignee is None:
        raise Refused("no_assignee", N_("Hãy chọn người xử lý."))
    access.require_may_process(assignee, dossier)
    dossier.assignee = assignee
    return assignee


@transaction.atomic
def take(*, task_id: int, by: User, now: datetime) -> Dossier:
    """Take an unassigned step of one's own post; the first one has it, the second is told."""
    dossier, task = lock_task(task_id, kind=None, revision=None)
    access.require_task(by, dossier, task)
    taken = workflow.take(task_id=task.pk, by=by, now=now)
    sign_for(dossier, task, by=by, now=now)
    if task.kind in {TaskKind.APPRAISE, TaskKind.GENERIC}:
        dossier.assignee_id = taken.assignee_id
    record(dossier, Happening.ASSIGNED, by=by, now=now, params={"step": task.name})
    return dossier


@transaction.atomic
def reassign(
    *, task_id: int, assignee_id: int, note: str, by: User, now: datetime, revision: int | None = None
) -> Dossier:
    """Give an open step to another official of the same post."""
    dossier, task = lock_task(task_id, kind=None, revision=revision)
    access.require(by, "dossier.assign", dossier)
    assignee = User.objects.filter(pk=assignee_id, is_active=True).first()
    if assignee is None:
        raise Refused("no_assignee", N_("Hãy chọn người xử lý."))
    if not access.may_do(assignee, Task(kind=task.kind, role=task.role, agency_id=task.agency_id)):
        raise Refused("cannot_process", N_("Người được chọn không có vị trí làm bước này."))
    workflow.reassign(task_id=task.pk, to=assignee, now=now)
    dossier.assignee = assignee
    record(dossier, Happening.ASSIGNED, by=by, now=now, note=note, params={"step": task.name})
    return dossier


@transaction.atomic
def withdraw(*, dossier_id: int, reason: str, by: User, now: datetime, revision: int | None = None) -> Dossier:
    """Withdraw a dossier on its applicant's request, while there is no result yet.

    Source: Decree 118/2025 art. 21, Circular 03/2025/TT-VPCP art. 7: only before a decision or a notice of the result.
    """
    dossier = lock(dossier_id, revision=revision)
    access.require(by, "dossier.withdraw", dossier)
    if is_bundle(dossier):
        raise Refused("of_its_parts", N_("Hồ sơ liên thông gồm nhiều phần. Hãy mở từng phần và rút phần cần rút."))
    if dossier.results.filter(state__in=["signed", "issued"]).exists():
        raise Refused("has_result", N_("Hồ sơ đã có kết quả nên không rút được nữa. Mời ông/bà nhận kết quả."))
    move(dossier, State.WITHDRAWN, now=now)
    _clock.finish(dossier, now=now)
    cancel(dossier, outcome="withdraw", note=reason, by=by, now=now)
    record(dossier, Happening.WITHDRAWN, by=by, now=now, note=reason)
    return dossier
