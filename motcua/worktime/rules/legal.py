"""The general rules of the one-stop mechanism by the day they hold; procedures and sector law may say otherwise."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from motcua.worktime.rules.clock import Policy
from motcua.worktime.rules.schedule import Schedule, local
from motcua.worktime.rules.terms import DueDate, Unit, due_at


@dataclass(frozen=True)
class RuleSet:
    """The rules from one day on, and the article of each. A dossier keeps the number of the set it was received under.

    None: the law of that day has no such rule.
    """

    number: int
    since: date
    basis: str
    online_answer_hours: int | None = None
    counter_supplement_days: int | None = None
    handover_cutoff: time = time(15)
    after_supplement: Policy = Policy.RESTART
    most_supplements: int = 1
    incomplete_notice_days: int = 3
    most_reappointments: int = 1
    apology_days_before: int = 1
    # A boundary-free dossier's term runs from the competent agency's receipt, not from the reception elsewhere.
    from_competent_receipt: bool = False
    articles: Mapping[str, str] = field(default_factory=dict, hash=False)

    def article(self, rule: str) -> str:
        """Return the article of one rule (the name of a field); raises KeyError where none is written down."""
        return self.articles[rule]


_D61, _D118 = "Nghị định 61/2018/NĐ-CP", "Nghị định 118/2025/NĐ-CP"
_D45, _R66 = "Nghị định 45/2020/NĐ-CP", "Nghị quyết 66.7/2025/NQ-CP"
_IN_2018 = {
    "handover_cutoff": f"{_D61}, điều 18",
    "after_supplement": f"{_D61}, điều 19 khoản 4",
    "most_supplements": f"{_D61}, điều 17 khoản 2 điểm a",
    "incomplete_notice_days": f"{_D61}, điều 19 khoản 4",
    "most_reappointments": f"{_D61}, điều 19 khoản 9",
    "apology_days_before": f"{_D61}, điều 19 khoản 9",
}
# The text of Decree 118/2025 itself was not seen whole: known of it is what 309/2026 quotes (articles 17 and 18) and
# what is repeated under it (restart: 297/2025 art. 6(4)(a); re-appointment: as in 61/2018 art. 19(9)).
_IN_2025 = _IN_2018 | {
    "handover_cutoff": f"{_D118}, điều 18 khoản 2",
    "after_supplement": f"Nghị định 297/2025/NĐ-CP, điều 6 khoản 4 điểm a (như {_D61}, điều 19 khoản 4)",
    "most_supplements": f"{_D118}, điều 17 khoản 2 điểm a",
}
_ANSWER = {"online_answer_hours": f"{_D45}, điều 11"}
_FIRST = RuleSet(1, date(2018, 6, 21), _D61, articles=_IN_2018)
_ONLINE = replace(
    _FIRST, number=2, since=date(2020, 5, 22), basis=_D45, online_answer_hours=8, articles=_IN_2018 | _ANSWER
)
_TWO_TIER = replace(_ONLINE, number=3, since=date(2025, 7, 1), basis=_D118, articles=_IN_2025 | _ANSWER)
# In force from 01/01/2026 to 28/02/2027.
_DATA_FIRST = replace(
    _TWO_TIER,
    number=4,
    since=date(2026, 1, 1),
    basis=_R66,
    counter_supplement_days=1,
    articles=_IN_2025
    | {"online_answer_hours": f"{_R66}, điều 8 khoản 1", "counter_supplement_days": f"{_R66}, điều 8 khoản 2"},
)
_RECEIPT = {"from_competent_receipt": f"{_D118}, điều 17 khoản 3 (sửa đổi bởi Nghị định 309/2026/NĐ-CP, điều 8)"}
_BOUNDARY_FREE = replace(
    _DATA_FIRST,
    number=5,
    since=date(2026, 8, 5),
    basis="Nghị định 309/2026/NĐ-CP",
    from_competent_receipt=True,
    articles=dict(_DATA_FIRST.articles) | _RECEIPT,
)
_AFTER = replace(
    _TWO_TIER,
    number=6,
    since=date(2027, 3, 1),
    basis="Nghị định 309/2026/NĐ-CP",
    from_competent_receipt=True,
    articles=dict(_TWO_TIER.articles) | _RECEIPT,
)
RULE_SETS = (_FIRST, _ONLINE, _TWO_TIER, _DATA_FIRST, _BOUNDARY_FREE, _AFTER)
_DAYS = [rules.since for rules in RULE_SETS]
_BY_NUMBER = {rules.number: rules for rules in RULE_SETS}


def rule_set_on(day: date) -> RuleSet:
    """Return the rules that hold on a day; before the first of them, the first."""
    return RULE_SETS[max(bisect_right(_DAYS, day) - 1, 0)]


def rule_set(number: int) -> RuleSet:
    """Return the rules that a dossier keeps the number of; raises KeyError for a number there never was."""
    return _BY_NUMBER[number]


def reception_due(schedule: Schedule, filed_at: datetime, *, online: bool) -> DueDate:
    """Return by when an official must answer a filed dossier: receive, refuse or ask for more.

    Online: eight working hours of the system's receipt. At the counter the check is done on the spot (Decree 61/2018
    article 17(1)); a request for more comes within a working day where the rules of the day say so, else the same day.
    """
    rules = rule_set_on(local(filed_at).date())
    if online and rules.online_answer_hours is not None:
        return due_at(schedule, filed_at, rules.online_answer_hours, Unit.WORKING_HOURS)
    return due_at(schedule, filed_at, (not online and rules.counter_supplement_days) or 0, Unit.WORKING_DAYS)


def incomplete_notice_due(schedule: Schedule, received_at: datetime, rules: RuleSet) -> DueDate:
    """Return by when a received dossier that appraisal finds incomplete must be sent back with form 02.

    Source: Decree 61/2018 article 19(4): three working days of reception, unless sector law says otherwise.
    """
    return due_at(schedule, received_at, rules.incomplete_notice_days, Unit.WORKING_DAYS)


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
