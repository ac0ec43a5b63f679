"""For how many minutes a dossier is opened outside somebody's permission, proposed by one and approved by another.

Fills `approvals.emergency_minutes`. No decree sets the number: half an hour where a province has decided nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .decided_days import DaysKind, days_of

KEY = "emergency_minutes"
USUAL, MOST = 30, 240


def minutes_on(day: date) -> int:
    """Return for how many minutes, by what the province decided for a day."""
    return days_of(KEY, USUAL, day)


class EmergencyMinutesKind(DaysKind):
    """The one number there is; it counts minutes, and is kept as the numbers of days are."""

    name = N_("Số phút mở khẩn một hồ sơ")
    key, usual, most = KEY, USUAL, MOST
    words = "Mở khẩn một hồ sơ được xem trong bao nhiêu phút"

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise Refused unless it is another number of minutes."""
        try:
            super().check(subject, content, on)
        except Refused as refusal:
            if refusal.code != "no_such_days":
                raise
            raise Refused("no_such_days", N_("Hãy ghi số phút từ 1 đến {most}."), most=self.most) from refusal

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> Sequence[tuple[str, str, str]]:
        """Return what would differ, in words."""
        return [(self.title(subject), f"{minutes_on(on)} phút", f"{int(content['value'])} phút")]
