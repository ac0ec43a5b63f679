"""Send a dossier back to a step that was done, with the reason, whatever the diagram draws."""

from datetime import datetime

from django.db import transaction

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.workflow import actions as workflow
from motcua.workflow import queries as runs
from motcua.workflow.models import Task
from motcua.workflow.rules import TaskKind

from ... import access
from ...models import Dossier
from ...models.result import ResultState
from ...rules.history import Happening
from ...rules.states import State
from .._course import move, record
from .._process import lock_task
from ..applicant.waiting import announce

# What is received stays received, and what was issued is taken back by a decision.
FROM = frozenset(
    {
        TaskKind.ASSIGN,
        TaskKind.APPRAISE,
        TaskKind.REVIEW,
        TaskKind.SIGN,
        TaskKind.NUMBER,
        TaskKind.GENERIC,
        TaskKind.FINISH,
    }
)
TO = frozenset({TaskKind.ASSIGN, TaskKind.APPRAISE, TaskKind.REVIEW, TaskKind.GENERIC})


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
