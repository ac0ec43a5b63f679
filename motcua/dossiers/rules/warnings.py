"""Whom the system warns before a time limit is broken, and when: dated rules, each said once.

First whoever can act, then their superior. Hours are working hours before the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motcua.organisations.rules import Role


class Owed(StrEnum):
    """What the agency owes next: the answer whether it receives a dossier, or the promised result."""

    ANSWER = "answer"
    RESULT = "result"


class To(StrEnum):
    """Who is warned."""

    HOLDER = "holder"
    SUPERIOR = "superior"


@dataclass(frozen=True)
class Warn:
    """One warning, from one day on."""

    owed: Owed
    to: To
    hours: int
    since: date
    basis: str


# 297/2025 art. 6(4) lets the system alert the receiving officer within two of the eight working hours; the others are
# the default of this system, for no law sets them.
_OURS = "mặc định của hệ thống"
WARNINGS = (
    Warn(Owed.ANSWER, To.HOLDER, 6, date(2020, 5, 22), "Nghị định 297/2025/NĐ-CP, điều 6 khoản 4"),
    Warn(Owed.ANSWER, To.SUPERIOR, 2, date(2020, 5, 22), _OURS),
    Warn(Owed.RESULT, To.HOLDER, 8, date(2018, 6, 21), _OURS),
    Warn(Owed.RESULT, To.SUPERIOR, 4, date(2018, 6, 21), _OURS),
)
# Whose superior is who: the first of these roles that somebody holds in the agency of the step.
SUPERIORS: Mapping[Role, tuple[Role, ...]] = {
    Role.RECEPTIONIST: (Role.ONE_STOP_HEAD, Role.AGENCY_LEADER),
    Role.CASHIER: (Role.ONE_STOP_HEAD, Role.AGENCY_LEADER),
    Role.SPECIALIST: (Role.DIVISION_HEAD, Role.AGENCY_LEADER),
}
OF_ALL_OTHERS = (Role.AGENCY_LEADER, Role.ONE_STOP_HEAD)


def warnings_on(day: date) -> list[Warn]:
    """Return the warnings that are given on a day."""
    return [one for one in WARNINGS if one.since <= day]


def superior_roles(role: str) -> tuple[Role, ...]:
    """Return the roles that answer for a role's work, the nearest first."""
    return SUPERIORS.get(Role(role), OF_ALL_OTHERS)
