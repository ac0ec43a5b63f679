"""The dossier's side of its process: begin it, find a step under lock, end a step, end the whole."""

from collections.abc import Mapping
from datetime import datetime

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.organisations.models import Agency
from motcua.procedures.models import ProcedureVersion
from motcua.workflow import actions as workflow
from motcua.workflow.actions import Advance, Through
from motcua.workflow.models import Instance, ProcessDefinition, Task
from motcua.workflow.rules import LIVE, Message

from .. import lateness
from ..models import Dossier
from ._course import lock


def begin(
    version: ProcedureVersion,
    *,
    code: str,
    case_key: str,
    channel: str,
    helped_at_id: int | None,
    received_at_id: int,
    competent: Agency,
    relay: Mapping[str, Agency],
    due_at: datetime | None,
    name_key: str,
    by: User,
    now: datetime,
) -> Instance:
    """Start the process of a dossier's version; raises Refused where nobody here handles the procedure."""
    if version.process_id is None:
        raise Refused("ministry_only", N_("Thủ tục này do bộ giải quyết. Xem nơi nộp trên trang thủ tục."))
    return workflow.start(
        definition=ProcessDefinition(pk=version.process_id),
        context={
            "case": case_key,
            "channel": channel,
            "helped_at": helped_at_id or received_at_id,
            "received_at": received_at_id,
            "competent": competent.pk,
            **{name: agency.pk for name, agency in relay.items()},
        },
        business_key=code,
        due_at=due_at,
        case_name=name_key,
        case_kind=version.procedure.code,
        now=now,
        by=by,
    )


def lock_task(task_id: int, *, kind: str | None, revision: int | None) -> tuple[Dossier, Task]:
    """Return an undone step with its dossier, the dossier locked first.

    Raises Refused where there is no such step or it is of another kind, Conflict where it was ended meanwhile.
    """
    instance_id = Task.objects.filter(pk=task_id).values_list("instance_id", flat=True).first()
    dossier_id = Dossier.objects.filter(instance=instance_id).values_list("pk", flat=True).first()
    if instance_id is None or dossier_id is None:
        raise Refused("no_such_task", N_("Không tìm thấy bước này."))
    dossier = lock(dossier_id, revision=revision)
    task = Task.objects.select_related("instance").get(pk=task_id)
    if task.done_at is not None:
        raise Conflict("already_done", N_("Người khác đã làm xong bước này. Xem lại tình trạng mới rồi làm tiếp."))
    if kind is not None and task.kind != kind:
        raise Refused("wrong_step", N_("Hồ sơ không ở bước này. Tải lại trang để xem tình trạng mới."))
    return dossier, task


def finish_task(
    dossier: Dossier,
    task: Task,
    *,
    outcome: str,
    note: str,
    by: User,
    now: datetime,
    give_to: User | None = None,
    through: tuple[Through, ...] = (),
) -> Advance:
    """End a step of a locked dossier and let the process go on."""
    sign_for(dossier, task, by=by, now=now)
    return workflow.complete(
        task_id=task.pk, outcome=outcome, note=note, by=by, now=now, give_to=give_to, through=through
    )


def sign_for(dossier: Dossier, task: Task, *, by: User, now: datetime) -> None:
    """Note who received a relay at the agency of a step, and when: with the first thing that is done there."""
    if dossier.reached is None or dossier.reached[-1] not in {task.agency_id, dossier.reached[0]}:
        return
    dossier.legs.filter(ended_at=None, taken_at=None).update(taken_at=now, taken_by=by)


def promise(dossier: Dossier) -> None:
    """Let the process and its steps know what the agency owes next and until when; inboxes sort by it.

    Nothing while the clock stands still and once the result is there: neither can come due.
    """
    if dossier.instance_id is not None:
        due = dossier.answer_due_at if dossier.accepted_at is None else dossier.due_at
        if due is None or dossier.paused_at is not None or dossier.completed_at is not None:
            workflow.reschedule(instance_id=dossier.instance_id, due_at=None)
        else:
            late_at = due if dossier.accepted_at is None else lateness.late_at(dossier, due)
            workflow.reschedule(instance_id=dossier.instance_id, due_at=due, late_at=late_at)


def wait(dossier: Dossier, *, now: datetime) -> None:
    """Let the process stand still while the applicant is asked for something."""
    if dossier.instance_id is not None:
        workflow.suspend(instance_id=dossier.instance_id, now=now)


def resume(dossier: Dossier, *, now: datetime) -> None:
    """Let the process go on."""
    if dossier.instance_id is not None:
        workflow.go_on(instance_id=dossier.instance_id, now=now)


def tell(dossier: Dossier, message: Message, *, note: str, by: User, now: datetime) -> Advance:
    """Give the process of a locked dossier the message it waits for."""
    if dossier.instance_id is None:
        raise Refused("no_such_task", N_("Không tìm thấy bước này."))
    return workflow.signal(instance_id=dossier.instance_id, message=message, note=note, by=by, now=now)


def cancel(dossier: Dossier, *, outcome: str, note: str, by: User, now: datetime, task_id: int | None = None) -> None:
    """End the process of a locked dossier before its end."""
    instance = dossier.instance
    if instance is not None and instance.status in LIVE:
        workflow.cancel(instance_id=instance.pk, now=now, by=by, outcome=outcome, note=note, task_id=task_id)
