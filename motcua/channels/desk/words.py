"""How things are said on the desk: due dates as distance."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.dossiers.inbox import Line
from motcua.dossiers.models import Dossier, DueAdjustment
from motcua.dossiers.rules.states import FINAL, State
from motcua.lib.dates import VN, today
from motcua.lib.marks import N_
from motcua.workflow.rules import BudgetUnit, parse_budget
from motcua.worktime.rules import ARTICLES, Code


@dataclass(frozen=True)
class Due:
    """A due date in words, with the class of its colour: over, soon, ok, stopped."""

    text: str
    kind: str
    at: datetime | None = None


def due_of(dossier: Dossier | Line, now: datetime) -> Due:
    """Say how long a dossier still has; before reception the time for an answer counts."""
    if dossier.state in FINAL:
        return Due(_("đã kết thúc"), "stopped")
    if dossier.state == State.COMPLETED:
        return Due(_("đã có kết quả"), "ok")
    if dossier.paused_at is not None or dossier.state in {State.SUPPLEMENT_REQUESTED, State.FINANCIAL_OBLIGATION}:
        return Due(_("chờ người nộp"), "stopped")
    due = dossier.due_at if dossier.accepted_at is not None else dossier.answer_due_at
    if due is None:
        return Due(_("chưa có hạn"), "stopped")
    return distance(due, now)


def distance(due: datetime, now: datetime) -> Due:
    """Say how far a moment is: hours on the same day, days otherwise, counted by date as reports do."""
    days = (today(due) - today(now)).days
    if due <= now:
        if days == 0:
            return Due(_("vừa quá hạn"), "over", due)
        return Due(ngettext("quá hạn %(n)s ngày", "quá hạn %(n)s ngày", -days) % {"n": -days}, "over", due)
    if days == 0:
        return Due(_("hôm nay, %(hour)s") % {"hour": f"{due.astimezone(VN):%H:%M}"}, "soon", due)
    if days == 1:
        return Due(_("ngày mai, %(hour)s") % {"hour": f"{due.astimezone(VN):%H:%M}"}, "soon", due)
    return Due(ngettext("còn %(n)s ngày", "còn %(n)s ngày", days) % {"n": days}, "ok", due)


COUNTING = {
    Code.OUTSIDE_HOURS: N_("ngoài giờ làm việc, chưa tính"),
    Code.AFTER_CUTOFF: N_("nhận sau giờ chốt, tính từ ngày làm việc sau"),
    Code.MAY_NEXT_DAY: N_("nhận sau giờ chốt, được trả vào ngày làm việc sau"),
    Code.HAND_OVER: N_("nhận sau giờ chốt, chuyển đầu giờ ngày làm việc sau; thời hạn không đổi"),
    Code.EVENT_DAY: N_("ngày tiếp nhận, không tính"),
    Code.SAME_DAY: N_("trả kết quả trong ngày"),
    Code.COUNTED: N_("có tính"),
    Code.MAKE_UP: N_("ngày làm bù, có tính"),
    Code.REST: N_("ngày nghỉ hằng tuần, không tính"),
    Code.HOLIDAY: N_("ngày lễ, không tính"),
    Code.CLOSURE: N_("cơ quan nghỉ, không tính"),
    Code.STOPPED: N_("tạm dừng, không tính"),
    Code.NO_SUCH_DAY: N_("tháng không có ngày này, lấy ngày cuối tháng"),
    Code.LAST_DAY_OFF: N_("ngày cuối là ngày nghỉ, dời đến ngày làm việc kế tiếp"),
    Code.COMPETENT_RECEIPT: N_("nhận ở nơi khác, tính từ khi cơ quan có thẩm quyền nhận được"),
    Code.RESTARTED: N_("trước khi nhận đủ phần bổ sung, tính lại từ đầu"),
    Code.VERIFICATION: N_("phải xác minh, thời hạn dài hơn"),
    Code.COLLECTION: N_("nơi trả kết quả chưa mở cửa, hẹn vào giờ mở cửa kế tiếp"),
    Code.PROMISED_HOUR: N_("hẹn theo giờ tiếp nhận, sớm hơn hết ngày"),
    Code.FIXED: N_("ngày do cán bộ ấn định"),
}
WHY_ADJUSTED = {
    "received": N_("Tính khi tiếp nhận"),
    "chosen": N_("Cán bộ tiếp nhận chọn"),
    "went_on_restart": N_("Tính lại từ đầu sau khi bổ sung"),
    "went_on_resume": N_("Trừ thời gian tạm dừng"),
    "went_on_not_counted": N_("Trừ thời gian tạm dừng"),
}


@dataclass(frozen=True)
class Reckoning:
    """One promise in words: why it was made, until when, and each stretch of days with why it counts or does not."""

    why: str
    until: datetime | None
    basis: str
    stretches: tuple[tuple[str, str], ...]


def reckoning(adjustment: DueAdjustment) -> Reckoning:
    """Say how a promise was counted; stretches of the same kind that follow one another are one."""
    merged: list[tuple[Code, str, datetime, datetime]] = []
    for item in adjustment.explanation:
        code, name = Code(item["code"]), item.get("name") or ""
        since, until = (datetime.fromisoformat(item[key]).astimezone(VN) for key in ("since", "until"))
        if merged and merged[-1][:2] == (code, name):
            since = merged.pop()[2]
        merged.append((code, name, since, until))
    return Reckoning(
        why=_(WHY_ADJUSTED.get(adjustment.reason, "")) if adjustment.reason in WHY_ADJUSTED else adjustment.reason,
        until=adjustment.after,
        basis=adjustment.basis,
        stretches=tuple(
            (_days(since, until), ". ".join(part for part in (_counted(code, name), ARTICLES.get(code, "")) if part))
            for code, name, since, until in merged
        ),
    )


def _counted(code: Code, name: str) -> str:
    return f"{_(COUNTING[code])} ({_(name)})" if name else _(COUNTING[code])


def _days(since: datetime, until: datetime) -> str:
    last = max(until - timedelta.resolution, since)
    return f"{since:%d/%m}" if since.date() == last.date() else f"{since:%d/%m} – {last:%d/%m}"


BUDGETS = {
    BudgetUnit.HOURS: N_("{amount} giờ làm việc"),
    BudgetUnit.WORKING_DAYS: N_("{amount} ngày làm việc"),
    BudgetUnit.DAYS: N_("{amount} ngày"),
}


def budget_said(text: str) -> str:
    """Say the time of a step, nothing where none is counted."""
    budget = parse_budget(text or "0")
    if not budget.amount:
        return ""
    return _(BUDGETS[budget.unit]).format(amount=number_format(budget.amount))
