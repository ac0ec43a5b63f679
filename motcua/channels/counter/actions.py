"""What the counter composes of several changes: a dossier filed and received in one press."""

from dataclasses import dataclass
from datetime import datetime

from motcua.accounts.models import User
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.filing import Filing
from motcua.dossiers.rules.states import State
from motcua.lib.refusals import Refused
from motcua.workflow import queries as workflow
from motcua.workflow.rules import TaskKind


@dataclass(frozen=True)
class TakenIn:
    """A dossier filed at the counter; `held_up` says why it is not received yet, where that was wanted."""

    dossier: Dossier
    held_up: Refused | None = None


def take_in(
    *,
    filing: Filing,
    key: str,
    receives: bool,
    by: User,
    now: datetime,
    due_at: datetime | None = None,
    due_reason: str = "",
) -> TakenIn:
    """File a dossier and, where wanted, receive it at once: the slip then names the day of the result.

    Not inside a transaction, as `dossiers.file`. What is filed stays filed where it cannot be received: the person has
    handed it in. Sent twice, it is one dossier, received once.
    """
    filed = dossiers.file(filing=filing, key=key, by=by, now=now)
    dossier = filed.dossier
    if any(paper.file_ids for paper in filing.papers):
        dossiers.ask_reading(dossier_id=dossier.pk)
    if not receives or dossier.state != State.REGISTERED or dossier.instance_id is None:
        return TakenIn(dossier)
    task = next((one for one in workflow.undone(dossier.instance_id) if one.kind == TaskKind.RECEIVE), None)
    if task is None:
        return TakenIn(dossier)
    try:
        received = dossiers.receive(task_id=task.pk, due_at=due_at, due_reason=due_reason, by=by, now=now)
    except Refused as refusal:
        return TakenIn(dossier, refusal)
    return TakenIn(received)
