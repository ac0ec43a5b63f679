"""End any step by its outcome: the one door for machines and for lists, which know a step only by its id."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.workflow.models import Task
from motcua.workflow.rules import TaskKind

from ...models import Dossier
from ...rules.decisions import Grounds
from ...rules.steps import Outcome
from ..issuing.results import Reference, deliver, draft, issue, sign
from ..reception import Missing, ask_supplement, receive, refuse
from .finishing import finish
from .meeting import came, hand_back
from .steps import advance


@dataclass(frozen=True)
class Details:
    """What some outcomes need beside a note."""

    assignee_id: int | None = None
    missing: tuple[Missing, ...] = ()
    recipient: str = ""
    how: str = ""
    # A result on paper that no list brought is at the counter all the same.
    is_here: bool = False
    # The result, where this step owes its draft: of another system, or a file; and what a template is filled with.
    reference: Reference | None = None
    file_id: UUID | None = None
    content: dict[str, str] | None = None
    # Who came in person, and the keys of the papers whose originals the official saw and compared.
    present: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    # Of a refusal, a stop or an end without a result: the law it rests on, and what the applicant can do instead.
    basis: str = ""
    instead: str = ""
    # Of a supplement request: the applicant stands at the counter and was told what is asked; and why a paperless
    # procedure wants paper.
    is_told_here: bool = False
    paper_reason: str = ""
    # The promise and its basis at reception, where no limit is published.
    due_at: datetime | None = None
    due_reason: str = ""

    def grounds(self, reason: str) -> Grounds:
        """Return why something is refused or stopped."""
        return Grounds(reason, self.basis, self.instead)

    @property
    def has_draft(self) -> bool:
        """Tell whether they carry a draft of the result."""
        return self.reference is not None or self.file_id is not None or self.content is not None

    def without_draft(self) -> "Details":
        """Return the same for a step that does not draft."""
        return replace(self, reference=None, file_id=None, content=None)


def complete(
    *,
    task_id: int,
    outcome: str,
    note: str,
    by: User,
    now: datetime,
    details: Details | None = None,
    revision: int | None = None,
) -> Dossier:
    """End a step with an outcome, whatever kind it is of.

    Raises Refused for an outcome the step does not have, Conflict if somebody else ended it first. Not inside a
    transaction: signing draws the document between two of its own.
    """
    details = details or Details()
    task = Task.objects.select_related("instance").filter(pk=task_id).first()
    if task is None:
        raise Refused("no_such_task", N_("Không tìm thấy bước này."))
    step = (TaskKind(task.kind), outcome)
    if outcome == Outcome.SUPPLEMENT:
        return ask_supplement(
            task_id=task_id,
            items=list(details.missing),
            reason=note,
            is_told_here=details.is_told_here,
            paper_reason=details.paper_reason,
            by=by,
            now=now,
            revision=revision,
        )
    if step == (TaskKind.RECEIVE, Outcome.ACCEPT):
        return receive(
            task_id=task_id,
            note=note,
            by=by,
            now=now,
            revision=revision,
            due_at=details.due_at,
            due_reason=details.due_reason,
        )
    if step == (TaskKind.RECEIVE, Outcome.REFUSE):
        return refuse(task_id=task_id, grounds=details.grounds(note), by=by, now=now, revision=revision)
    if step == (TaskKind.SIGN, Outcome.SIGN):
        return sign(task_id=task_id, note=note, by=by, now=now, revision=revision)
    if step == (TaskKind.ISSUE, Outcome.ISSUE):
        return issue(task_id=task_id, note=note, by=by, now=now, revision=revision)
    if step == (TaskKind.DELIVER, Outcome.DELIVER):
        return deliver(
            task_id=task_id,
            recipient=details.recipient,
            how=details.how,
            is_here=details.is_here,
            note=note,
            by=by,
            now=now,
            revision=revision,
        )
    if step == (TaskKind.FINISH, Outcome.FINISH):
        return finish(task_id=task_id, grounds=details.grounds(note), by=by, now=now, revision=revision)
    if step == (TaskKind.IN_PERSON, Outcome.CAME):
        return came(
            task_id=task_id,
            present=details.present,
            compared=details.compared,
            note=note,
            by=by,
            now=now,
            revision=revision,
        )
    if step == (TaskKind.IN_PERSON, Outcome.RETURN):
        return hand_back(task_id=task_id, note=note, by=by, now=now, revision=revision)
    if details.has_draft:
        draft(
            dossier_id=_dossier_id(task),
            content=details.content,
            file_id=details.file_id,
            reference=details.reference,
            by=by,
            now=now,
            revision=revision,
        )
        revision = None
    return advance(
        task_id=task_id,
        outcome=outcome,
        note=note,
        grounds=details.grounds(note),
        by=by,
        now=now,
        assignee_id=details.assignee_id,
        revision=revision,
    )


def _dossier_id(task: Task) -> int:
    return Dossier.objects.values_list("pk", flat=True).get(instance=task.instance_id)
