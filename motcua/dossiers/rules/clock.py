"""Which time rule applies to a dossier. The arithmetic and its articles are in `worktime.rules`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from motcua.lib.marks import N_
from motcua.worktime.rules import DueDate, Policy, Schedule, Stop, Unit, due_after_stop, due_at, ready_from

from .package import Limit

UNITS = {
    # What the catalogue calls an hour is one of the office's: nobody works at night.
    "hour": Unit.WORKING_HOURS,
    "working_day": Unit.WORKING_DAYS,
    "day": Unit.DAYS,
    "month": Unit.MONTHS,
}
# Why a clock may stand still, in words. Waiting inside the agency is no reason.
PAUSES = {
    "supplement": N_("chờ người nộp bổ sung hồ sơ"),
    "financial_duty": N_("chờ người nộp thực hiện nghĩa vụ tài chính"),
    "applicant_check": N_("chờ người nộp kiểm tra bản dự thảo"),
    "in_person": N_("chờ người được mời đến"),
}
ANSWER_WITHIN: dict[str, Any] = {"amount": 15, "unit": "working_day"}


@dataclass(frozen=True)
class Promise:
    """Until when the agency must be done (`due`), and from when the result can be collected (`at`)."""

    at: datetime
    due: DueDate

    def explanation(self) -> list[dict[str, Any]]:
        """Return the counting as plain values: codes and parameters, worded at the edge."""
        return [
            {
                "code": interval.code.value,
                "since": interval.since.isoformat(),
                "until": interval.until.isoformat(),
                "count": interval.count,
                "name": interval.name,
            }
            for interval in self.due.explanation
        ]


def promised(limit: Limit, *, agency: Schedule, collection: Schedule, start: datetime) -> Promise | None:
    """Return when a dossier received at `start` is promised, or None where the published limit is not clear.

    The competent agency's calendar counts; what is promised moves to the next opening of the unit where the result is
    collected.
    """
    cutoff = time.fromisoformat(limit.cutoff) if limit.cutoff else None
    if limit.same_day:
        due = due_at(agency, start, 0, Unit.WORKING_DAYS, cutoff=cutoff)
    elif limit.amount is None or limit.unit is None:
        return None
    else:
        due = due_at(agency, start, limit.amount, UNITS[limit.unit], cutoff=cutoff)
    return Promise(ready_from(due, collection), due)


def promised_after_stops(
    limit: Limit,
    *,
    agency: Schedule,
    collection: Schedule,
    start: datetime,
    stops: Sequence[tuple[datetime, datetime]],
    policy: str,
) -> Promise | None:
    """Return the promise after the clock stood still: counted anew (`restart`), or with the stops left out."""
    amount, unit = (0, Unit.WORKING_DAYS) if limit.same_day else (limit.amount, UNITS.get(limit.unit or ""))
    if amount is None or unit is None:
        return None
    kept = Policy.RESTART if policy == "restart" else Policy.RESUME
    due = due_after_stop(agency, start, amount, unit, [Stop(since, until) for since, until in stops], kept)
    return Promise(ready_from(due, collection), due)


def answer_due(schedule: Schedule, asked_at: datetime, within: dict[str, Any] | None) -> datetime:
    """Return until when the applicant may answer a request: what the package says, else fifteen working days."""
    term = within or ANSWER_WITHIN
    return due_at(schedule, asked_at, int(term["amount"]), UNITS[str(term["unit"])]).at
