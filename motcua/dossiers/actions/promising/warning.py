"""Warn before a time limit is broken: whoever can act, then their superior, each once; and tell of a night's list."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from motcua.lib.dates import today
from motcua.notices import actions as notices
from motcua.notices import queries as told
from motcua.notices.rules import OfficialKind
from motcua.organisations.directory import directory
from motcua.organisations.rules import Role

from ...piles.due_queries import DueStep, until_next_day, within_hours
from ...rules.warnings import Owed, To, Warn, warnings_on
from .._people import People

KINDS = {
    (Owed.ANSWER, To.HOLDER): OfficialKind.ANSWER_SOON,
    (Owed.RESULT, To.HOLDER): OfficialKind.RESULT_SOON,
    (Owed.ANSWER, To.SUPERIOR): OfficialKind.BELOW_SOON,
    (Owed.RESULT, To.SUPERIOR): OfficialKind.BELOW_SOON,
}
ANSWERABLE = (Role.AGENCY_LEADER, Role.DIVISION_HEAD, Role.ONE_STOP_HEAD)
MOST_LISTED = 10_000
PAGE = 500


def warn(*, now: datetime) -> int:
    """Give the warnings of now that were not given yet; return how many.

    A promise that moves is a new one, and is warned of again.
    """
    people, given = People(now), 0
    for one in warnings_on(today(now)):
        for steps in within_hours(one.hours, now=now, page=PAGE):
            given += _give(one, [step for step in steps if _owed(step) is one.owed], people, now=now)
    return given


def _owed(step: DueStep) -> Owed:
    return Owed.RESULT if step.is_received else Owed.ANSWER


def _give(one: Warn, steps: Sequence[DueStep], people: People, *, now: datetime) -> int:
    wanted = [
        (user_id, f"{one.owed}:{one.to}:{step.task.instance_id}:{step.due.isoformat()}", step)
        for step in steps
        if step.task.role in set(Role)
        for user_id in people.to_warn(step.task, one.to)
    ]
    before = told.said_before((user_id, key) for user_id, key, _step in wanted)
    given = 0
    for user_id, key, step in wanted:
        if (user_id, key) not in before:
            holder = step.task.assignee.full_name if step.task.assignee is not None else ""
            given += notices.tell_official(
                user_id=user_id,
                kind=KINDS[one.owed, one.to],
                params={
                    "code": step.task.case_code,
                    "step": step.task.name,
                    "due": step.due.isoformat(),
                    "who": holder or step.task.agency.name,
                },
                about=("dossier", step.dossier_id),
                now=now,
                key=key,
            )
    return given


def tell_what_is_due(*, now: datetime) -> int:
    """Tell those who answer for an agency how much of it is late or will be by the end of the next working day.

    Once a day each; return how many were told. The list itself is a page of the desk.
    """
    people, given = People(now), 0
    steps = until_next_day(list(directory().by_id), now=now, limit=MOST_LISTED)
    for agency_id, count in sorted(Counter(step.task.agency_id for step in steps).items()):
        late = sum(1 for step in steps if step.task.agency_id == agency_id and step.is_late(now))
        for user_id in sorted({pk for role in ANSWERABLE for pk in people.holding(role, agency_id)}):
            given += notices.tell_official(
                user_id=user_id,
                kind=OfficialKind.DUE_LIST,
                params={"count": count, "late": late, "agency": directory().by_id[agency_id].name},
                about=("due_list", str(agency_id)),
                now=now,
                key=f"due_list:{agency_id}:{today(now).isoformat()}",
            )
    return given
