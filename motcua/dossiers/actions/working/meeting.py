"""Coming in person: who is to come with which originals, what the official saw, and what if nobody comes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.workflow import actions as workflow
from motcua.workflow import queries as runs
from motcua.workflow.rules import TaskKind

from ... import access
from ...models import Dossier
from ...paperless import meeting_of
from ...rules.history import Happening
from ...rules.states import State
from ...rules.steps import Outcome, effect_of
from .._course import move, record
from .._process import finish_task, lock_task
from ..applicant.comparing import compare
from ..applicant.waiting import announce, answered


@transaction.atomic
def came(
    *,
    task_id: int,
    present: Sequence[str],
    compared: Sequence[str],
    note: str,
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Dossier:
    """Record who came and whose originals agree with the dossier's papers; the dossier goes on.

    Raises Refused for what the package asks and nobody ticked, unless the note says why it is not needed.

    Source: Decree 61/2018 art. 20(2): originals are shown for comparison and handed back.
    """
    dossier, task = lock_task(task_id, kind=TaskKind.IN_PERSON, revision=revision)
    access.require_task(by, dossier, task)
    meeting = meeting_of(dossier)
    meeting.check(present, compared, note)
    if compared:
        compare(dossier_id=dossier.pk, paper_keys=compared, by=by, now=now)
    move(dossier, State.PROCESSING, now=now)
    said = meeting.said(present, compared, note)
    moved = finish_task(dossier, task, outcome=Outcome.CAME, note=said, by=by, now=now)
    answered(dossier, TaskKind.IN_PERSON, by=by, now=now)
    record(dossier, Happening.CAME, by=by, now=now, note=said, params={"step": task.name})
    announce(dossier, moved, by=by, now=now)
    return dossier


@transaction.atomic
def hand_back(*, task_id: int, note: str, by: User, now: datetime, revision: int | None = None) -> Dossier:
    """Give a dossier whose people do not come back to who appraised it: reception does not decide to stop.

    Raises Refused where nobody has appraised it yet.
    """
    dossier, task = lock_task(task_id, kind=TaskKind.IN_PERSON, revision=revision)
    access.require_task(by, dossier, task)
    effect_of(task.kind, Outcome.RETURN, note)
    earlier = next((done for done in runs.earlier_steps(task) if done.kind == TaskKind.APPRAISE), None)
    if earlier is None or dossier.instance_id is None:
        raise Refused("no_such_return", N_("Hồ sơ chưa từng qua bước này nên không trả lại được."))
    moved = workflow.return_step(
        instance_id=dossier.instance_id, step=earlier.step, note=note, by=by, now=now, task_id=task.pk
    )
    move(dossier, State.PROCESSING, now=now)
    answered(dossier, TaskKind.IN_PERSON, by=by, now=now)
    record(dossier, Happening.STEP_RETURNED, by=by, now=now, note=note, params={"step": task.name})
    announce(dossier, moved, by=by, now=now)
    return dossier
