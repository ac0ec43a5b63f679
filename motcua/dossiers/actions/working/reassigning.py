"""Give many steps to one official in a handful of statements; each dossier has its own answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from motcua import statements
from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.workflow import actions as workflow
from motcua.workflow.models import Task

from ... import access
from ...loading import load_all
from ...models import Dossier
from ...rules.history import Happening
from .._course import record_each

MOST_AT_ONCE = 500
# A dossier may have several of the steps: its revision grows by each, as if they had been given one by one.
GIVEN = """
    UPDATE dossiers_dossier d SET assignee_id = %s, revision = d.revision + given.steps
    FROM unnest(%s::bigint[], %s::int[]) AS given (id, steps) WHERE d.id = given.id
"""


@dataclass(frozen=True)
class Handed:
    """What became of one step that was to be handed over: the dossier's code, and why it stayed, if it did."""

    code: str
    refusal: Refused | None = None


@transaction.atomic
def reassign_all(*, task_ids: Iterable[int], assignee_id: int, note: str, by: User, now: datetime) -> list[Handed]:
    """Give many steps to one official of the same post, in one transaction; what is refused holds no other back.

    Refused is what `steps.reassign` refuses, and what is theirs already. The answers come in the order of the steps.
    """
    assignee = User.objects.filter(pk=assignee_id, is_active=True).first()
    found = Task.objects.filter(pk__in=list(task_ids)[:MOST_AT_ONCE]).values_list("instance_id", flat=True)
    dossiers = _locked(found)
    # Read once the dossiers are locked: no step of theirs ends from here on.
    tasks = list(Task.objects.filter(pk__in=list(task_ids)[:MOST_AT_ONCE]).order_by("pk"))
    asked = _Asked(by, assignee)
    refusals = {task.pk: asked.refusal(task, dossiers.get(task.instance_id)) for task in tasks}
    given = [task for task in tasks if refusals[task.pk] is None]
    if given and assignee is not None:
        workflow.reassign_all(task_ids=[task.pk for task in given], to=assignee)
        happened = [(dossiers[task.instance_id], {"step": task.name}) for task in given]
        _save([dossier for dossier, _ in happened], assignee)
        record_each(happened, Happening.ASSIGNED, by=by, now=now, note=note)
    return [Handed(task.case_code, refusals[task.pk]) for task in tasks]


def _locked(instance_ids: Iterable[int]) -> dict[int, Dossier]:
    """Return the dossiers of these runs by run, locked, with their parties read."""
    ids = Dossier.objects.filter(instance__in=list(instance_ids)).values_list("pk", flat=True)
    found = load_all(ids, is_locked=True)
    access.read_parties(found)
    return {dossier.instance_id: dossier for dossier in found if dossier.instance_id is not None}


class _Asked:
    """Why steps stay where they are; what is asked of the same post is asked once."""

    def __init__(self, by: User, assignee: User | None) -> None:
        self._by, self._assignee = by, assignee
        self._can: dict[tuple[str, str, int], bool] = {}

    def refusal(self, task: Task, dossier: Dossier | None) -> Refused | None:
        """Return why a step cannot be given to the assignee by who asks; None where it can."""
        if dossier is None or not access.may(self._by, "dossier.see", dossier):
            return Refused("no_such_task", N_("Không tìm thấy bước này."))
        try:
            access.require(self._by, "dossier.assign", dossier)
        except Refused as forbidden:
            return forbidden
        if task.done_at is not None:
            return Conflict("already_done", N_("Người khác đã làm xong bước này. Xem lại tình trạng mới rồi làm tiếp."))
        if self._assignee is None:
            return Refused("no_assignee", N_("Hãy chọn người xử lý."))
        if not self._can_do(self._assignee, task):
            return Refused("cannot_process", N_("Người được chọn không có vị trí làm bước này."))
        if task.assignee_id == self._assignee.pk:
            return Refused("theirs_already", N_("Việc này đã ở người được chọn."))
        return None

    def _can_do(self, assignee: User, task: Task) -> bool:
        post = (task.kind, task.role, task.agency_id)
        if post not in self._can:
            free = Task(kind=task.kind, role=task.role, agency_id=task.agency_id)
            self._can[post] = access.may_do(assignee, free)
        return self._can[post]


def _save(dossiers: Sequence[Dossier], assignee: User) -> None:
    steps: dict[int, int] = {}
    for dossier in dossiers:
        steps[dossier.pk] = steps.get(dossier.pk, 0) + 1
    statements.write(GIVEN, [assignee.pk, list(steps), list(steps.values())])
