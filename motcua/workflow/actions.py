"""Publish diagrams, start runs, and move them.

A run belongs to a case. The case's app calls these inside its own action, after it has locked the case and asked its
permission table; it also writes the audit line, because only it knows what a step means. Every function here locks the
run, loads it once, and saves it once.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from motcua import statements
from motcua.accounts import access
from motcua.accounts.models import User
from motcua.accounts.queries import holders
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.organisations.queries import agency_by_code
from motcua.organisations.rules import Role

from . import diagram, steps
from .engine import Reached, Run, compile_spec
from .machines import machine
from .models import NEVER, Instance, ProcessDefinition, Task
from .rules import (
    AGENCIES,
    APPLICANT,
    LIVE,
    UNDONE,
    InstanceStatus,
    Message,
    Node,
    NodeType,
    Outline,
    TaskKind,
    TaskStatus,
)

MAX_CALLS = 50


@dataclass(frozen=True)
class Through:
    """A following step that the same person ends in the same action."""

    step: str
    outcome: str
    note: str = ""


@dataclass
class Advance:
    """What a move did: steps ended, steps now open, named steps called, and whether the run is over."""

    instance: Instance
    done: list[Task] = field(default_factory=list)
    new_tasks: list[Task] = field(default_factory=list)
    steps_called: list[str] = field(default_factory=list)
    finished: bool = False


@transaction.atomic
def define(*, key: str, bpmn: bytes, now: datetime) -> ProcessDefinition:
    """Publish a diagram under a key and return it; the same diagram again is the same definition.

    Raises DiagramRefused with everything that is wrong in it.
    """
    digest = hashlib.sha256(bpmn).hexdigest()
    known = ProcessDefinition.objects.filter(key=key, digest=digest).first()
    if known is not None:
        return known
    outline = diagram.read(bpmn, roles=frozenset(role.value for role in Role), calls=steps.names())
    return ProcessDefinition.objects.create(
        key=key,
        digest=digest,
        bpmn=bpmn.decode(),
        outline=outline.to_json(),
        spec=compile_spec(outline),
        created_at=now,
    )


# Joins the case's transaction without a savepoint of its own: two round trips less for every filing.
@transaction.atomic(savepoint=False)
def start(
    *,
    definition: ProcessDefinition,
    context: Mapping[str, str | int | bool],
    business_key: str,
    now: datetime,
    due_at: datetime | None = None,
    case_name: str = "",
    case_kind: str = "",
    by: User | None = None,
) -> Instance:
    """Start a run for a case and open its first steps; inboxes sort by `case_name`, a key.

    They choose by `case_kind`, a code of at most 60 characters.

    `context` gives the values that conditions ask for, and the ids of the agencies that steps are given to under the
    names `helped_at`, `received_at` and `competent`. Raises Refused where the diagram asks for more than that.
    """
    spec, outline = machine(definition.pk)
    missing = sorted((outline.names() | outline.agencies()) - set(context))
    if missing:
        raise Refused("process_lacks", N_("Quy trình cần thông tin chưa có: {names}."), names=", ".join(missing))
    instance = statements.made(
        Instance,
        pk=statements.keys(Instance)[0],
        definition_id=definition.pk,
        business_key=business_key,
        status=InstanceStatus.RUNNING,
        due_at=due_at,
        case_name=case_name[:200],
        case_kind=case_kind,
        started_at=now,
    )
    move = _Move(instance, outline, spec.begin(context), by=by, now=now)
    move.call_steps()
    move.store()
    statements.insert(instance)
    move.open_steps({})
    return instance


@transaction.atomic
def complete(
    *,
    task_id: int,
    outcome: str,
    note: str = "",
    by: User,
    now: datetime,
    give_to: User | None = None,
    through: Sequence[Through] = (),
) -> Advance:
    """End an open step with an outcome, and the following ones in `through`, and open what comes next.

    `give_to` becomes the holder of the steps that open. Raises Conflict where somebody else ended the step first or
    holds it, Refused for an outcome that the step does not have.
    """
    task, move = _load(task_id, by=by, now=now)
    _end(move, task, outcome=outcome, note=note)
    for following in through:
        reached = [each for each in move.run.open_steps() if each.step == following.step]
        if len(reached) != 1 or len(move.run.open_steps()) != 1:
            raise Conflict(
                "not_next",
                N_("Bước “{step}” không phải bước kế tiếp. Xem lại hồ sơ rồi làm tiếp."),
                step=move.outline.nodes[following.step].name
                if following.step in move.outline.nodes
                else following.step,
            )
        merged = move.task_for(reached[0].step, reached[0].ref)
        merged.is_merged = True
        _end(move, merged, outcome=following.outcome, note=following.note)
    return move.finish(give_to=give_to)


@transaction.atomic
def signal(*, instance_id: int, message: Message, now: datetime, note: str = "", by: User | None = None) -> Advance:
    """Give a message to a run; raises Conflict where the run does not wait for it."""
    move = _load_run(instance_id, by=by, now=now)
    waits = [each.ref for each in move.run.waits() if move.outline.nodes[each.step].message == message]
    if not move.run.tell(message):
        raise Conflict("not_waiting", N_("Quy trình không còn chờ việc này. Xem lại hồ sơ rồi làm tiếp."))
    for task in Task.objects.undone().filter(instance=instance_id, ref__in=waits):
        move.mark(task, TaskStatus.DONE, outcome=message, note=note)
    move.call_steps()
    return move.finish()


@transaction.atomic
def return_step(
    *, instance_id: int, step: str, note: str, by: User, now: datetime, task_id: int | None = None
) -> Advance:
    """Take a run back to an earlier step, also one that is over; steps open now are cancelled.

    With `task_id` only where the step lies behind that one, and that one is ended with the outcome `return`.
    """
    move = _load_run(instance_id, by=by, now=now, also_ended=True)
    task = _undone(move, task_id) if task_id is not None else None
    try:
        move.run.return_to(step, ref=task.ref if task is not None else None)
    except ValueError as problem:
        raise Refused("no_such_return", N_("Hồ sơ chưa từng qua bước này nên không trả lại được.")) from problem
    if task is not None:
        move.mark(task, TaskStatus.DONE, outcome="return", note=note)
    move.is_paused, move.instance.ended_at = False, None
    move.call_steps()
    return move.finish()


@transaction.atomic
def take(*, task_id: int, by: User, now: datetime) -> Task:
    """Take an open step that nobody holds; raises Conflict where somebody else was first.

    Who acts for somebody absent takes it for them: it stays with the absent when they are back.
    """
    task = Task.objects.select_for_update().filter(pk=task_id).first()
    if task is None or task.status not in UNDONE:
        raise _already_done()
    whom = acted_for(task, by)
    if task.assignee_id not in {None, by.pk, whom}:
        raise Conflict("taken", N_("Người khác vừa nhận việc này. Xem lại tình trạng mới rồi làm tiếp."))
    task.assignee_id = whom or by.pk
    task.save(update_fields=["assignee"])
    return task


@transaction.atomic
def reassign(*, task_id: int, to: User | None, now: datetime) -> Task:
    """Give a step to somebody, whoever holds it now, or to nobody in particular."""
    task = Task.objects.select_for_update().filter(pk=task_id).first()
    if task is None or task.status not in UNDONE:
        raise _already_done()
    task.assignee = to
    task.save(update_fields=["assignee"])
    return task


@transaction.atomic
def reassign_all(*, task_ids: Collection[int], to: User) -> set[int]:
    """Give many steps to somebody in one statement, whoever holds them now; return those that were not done yet."""
    undone = Task.objects.undone().select_for_update().filter(pk__in=task_ids).order_by("pk")
    found = set(undone.values_list("pk", flat=True))
    Task.objects.filter(pk__in=found).update(assignee=to)
    return found


@transaction.atomic
def suspend(*, instance_id: int, now: datetime) -> None:
    """Let a run stand still: its open steps wait and leave the inboxes. Nothing happens to one that waits already."""
    _pause(instance_id, InstanceStatus.WAITING, TaskStatus.OPEN, TaskStatus.WAITING)


@transaction.atomic
def go_on(*, instance_id: int, now: datetime) -> None:
    """Let a run that stood still go on: its steps are open again."""
    _pause(instance_id, InstanceStatus.RUNNING, TaskStatus.WAITING, TaskStatus.OPEN)


@transaction.atomic
def reschedule(*, instance_id: int, due_at: datetime | None, late_at: datetime | None = None) -> None:
    """Say when the case is promised now, and until when that is kept where it is not the same; inboxes sort by it."""
    late_at = late_at or due_at
    Instance.objects.filter(pk=instance_id).update(due_at=due_at, late_at=late_at)
    Task.objects.undone().filter(instance=instance_id).update(due_at=due_at, sort_at=late_at or NEVER)


@transaction.atomic
def cancel(
    *,
    instance_id: int,
    now: datetime,
    by: User | None = None,
    outcome: str = "",
    note: str = "",
    task_id: int | None = None,
) -> None:
    """End a run before its end; `task_id` is the step in which that was decided, with its outcome and note.

    Raises Conflict where the run or that step is over already.
    """
    instance = _lock(instance_id)
    if instance.status not in LIVE:
        raise _already_done()
    tasks = Task.objects.undone().filter(instance=instance)
    if task_id is not None:
        task = tasks.filter(pk=task_id).first()
        if task is None:
            raise _already_done()
        task.status, task.outcome, task.note, task.done_at, task.done_by = TaskStatus.DONE, outcome, note, now, by
        task.done_for_id = acted_for(task, by) if by is not None else None
        task.save(update_fields=["status", "outcome", "note", "done_at", "done_by", "done_for"])
    tasks.update(status=TaskStatus.CANCELLED, outcome="", done_at=now, done_by=by)
    instance.status, instance.ended_at = InstanceStatus.CANCELLED, now
    instance.save(update_fields=["status", "ended_at"])


@transaction.atomic
def revive(*, instance_id: int, now: datetime) -> None:
    """Let a run that was ended before its end stand again where it stood; raises Refused for any other.

    The steps are open again as they were; how they were ended stays in the history of the case.
    """
    move = _load_run(instance_id, by=None, now=now, also_ended=True)
    if move.instance.status != InstanceStatus.CANCELLED:
        raise Refused("not_stopped", N_("Chỉ mở lại được hồ sơ đã dừng sau khi tiếp nhận."))
    tasks = Task.objects.filter(instance=instance_id)
    again = {"outcome": "", "note": "", "done_at": None, "done_by": None, "done_for": None}
    tasks.filter(ref__in=[each.ref for each in move.run.open_steps()]).update(status=TaskStatus.OPEN, **again)
    tasks.filter(ref__in=[each.ref for each in move.run.waits()]).update(status=TaskStatus.WAITING, **again)
    move.is_paused, move.instance.ended_at = False, None
    move.store()
    move.instance.save(update_fields=["state", "status", "ended_at"])


def acted_for(task: Task, by: User) -> int | None:
    """Return the id of the absent official for whom somebody does a step; None where they do it as themself."""
    post = access.acts_at(
        by,
        role=task.role,
        agency_id=task.agency_id,
        holder_id=task.assignee_id,
        is_signature=task.kind == TaskKind.SIGN,
    )
    return post.for_user if post is not None else None


def _already_done() -> Conflict:
    return Conflict("already_done", N_("Người khác đã làm xong bước này. Xem lại tình trạng mới rồi làm tiếp."))


def _lock(instance_id: int) -> Instance:
    return Instance.objects.select_for_update().get(pk=instance_id)


def _pause(instance_id: int, status: InstanceStatus, before: TaskStatus, after: TaskStatus) -> None:
    instance = _lock(instance_id)
    if instance.status not in LIVE:
        raise _already_done()
    if instance.status != status:
        instance.status = status
        instance.save(update_fields=["status"])
        # What waits for a message goes on waiting, whatever the applicant was asked for beside it.
        Task.objects.filter(instance=instance, status=before).exclude(kind=TaskKind.WAIT).update(status=after)


def _load(task_id: int, *, by: User, now: datetime) -> "tuple[Task, _Move]":
    task = Task.objects.select_for_update(of=("self", "instance")).select_related("instance").filter(pk=task_id).first()
    if task is None or task.status == TaskStatus.DONE or task.status == TaskStatus.CANCELLED:
        raise _already_done()
    if task.status == TaskStatus.WAITING:
        raise Conflict("waits", N_("Hồ sơ đang chờ người nộp nên chưa làm tiếp được."))
    is_held = task.assignee_id is not None and task.assignee_id != by.pk and by.kind == "official"
    if is_held and acted_for(task, by) is None:
        raise Conflict("held", N_("Người khác đang giữ việc này. Hãy nhận việc về mình trước."))
    spec, outline = machine(task.instance.definition_id)
    return task, _Move(task.instance, outline, spec.resume(task.instance.state), by=by, now=now)


def _load_run(instance_id: int, *, by: User | None, now: datetime, also_ended: bool = False) -> "_Move":
    instance = _lock(instance_id)
    if instance.status not in LIVE and not also_ended:
        raise _already_done()
    spec, outline = machine(instance.definition_id)
    return _Move(instance, outline, spec.resume(instance.state), by=by, now=now)


def _undone(move: "_Move", task_id: int) -> Task:
    task = Task.objects.undone().filter(pk=task_id, instance=move.instance).first()
    if task is None:
        raise _already_done()
    return task


def _end(move: "_Move", task: Task, *, outcome: str, note: str) -> None:
    if outcome not in task.outcomes:
        raise Refused("unknown_outcome", N_("Bước này không có cách kết thúc “{outcome}”."), outcome=outcome)
    move.mark(task, TaskStatus.DONE, outcome=outcome, note=note)
    move.run.complete(task.ref, outcome)
    move.call_steps()


class _Move:
    """One change of one run, from loading to saving."""

    def __init__(self, instance: Instance, outline: Outline, run: Run, *, by: User | None, now: datetime) -> None:
        self.instance, self.outline, self.run, self.by, self.now = instance, outline, run, by, now
        self.people: dict[str, int] = dict(instance.state.get("people", {})) if instance.state else {}
        self._before = frozenset(each.ref for each in self._standing())
        # Steps stand open, but the applicant is asked for something; a message may come all the same.
        self.is_paused = instance.status == InstanceStatus.WAITING and bool(run.open_steps())
        self.result = Advance(instance)
        self._new: list[Task] = []

    def _standing(self) -> list[Reached]:
        return [*self.run.open_steps(), *self.run.waits()]

    def call_steps(self) -> None:
        """Run the named steps that stand open, and those they lead to."""
        for _ in range(MAX_CALLS):
            calls = [each for each in self.run.open_steps() if self.outline.nodes[each.step].type == NodeType.CALL]
            if not calls:
                return
            name = self.outline.nodes[calls[0].step].call
            call = steps.StepCall(
                self.instance.business_key, calls[0].step, self.by.pk if self.by is not None else None, self.now
            )
            self.run.complete(calls[0].ref, steps.run(name, call))
            self.result.steps_called.append(name)
        raise Refused("process_stuck", N_("Quy trình chạy vòng quanh các bước tự động."))

    def mark(self, task: Task, status: TaskStatus, *, outcome: str, note: str) -> None:
        """End a task's row."""
        task.status, task.outcome, task.note = status, outcome, note
        task.done_at, task.done_by = self.now, self.by
        if status == TaskStatus.DONE and self.by is not None:
            task.done_for_id = acted_for(task, self.by)
        if task.pk is not None:
            task.save(update_fields=["status", "outcome", "note", "done_at", "done_by", "done_for"])
        if status == TaskStatus.DONE:
            self.result.done.append(task)
            if self.by is not None and task.role != APPLICANT:
                # A return goes to whose step it was, not to who did it for them.
                self.people[task.step] = task.done_for_id or self.by.pk

    def task_for(self, step: str, ref: int) -> Task:
        """Return a new, unsaved row for a step that the run reached; it is saved with the others."""
        node = self.outline.nodes[step]
        waits = node.type == NodeType.MESSAGE
        task = statements.made(
            Task,
            instance=self.instance,
            ref=ref,
            step=step,
            name=node.name,
            kind=TaskKind.WAIT if waits else node.kind,
            role=node.role,
            agency_ref=node.agency,
            agency_id=self._agency_id(node),
            outcomes=[node.message] if waits else list(node.outcomes),
            status=TaskStatus.WAITING if waits or self.is_paused else TaskStatus.OPEN,
            budget=node.budget,
            due_at=self.instance.due_at,
            sort_at=self.instance.late_at or self.instance.due_at or NEVER,
            case_code=self.instance.business_key,
            case_name=self.instance.case_name,
            case_kind=self.instance.case_kind,
            opened_at=self.now,
        )
        self._new.append(task)
        return task

    def _agency_id(self, node: Node) -> int:
        if node.agency in AGENCIES:
            return int(self.run.data[node.agency])
        return agency_by_code(node.agency, today(self.now)).pk

    def open_steps(self, known: Mapping[int, Task], give_to: User | None = None) -> None:
        """Write rows for the steps that stand open, and for what is waited for, that have none yet."""
        for reached in self._standing():
            if reached.ref in known:
                continue
            task = self.task_for(reached.step, reached.ref)
            task.assignee_id = give_to.pk if give_to is not None else self._last_holder(task)
            self.result.new_tasks.append(task)
        statements.insert(*self._new)

    def _last_holder(self, task: Task) -> int | None:
        """Return who did this step last time, where that person still holds the post: a return goes to them."""
        user_id = self.people.get(task.step)
        if user_id is None or task.role == APPLICANT:
            return None
        there = holders(Role(task.role), task.agency_id, today(self.now)).filter(pk=user_id)
        return user_id if there.exists() else None

    def store(self) -> None:
        """Put the state into the instance; the caller saves it."""
        self.instance.state = {**self.run.state(), "people": self.people}
        if self.run.is_finished:
            self.instance.status, self.instance.ended_at = InstanceStatus.FINISHED, self.now
        else:
            runs = self.run.open_steps() and not self.is_paused
            self.instance.status = InstanceStatus.RUNNING if runs else InstanceStatus.WAITING
        self.result.finished = self.run.is_finished

    def finish(self, give_to: User | None = None) -> Advance:
        """Save the state and the rows of the steps now open, and cancel those that vanished."""
        self.store()
        self.instance.save(update_fields=["state", "status", "ended_at"])
        # On the usual straight way nothing but the steps just ended stood open: no need to read rows for that.
        left = self._before - {task.ref for task in self.result.done}
        known = {task.ref: task for task in Task.objects.undone().filter(instance=self.instance)} if left else {}
        live = {each.ref for each in self._standing()}
        for ref, task in known.items():
            if ref not in live:
                self.mark(task, TaskStatus.CANCELLED, outcome="", note="")
        self.open_steps(known, give_to)
        return self.result
