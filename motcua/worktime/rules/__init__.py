"""When offices are open, and when what they promised is due. Plain functions over plain values; no clock, no database.

due = due_at(schedule, received_at, 3, Unit.WORKING_DAYS)
due.at, due.last_day, due.explanation
"""

from motcua.worktime.rules.clock import Policy, due_after_stop, elapsed, is_late, ready_from, remaining, shift
from motcua.worktime.rules.legal import (
    RULE_SETS,
    RuleSet,
    hand_over_by,
    incomplete_notice_due,
    reception_due,
    rule_set,
    rule_set_on,
)
from motcua.worktime.rules.schedule import ARTICLES, Code, DayKind, Hours, Schedule, Special, Standing
from motcua.worktime.rules.terms import Amount, Cutoff, CutoffEffect, DueDate, Interval, Stop, Unit, apart, due_at

__all__ = [
    "ARTICLES",
    "RULE_SETS",
    "Amount",
    "Code",
    "Cutoff",
    "CutoffEffect",
    "DayKind",
    "DueDate",
    "Hours",
    "Interval",
    "Policy",
    "RuleSet",
    "Schedule",
    "Special",
    "Standing",
    "Stop",
    "Unit",
    "apart",
    "due_after_stop",
    "due_at",
    "elapsed",
    "hand_over_by",
    "incomplete_notice_due",
    "is_late",
    "ready_from",
    "reception_due",
    "remaining",
    "rule_set",
    "rule_set_on",
    "shift",
]
