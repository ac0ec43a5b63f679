"""How often, and until when, a received dossier may be sent back for more papers, where sector law limits it."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.worktime.rules import Schedule, due_at

from .clock import UNITS


@dataclass(frozen=True)
class Limits:
    """What a package says of requests made after reception (building permits: Construction Law 2014, article 102)."""

    once: bool = False
    until: datetime | None = None
    basis: str = ""
    # The general rule, which refuses nothing: by when form 02 goes out where appraisal finds the dossier incomplete
    # (Decree 61/2018 art. 19(4)); a later request is kept as late.
    notice_by: datetime | None = None
    notice_basis: str = ""


def ask_within(rule: Mapping[str, Any], case: str) -> Mapping[str, Any] | None:
    """Return the time (`amount`, `unit`) in which a supplement may be asked of a dossier of a case; None: any time.

    A case may have its own (building permits since 01/07/2026: three working days for a house, five for other works;
    Decree 217/2026/NĐ-CP article 54(2)); the others have the package's.
    """
    own = (one for one in rule.get("ask_within_cases", ()) if case in one["cases"])
    return next(own, rule.get("ask_within"))


def limits_of(rule: dict[str, Any], *, case: str, accepted_at: datetime, schedule: Schedule) -> Limits:
    """Return the limits that a package's `supplement` sets for a dossier of a case received at `accepted_at`."""
    within = ask_within(rule, case)
    until = due_at(schedule, accepted_at, int(within["amount"]), UNITS[within["unit"]]).at if within else None
    return Limits(once=bool(rule.get("once")), until=until, basis=str(rule.get("basis") or ""))


def check(limits: Limits, *, wanted: Iterable[str], asked_before: Set[str] | None, now: datetime) -> None:
    """Raise Refused for a first request that comes too late, and for a second one with new points.

    `asked_before` are the points of earlier requests after reception, None where there was none: guiding the applicant
    to what is still open of them is no second request.
    """
    if asked_before is None:
        if limits.until is not None and now > limits.until:
            raise Refused(
                "supplement_late",
                N_("Đã quá thời hạn yêu cầu bổ sung của thủ tục này ({basis}). Hãy xem xét hồ sơ như đã nộp."),
                basis=limits.basis,
            )
        return
    if limits.once and not set(wanted) <= asked_before:
        raise Refused(
            "supplement_once",
            N_(
                "Thủ tục này chỉ được yêu cầu bổ sung một lần ({basis}). "
                "Chỉ có thể hướng dẫn hoàn thiện những điểm đã yêu cầu."
            ),
            basis=limits.basis,
        )
