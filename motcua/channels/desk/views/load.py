"""A superior's view: who has how much on the desk, at which step, and how much of it is late."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers.piles import inbox
from motcua.dossiers.piles.narrowing import choices_among
from motcua.organisations.directory import directory
from motcua.workflow.load import Load, loads
from motcua.workflow.rules import TaskKind

from ..along import KINDS
from ..narrowed import narrowed_in
from ..words import OTHER_WORK, role_said
from ._page import page


@dataclass
class Person:
    """One holder's share, or what nobody holds yet at a post."""

    name: str
    open: int = 0
    soon: int = 0
    late: int = 0
    oldest: datetime | None = None
    steps: list[str] = field(default_factory=list)

    def add(self, load: Load) -> None:
        """Count a group of steps in."""
        self.open += load.open
        self.soon += load.soon
        self.late += load.late
        self.oldest = load.oldest if self.oldest is None else min(self.oldest, load.oldest)
        self.steps.append(f"{_(KINDS.get(TaskKind(load.kind), OTHER_WORK))}: {load.open}")


@official("task.count")
@require_safe
def load(request: SignedInRequest) -> HttpResponse:
    """Show the load of the agencies that the reader answers for, the latest first."""
    now = timezone.now()
    agencies = access.reach(request.user, "task.count").agencies
    narrowed = narrowed_in(request.GET)
    tasks = narrowed.narrowing.open_among(agencies)
    found = loads(tasks, now=now, soon=inbox.soon(request.user, now)) if not narrowed.errors else []
    by_agency = defaultdict(list)
    for one in found:
        by_agency[one.agency_id].append(one)
    units = [
        {
            "name": directory().by_id[agency].name,
            "people": sorted(_people(theirs), key=lambda person: (-person.late, -person.soon, -person.open)),
            "open": sum(one.open for one in theirs),
            "late": sum(one.late for one in theirs),
        }
        for agency, theirs in by_agency.items()
    ]
    context = {"units": units, "narrowed": narrowed, "choices": choices_among(agencies)}
    return page(request, "desk/load.html", context, here="tinh-hinh", status=422 if narrowed.errors else 200)


def _people(theirs: Iterable[Load]) -> list[Person]:
    people: dict[tuple[int | None, str], Person] = {}
    for one in theirs:
        free = _("Chưa ai nhận (%(role)s)") % {"role": role_said(one.role)}
        key = (one.user_id, "" if one.user_id is not None else one.role)
        people.setdefault(key, Person(one.name if one.user_id is not None else free)).add(one)
    return list(people.values())
