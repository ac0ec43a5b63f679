"""End what has no result of its own: what was done and on which basis is the record, and the applicant is told."""

from datetime import datetime

from django.db import transaction

from motcua.accounts.models import User
from motcua.lib.dates import today
from motcua.workflow.rules import TaskKind

from ... import access
from ...models import Dossier
from ...models.telling import What
from ...rules.decisions import DecisionKind, Grounds
from ...rules.history import Happening
from ...rules.states import State
from ...rules.steps import Outcome
from .. import _clock
from .._course import move, record
from .._process import finish_task, lock_task
from ..applicant.telling import owe
from ..decisions import decide
from ..opinions import check_opinions


@transaction.atomic
def finish(*, task_id: int, grounds: Grounds, by: User, now: datetime, revision: int | None = None) -> Dossier:
    """Finish a dossier without a result: the national state is 9, the legal clock stops, and it is over.

    `grounds.reason` says what was done, `basis` by which law. It counts as told when the applicant opened it or was
    told: who cannot be reached electronically comes on the call list. Raises Refused without either, and while a
    mandatory opinion is open.
    """
    grounds.check(DecisionKind.FINISH, on=today(now))
    dossier, task = lock_task(task_id, kind=TaskKind.FINISH, revision=revision)
    access.require_task(by, dossier, task)
    check_opinions(dossier)
    move(dossier, State.COMPLETED, now=now)
    dossier.closed_at = now
    _clock.finish(dossier, now=now)
    finish_task(dossier, task, outcome=Outcome.FINISH, note=grounds.said(), by=by, now=now)
    event = record(dossier, Happening.FINISHED, by=by, now=now, note=grounds.said())
    decide(dossier, event, DecisionKind.FINISH, grounds, by=by, now=now)
    owe(dossier, event, What.FINISHED, now=now)
    return dossier
