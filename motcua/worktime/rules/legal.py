"""The general rules of the one-stop mechanism by the day they hold; procedures and sector law may say otherwise."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from motcua.worktime.rules.clock import Policy
from motcua.worktime.rules.schedule import Schedule, local
from motcua.worktime.rules.terms import DueDate, Unit, due_at


@dataclass(frozen=True)
class RuleSet:
    """The rules from one day on. A dossier keeps the number of the set under which it was received."""

    number: int
    since: date
    basis: str
    online_answer_hours: int | None = None
    counter_supplement_days: int | None = None
    handover_cutoff: time = time(15)
    after_supplement: Policy = Policy.RESTART
    incomplete_notice_days: int = 3
    most_reappointments: int = 1
    apology_days_before: int = 1


# Decree 61/2018: articles 18 (hand-over, 15:00), 19(4) (three working days, counted again), 19(9) (one re-appointment,
# announced a day before). Decree 45/2020 article 11: eight working hours online. Resolution 66.7/2025 article 8: the
# same, and one working day at the counter, from 01/01/2026 to 28/02/2027.
_FIRST = RuleSet(1, date(2018, 6, 21), "Nghị định 61/2018/NĐ-CP")
_ONLINE = replace(_FIRST, number=2, since=date(2020, 5, 22), basis="Nghị định 45/2020/NĐ-CP", online_answer_hours=8)
_TWO_TIER = replace(_ONLINE, number=3, since=date(2025, 7, 1), basis="Nghị định 118/2025/NĐ-CP")
_DATA_FIRST = replace(
    _TWO_TIER, number=4, since=date(2026, 1, 1), basis="Nghị quyết 66.7/2025/NQ-CP", counter_supplement_days=1
)
_AFTER = replace(_TWO_TIER, number=5, since=date(2027, 3, 1))
RULE_SETS = (_FIRST, _ONLINE, _TWO_TIER, _DATA_FIRST, _AFTER)
_DAYS = [rules.since for rules in RULE_SETS]


def rule_set_on(day: date) -> RuleSet:
    """Return the rules that hold on a day; before the first of them, the first."""
    return RULE_SETS[max(bisect_right(_DAYS, day) - 1, 0)]


def rule_set(number: int) -> RuleSet:
    """Return the rules that a dossier keeps the number of; raises KeyError for a number there never was."""
    return {rules.number: rules for rules in RULE_SETS}[number]


def reception_due(schedule: Schedule, filed_at: datetime, *, online: bool) -> DueDate:
    """Return by when an official must answer a filed dossier: receive, refuse or ask for more.

    Online: eight working hours of the system's receipt. At the counter the check is done on the spot (Decree 61/2018
    article 17(1)); a request for more comes within a working day where the rules of the day say so, else the same day.
    """
    rules = rule_set_on(local(filed_at).date())
    if online and rules.online_answer_hours is not None:
        return due_at(schedule, filed_at, rules.online_answer_hours, Unit.WORKING_HOURS)
    return due_at(schedule, filed_at, (not online and rules.counter_supplement_days) or 0, Unit.WORKING_DAYS)


def hand_over_by(schedule: Schedule, received_at: datetime, *, online: bool) -> datetime:
    """Return by when a received dossier must be with those who process it (Decree 61/2018 article 18).

    Online at once; on paper the same working day, and at the start of the next when received from 15:00 on.
    """
    if online:
        return local(received_at)
    begin = schedule.opening_from(received_at)
    if begin.time() < rule_set_on(begin.date()).handover_cutoff:
        return schedule.closing(begin.date())
    return schedule.opening_from(schedule.closing(begin.date()))
