"""Do one thing to many steps: each with its own answer; what is refused holds no other back.

Each is a transaction of its own, except that giving many to one official is one (`reassigning`).
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused, Unavailable
from motcua.workflow.models import Task

from ...models import Dossier
from ...piles.inbox import dossier_of
from ...rules.many import Deed, check_delivery, forward_outcome
from ...rules.steps import Outcome
from .complete import Details, complete
from .reassigning import MOST_AT_ONCE, Handed, reassign_all
from .returning import return_to, steps_back
from .steps import take

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    """What is to be done to each: the deed, and what it needs (a reason to give back, somebody to give to)."""

    deed: Deed
    note: str = ""
    assignee_id: int | None = None


def do_all(*, order: Order, task_ids: Iterable[int], by: User, now: datetime) -> list[Handed]:
    """Do it to each of these steps; a step that is over already is answered so: sending twice does nothing twice.

    Not inside a transaction. Raises Refused where the order itself lacks something.
    """
    if order.deed == Deed.GIVE and order.assignee_id is None:
        raise Refused("no_assignee", N_("Hãy chọn người xử lý."))
    if order.deed == Deed.GIVE_BACK and not order.note.strip():
        raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
    if order.deed == Deed.GIVE:
        return reassign_all(task_ids=task_ids, assignee_id=order.assignee_id or 0, note=order.note, by=by, now=now)
    answers = []
    for task in Task.objects.filter(pk__in=list(task_ids)[:MOST_AT_ONCE]).order_by("case_code", "pk"):
        try:
            _do(order, task, by=by, now=now)
        except Refused as refusal:
            answers.append(Handed(task.case_code, refusal))
        except Unavailable:
            LOG.warning("a step of %s waits for an outside system", task.case_code, exc_info=True)
            text = N_("Dịch vụ ký số chưa trả lời. Hãy làm lại sau ít phút.")
            answers.append(Handed(task.case_code, Refused("unavailable", text)))
        else:
            answers.append(Handed(task.case_code))
    return answers


def _do(order: Order, task: Task, *, by: User, now: datetime) -> None:
    dossier = dossier_of(task, by=by)
    if order.deed == Deed.TAKE:
        take(task_id=task.pk, by=by, now=now)
    elif order.deed == Deed.GIVE_BACK:
        earlier = steps_back(task)
        if not earlier:
            raise Refused("no_such_return", N_("Hồ sơ chưa từng qua bước này nên không trả lại được."))
        return_to(task_id=task.pk, step=earlier[0].step, note=order.note, by=by, now=now)
    elif order.deed == Deed.DELIVER:
        _deliver(order, task, dossier, by=by, now=now)
    else:
        complete(task_id=task.pk, outcome=forward_outcome(task.kind), note=order.note, by=by, now=now)


def _deliver(order: Order, task: Task, dossier: Dossier, *, by: User, now: datetime) -> None:
    check_delivery(task.kind, dossier.result_channel)
    details = Details(recipient=dossier.owner_name, how=dossier.result_channel)
    complete(task_id=task.pk, outcome=Outcome.DELIVER, note=order.note, by=by, now=now, details=details)
