"""From when somebody is to be called who has not opened what they must know.

Source: a supplement request or an apology is owed to the applicant (Decree 61/2018 art. 17(2)(a), 19(9); Decree
118/2025 art. 17): a message that was sent is no proof that it came. Two working days of an unopened message are our
assumption; a package may say otherwise in `supplement.call_after`.
"""

from datetime import datetime
from typing import Any

from motcua.worktime.rules import Schedule, due_at

from .clock import UNITS

CALL_AFTER: dict[str, Any] = {"amount": 2, "unit": "working_day"}


def call_from(schedule: Schedule, told_at: datetime, *, is_reachable: bool, after: dict[str, Any] | None) -> datetime:
    """Return from when the applicant is to be called: at once where no message reaches them."""
    if not is_reachable:
        return told_at
    term = after or CALL_AFTER
    return due_at(schedule, told_at, int(term["amount"]), UNITS[str(term["unit"])]).at
