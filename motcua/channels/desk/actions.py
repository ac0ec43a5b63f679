"""What the desk composes of several changes: consecutive steps of one person, and files that come with a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.dossiers import actions as dossiers
from motcua.dossiers.actions.working.complete import Details
from motcua.dossiers.models import Dossier
from motcua.files import actions as files
from motcua.workflow import queries as workflow
from motcua.workflow.models import Task
from motcua.workflow.rules import Node, TaskKind

from .queries import own_following


@dataclass(frozen=True)
class Ending:
    """How an official ends a step: what the form said."""

    outcome: str
    note: str = ""
    details: Details = field(default_factory=Details)
    with_following: bool = False
    revision: int | None = None


def end_step(*, dossier: Dossier, task: Task, ending: Ending, by: User, now: datetime) -> Dossier:
    """End a step and, where asked, the following ones that are the same official's, each with its usual outcome.

    The following ones happen together or do not: an issue without the delivery that was to go with it would be
    nobody's intent. An appraisal that owes the result's draft is done in passing only where the draft comes with it.
    """
    following = own_following(task, ending.outcome, by) if ending.with_following else []
    if dossiers.needs_draft(dossier) and not ending.details.has_draft:
        following = list(takewhile(lambda node: node.kind != TaskKind.APPRAISE, following))
    if not following:
        return _end(task, ending, by=by, now=now)
    if task.kind == TaskKind.SIGN:
        # Drawn and signed between transactions of its own; the rest begins from there.
        _end(task, ending, by=by, now=now)
        if following[0].kind == TaskKind.ISSUE:
            dossiers.seal(task_id=_standing_at(task, following[0]).pk, by=by, now=now)
        with transaction.atomic():
            return _through(task, following, ending.details, by=by, now=now)
    if task.kind == TaskKind.ISSUE:
        # A signature is made outside the transaction that the steps share.
        dossiers.seal(task_id=task.pk, by=by, now=now, revision=ending.revision)
    with transaction.atomic():
        _end(task, ending, by=by, now=now)
        return _through(task, following, ending.details, by=by, now=now)


@transaction.atomic
def type_in(
    *,
    dossier: Dossier,
    answers: Mapping[str, Any],
    scans: Mapping[str, Sequence[str]],
    by: User,
    now: datetime,
    revision: int | None,
) -> None:
    """Keep what was typed from a paper declaration, and the scans that came with it by their paper's key."""
    dossiers.type_answers(dossier_id=dossier.pk, answers=answers, by=by, now=now, revision=revision)
    if any(scans.values()):
        dossiers.add_scans(dossier_id=dossier.pk, scans=scans, by=by, now=now)


def _through(task: Task, following: Sequence[Node], details: Details, *, by: User, now: datetime) -> Dossier:
    for node in following:
        if node.kind == TaskKind.ASSIGN:
            details = replace(details, assignee_id=by.pk)
        dossier = _end(_standing_at(task, node), Ending(node.outcomes[0], details=details), by=by, now=now)
    return dossier


def _standing_at(task: Task, node: Node) -> Task:
    return next(each for each in workflow.undone(task.instance_id) if each.step == node.id)


def _end(task: Task, ending: Ending, *, by: User, now: datetime) -> Dossier:
    # What was drafted at the appraisal is not drafted again at the steps around it.
    details = ending.details if task.kind == TaskKind.APPRAISE else ending.details.without_draft()
    return dossiers.complete(
        task_id=task.pk,
        outcome=ending.outcome,
        note=ending.note,
        by=by,
        now=now,
        details=details,
        revision=ending.revision,
    )


def store_result(*, data: bytes, name: str, by: User, now: datetime, purpose: str = "result") -> UUID:
    """Keep an uploaded result, owned by nobody until the draft takes it; raises FileRefused."""
    return files.store(data=data, name=name or "ket-qua.pdf", purpose=purpose, by=actor(by), now=now).public_id
