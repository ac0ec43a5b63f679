"""How things are said on the desk: due dates as distance."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.dossiers.lateness import late_at
from motcua.dossiers.models import Dossier, Opinion
from motcua.dossiers.models.telling import Reach, What
from motcua.dossiers.piles.inbox import Line
from motcua.dossiers.rules.clock import late_from
from motcua.dossiers.rules.opinions import STANCES, Stance
from motcua.dossiers.rules.states import FINAL, State
from motcua.lib.dates import VN, today
from motcua.lib.marks import N_
from motcua.organisations.rules import ROLE_NAMES, Role
from motcua.ui import spans
from motcua.workflow.rules import BudgetUnit, parse_budget


@dataclass(frozen=True)
class Due:
    """A due date in words, with the class of its colour: over, soon, ok, stopped."""

    text: str
    kind: str
    at: datetime | None = None


def due_of(dossier: Dossier | Line, now: datetime) -> Due:
    """Say how long a dossier still has; before reception the time for an answer counts."""
    if dossier.state in FINAL or (dossier.state == State.COMPLETED and dossier.closed_at is not None):
        return Due(_("đã kết thúc"), "stopped")
    if dossier.state == State.COMPLETED:
        return Due(_("đã có kết quả"), "ok")
    if dossier.paused_at is not None or dossier.state in {State.SUPPLEMENT_REQUESTED, State.FINANCIAL_OBLIGATION}:
        return Due(_("chờ người nộp"), "stopped")
    due = dossier.due_at if dossier.accepted_at is not None else dossier.answer_due_at
    if due is None:
        return Due(_("chưa có hạn"), "stopped")
    return distance(due, now, late_at=_late_at(dossier, due))


def _late_at(dossier: Dossier | Line, due: datetime) -> datetime:
    """Return until when a promise is kept by law; a line that is no step's does not know of terms in hours."""
    if dossier.accepted_at is None:
        return due
    if isinstance(dossier, Dossier):
        return late_at(dossier, due)
    return dossier.late_at if dossier.late_at is not None else late_from(due, None)


def distance(due: datetime, now: datetime, *, late_at: datetime | None = None) -> Due:
    """Say how far a moment is: hours on the same day, days otherwise, counted by date as reports do.

    `late_at`: until when it is kept by law, where that is not the moment itself.
    """
    days = (today(due) - today(now)).days
    if days == 0 and due <= now and late_at is not None and now <= late_at:
        return Due(_("hết hôm nay"), "soon", due)
    if due <= now:
        if days == 0:
            return Due(_("vừa quá hạn"), "over", due)
        return Due(ngettext("quá hạn %(n)s ngày", "quá hạn %(n)s ngày", -days) % {"n": -days}, "over", due)
    if days == 0:
        return Due(_("hôm nay, %(hour)s") % {"hour": f"{due.astimezone(VN):%H:%M}"}, "soon", due)
    if days == 1:
        return Due(_("ngày mai, %(hour)s") % {"hour": f"{due.astimezone(VN):%H:%M}"}, "soon", due)
    return Due(ngettext("còn %(n)s ngày", "còn %(n)s ngày", days) % {"n": days}, "ok", due)


BUDGETS = {
    BudgetUnit.HOURS: spans.WORKING_HOUR,
    BudgetUnit.WORKING_DAYS: spans.WORKING_DAY,
    BudgetUnit.DAYS: spans.DAY,
}


def budget_said(text: str) -> str:
    """Say the time of a step, nothing where none is counted."""
    budget = parse_budget(text or "0")
    if not budget.amount:
        return ""
    return spans.say_span(budget.amount, BUDGETS[budget.unit])


def versions_of(one: Opinion) -> list[dict[str, Any]]:
    """Return the answers to a question as pages show them, the newest first."""
    return [
        {
            "stance": _(STANCES[Stance(answer.stance)]),
            "text": answer.text,
            "at": answer.given_at,
            "by": answer.given_by.full_name,
            "file": answer.file,
            "is_late": answer.is_late,
            "is_old": place > 0,
        }
        for place, answer in enumerate(one.versions)  # type: ignore[attr-defined]
    ]


def acting_said(name: str, absent: str) -> str:
    """Say who did something, with the absent official they acted for."""
    return _("%(name)s (làm thay %(absent)s)") % {"name": name, "absent": absent} if absent else name


def role_said(role: str) -> str:
    """Say whose a step is: the post's role, or the applicant."""
    return _(ROLE_NAMES[Role(role)]) if role in set(Role) else _("Người nộp hồ sơ")


# What somebody is called about, and why no message is known to have reached them.
SAID_IN_CALLS: dict[str, str] = {
    What.SUPPLEMENT: N_("cần bổ sung hồ sơ"),
    What.APOLOGY: N_("xin lỗi và hẹn lại ngày trả kết quả"),
    What.FINISHED: N_("hồ sơ đã giải quyết xong, không có kết quả để nhận"),
    What.POST_RETURNED: N_("bưu chính trả kết quả về quầy, mời đến nhận hoặc cho địa chỉ mới"),
}
REASONS_TO_CALL: dict[str, str] = {
    Reach.NONE: N_("không có tài khoản, không có thư điện tử"),
    Reach.EMAIL: N_("chỉ có thư điện tử: đã gửi không phải là đã nhận"),
    Reach.INBOX: N_("chưa mở thông báo trên cổng"),
}
OTHER_WORK = N_("Việc khác")
