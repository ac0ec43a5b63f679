"""Send a dossier back to a step that was done, with the reason, whatever the diagram draws; hand steps over in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.workflow import actions as workflow
from motcua.workflow import queries as runs
from motcua.workflow.models import Task
from motcua.workflow.rules import TaskKind

from .. import access
from ..models import Dossier
from ..models.result import ResultState
from ..rules.history import Happening
from ..rules.states import State
from ._course import move, record
from ._process import lock_task
from .steps import reassign
from .waiting import announce

# What is received stays received, and what was issued is taken back by a decision.
FROM = frozenset(
    {TaskKind.ASSIGN, TaskKind.APPRAISE, TaskKind.REVIEW, TaskKind.SIGN, TaskKind.NUMBER, TaskKind.GENERIC}
)
TO = frozenset({TaskKind.ASSIGN, TaskKind.APPRAISE, TaskKind.REVIEW, TaskKind.GENERIC})
MOST_AT_ONCE = 500


def steps_back(task: Task) -> list[Task]:
    """Return the steps that were done before an open one and that it may be sent back to, the newest first."""
    if not task.is_open or task.kind not in FROM:
        return []
    return [done for done in runs.earlier_steps(task) if done.kind in TO]


@transaction.atomic
def return_to(*, task_id: int, step: str, note: str, by: User, now: datetime, revision: int | None = None) -> Dossier:
    """Send a dossier back to an earlier step; it goes to who did that step, where they still hold the post.

    Raises Refused without a reason, for a step it was never at, and once the result is signed.
    """
    dossier, task = lock_task(task_id, kind=None, revision=revision)
    access.require_task(by, dossier, task)
    if not note.strip():
        raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
    is_signed = dossier.results.filter(state__in=[ResultState.SIGNED, ResultState.ISSUED]).exists()
    if is_signed or dossier.instance_id is None or step not in {done.step for done in steps_back(task)}:
        raise Refused("no_such_return", N_("Hồ sơ chưa từng qua bước này nên không trả lại được."))
    moved = workflow.return_step(instance_id=dossier.instance_id, step=step, note=note, by=by, now=now, task_id=task.pk)
    move(dossier, State.PROCESSING, now=now)
    record(dossier, Happening.STEP_RETURNED, by=by, now=now, note=note, params={"step": task.name})
    announce(dossier, moved, by=by, now=now)
    return dossier


@dataclass(frozen=True)
class Handed:
    """What became of one step that was to be handed over: the dossier's code, and why it stayed, if it did."""

    code: str
    refusal: Refused | None = None


def reassign_all(*, task_ids: Iterable[int], assignee_id: int, note: str, by: User, now: datetime) -> list[Handed]:
    """Give many steps to one official, each in its own transaction; one that is refused holds no other back."""
    codes = dict(Task.objects.filter(pk__in=list(task_ids)[:MOST_AT_ONCE]).values_list("pk", "case_code"))
    answers = []
    for task_id, code in sorted(codes.items()):
        try:
            reassign(task_id=task_id, assignee_id=assignee_id, note=note, by=by, now=now)
        except Refused as refusal:
            answers.append(Handed(code, refusal))
        else:
            answers.append(Handed(code))
    return answers
