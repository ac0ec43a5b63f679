"""What a proposal may become, and what must be said with it.

Who administers the business side configures procedures and calendars, but never applies what nobody else has approved:
the duties are apart in the specifications of the provinces' systems.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.lib.text import clean

LONGEST = 2000
# A change further off than this is rather a slip in the year.
FURTHEST = timedelta(days=2 * 366)


class Status(StrEnum):
    """Where a proposal stands. `approved` waits for its day; `failed` could not be applied on it."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    APPLIED = "applied"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


class RehearsalStatus(StrEnum):
    """Where a trial of a proposal stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


STATUS_NAMES: Mapping[Status, str] = {
    Status.PROPOSED: N_("Chờ duyệt"),
    Status.APPROVED: N_("Đã duyệt, chờ đến ngày áp dụng"),
    Status.APPLIED: N_("Đã áp dụng"),
    Status.REJECTED: N_("Bị trả lại"),
    Status.WITHDRAWN: N_("Đã rút"),
    Status.FAILED: N_("Không áp dụng được"),
}
OPEN = frozenset({Status.PROPOSED, Status.APPROVED})
# Whoever brought a proposal here is kept with it.
DECIDED = frozenset({Status.APPROVED, Status.APPLIED, Status.REJECTED, Status.FAILED})
NEXT: Mapping[Status, frozenset[Status]] = {
    Status.PROPOSED: frozenset({Status.APPROVED, Status.APPLIED, Status.REJECTED, Status.WITHDRAWN}),
    Status.APPROVED: frozenset({Status.APPLIED, Status.FAILED, Status.WITHDRAWN}),
}


def check_step(now: Status, then: Status) -> None:
    """Raise Conflict unless a proposal that stands at `now` can become `then`."""
    if then not in NEXT.get(now, frozenset()):
        raise Conflict("proposal_moved_on", N_("Đề xuất này đã được xử lý rồi; hãy xem lại trang để biết kết quả."))


def check_other(proposer: int, decider: int) -> None:
    """Raise Refused where somebody would decide on what they proposed themselves."""
    if proposer == decider:
        raise Refused("own_proposal", N_("Ông/bà đã đề xuất thay đổi này nên người khác phải duyệt."))


def checked_reason(text: str) -> str:
    """Return a reason as it is kept; raises Refused where none was given, or an endless one."""
    reason = clean(text)
    if not reason:
        raise Refused("reason_missing", N_("Hãy ghi lý do, để người khác và người sau này hiểu."))
    if len(reason) > LONGEST:
        raise Refused("reason_too_long", N_("Lý do dài quá {most} ký tự; hãy viết gọn lại."), most=LONGEST)
    return reason


def check_day(effective_on: date, today: date) -> None:
    """Raise Refused for a day that has passed (what was promised by then stands), or one that is too far off."""
    if effective_on < today:
        raise Refused("day_passed", N_("Ngày áp dụng đã qua; hãy chọn hôm nay hoặc một ngày sau."))
    if effective_on > today + FURTHEST:
        raise Refused("day_too_far", N_("Ngày áp dụng quá xa (trên hai năm); hãy xem lại năm."))


def check_period(since: date, until: date, today: date) -> None:
    """Raise Refused for a period that lies in the future or runs backwards, or one longer than two years."""
    if since > until or since > today:
        raise Refused("period_backwards", N_("Khoảng thời gian chưa đúng: ngày đầu phải trước ngày cuối và đã qua."))
    if until - since > FURTHEST:
        raise Refused("period_too_long", N_("Khoảng thời gian dài quá hai năm; hãy chọn ngắn hơn."))
