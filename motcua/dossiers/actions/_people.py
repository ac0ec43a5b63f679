"""Who is told of work at a post: whoever is there, or acts for those who are not; else those above them."""

from collections.abc import Collection
from datetime import datetime

from motcua.accounts.absence_queries import away_on
from motcua.accounts.queries import holders
from motcua.lib.dates import today
from motcua.organisations.rules import Role
from motcua.workflow.models import Task

from ..rules.warnings import To, superior_roles


class People:
    """Who holds which role where on a day and is there, each asked for once."""

    def __init__(self, now: datetime) -> None:
        self._on = today(now)
        self._known: dict[tuple[Role, int], list[int]] = {}
        self.away = away_on(self._on)

    def holding(self, role: Role, agency_id: int) -> list[int]:
        """Return who holds a role in an agency, with a substitute in the place of whoever is away."""
        key = (role, agency_id)
        if key not in self._known:
            there = holders(role, agency_id, self._on).values_list("pk", flat=True)
            self._known[key] = [who for pk in there for who in self.away.instead(pk, role.value, agency_id)]
        return list(dict.fromkeys(self._known[key]))

    def doing(self, task: Task) -> list[int]:
        """Return who does a step: its holder or whoever acts for them, else those of its post, nobody if away."""
        if task.assignee_id is None:
            return self.holding(Role(task.role), task.agency_id)
        return self.away.instead(task.assignee_id, task.role, task.agency_id)

    def above(self, role: str, agency_id: int, *, but: Collection[int] = ()) -> list[int]:
        """Return the nearest who answer for a role's work in an agency, without those who do it."""
        for one in superior_roles(role):
            if found := [pk for pk in self.holding(one, agency_id) if pk not in but]:
                return found
        return []

    def to_warn(self, task: Task, to: To) -> list[int]:
        """Return whom to warn of a step: who does it (those above, where nobody is there), or those above."""
        doing = self.doing(task)
        if to is To.HOLDER and doing:
            return doing
        return self.above(task.role, task.agency_id, but=doing)
