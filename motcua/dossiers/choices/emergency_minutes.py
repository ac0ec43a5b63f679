"""For how many minutes a dossier is opened outside somebody's permission, proposed by one and approved by another.

Fills `approvals.emergency_minutes`. No decree sets the number: half an hour where a province has decided nothing.
"""

from datetime import date

from motcua.lib.marks import N_

from .decided_days import DaysKind, days_of

KEY = "emergency_minutes"
USUAL, MOST = 30, 240


def minutes_on(day: date) -> int:
    """Return for how many minutes, by what the province decided for a day."""
    return days_of(KEY, USUAL, day)


class EmergencyMinutesKind(DaysKind):
    """The one number there is: of minutes, not of days."""

    name = N_("Số phút mở khẩn một hồ sơ")
    key, usual, most = KEY, USUAL, MOST
    words = "Mở khẩn một hồ sơ được xem trong bao nhiêu phút"
    unit = "phút"
    wrong = N_("Hãy ghi số phút từ 1 đến {most}.")
