"""After how many days a result is called unclaimed, proposed by one and approved by another.

Fills `approvals.unclaimed_days`. No decree sets the number: provinces do. Đồng Tháp tells or delivers within three days
of the result, and that counts where a province has decided nothing.
"""

from datetime import date

from motcua.lib.marks import N_

from .decided_days import DaysKind, days_of

KEY = "unclaimed_days"
USUAL, MOST = 3, 90


def days_on(day: date) -> int:
    """Return after how many calendar days, by what the province decided for a day."""
    return days_of(KEY, USUAL, day)


class UnclaimedDaysKind(DaysKind):
    """The one number there is."""

    name = N_("Số ngày kết quả chưa ai nhận")
    key, usual, most = KEY, USUAL, MOST
    words = "Sau bao nhiêu ngày thì kết quả gọi là chưa ai nhận"
