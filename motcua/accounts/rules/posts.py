"""Which posts are given only by a decision with a last day.

Inspection and audit read by a decision that names its term (Law on inspection 84/2025/QH15; State Audit Law): a right
without an end would outlive it.
"""

from datetime import date

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.rules import Role

BY_DECISION = frozenset({Role.INSPECTOR})


def check_appointment(role: Role, *, since: date, until: date | None, basis: str) -> None:
    """Raise Refused unless an appointment has what its role asks for; `until` is the first day without it."""
    if until is not None and until <= since:
        raise Refused("days_backwards", N_("Ngày cuối phải sau ngày đầu."))
    if role in BY_DECISION and (until is None or not basis):
        raise Refused("no_decision", N_("Vai trò này chỉ giao theo quyết định: ghi số quyết định và ngày cuối."))
