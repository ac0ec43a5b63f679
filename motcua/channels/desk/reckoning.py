"""How a promise was counted, in words: each stretch of time with why it counts or does not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from motcua.dossiers.models import DueAdjustment
from motcua.dossiers.rules.stops import PAUSES
from motcua.lib.dates import VN
from motcua.lib.marks import N_
from motcua.ui import spans
from motcua.ui.moments import say_days
from motcua.worktime.rules import ARTICLES, Code

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
    "reappointed": N_("Xin lỗi và hẹn lại"),
    "verified": N_("Thêm thời gian vì phải xác minh"),
    "competent_receipt": N_("Tính từ khi cơ quan có thẩm quyền nhận hồ sơ"),
    "calendar": N_("Lịch làm việc thay đổi"),
}
# Counted in days, or in minutes of office time.
# Of a limit in months the days are told.
SPANS = {"working_day": spans.WORKING_DAY, "day": spans.DAY, "month": spans.DAY}


@dataclass(frozen=True)
class Stretch:
    """A stretch of time of a counting in words: when, what it meant, how much of it counted, by which article."""

    days: str
    words: str
    counted: str
    article: str


@dataclass(frozen=True)
class Reckoning:
    """One promise in words: why it was made, when and until when, and each stretch with why it counts or does not."""

    why: str
    until: datetime | None
    basis: str
    stretches: tuple[Stretch, ...]
    made_at: datetime
    before: datetime | None = None
    text: str = ""
    # The date may still move with holidays not announced yet; what the clock does after a supplement is only assumed;
    # the apology came later than a day before the promise.
    is_projected: bool = False
    is_assumed: bool = False
    was_late: bool = False


def reckoning(adjustment: DueAdjustment) -> Reckoning:
    """Say how a promise was counted; stretches of the same kind that follow one another are one."""
    merged: list[tuple[Code, str, str, datetime, datetime, int]] = []
    for item in adjustment.explanation:
        code, name = Code(item["code"]), item.get("name") or ""
        article = item.get("article") or ARTICLES.get(code, "")
        since, until = (datetime.fromisoformat(item[key]).astimezone(VN) for key in ("since", "until"))
        count = int(item.get("count") or 0)
        if merged and merged[-1][:3] == (code, name, article):
            *_rest, since, _until, before = merged.pop()
            count += before
        merged.append((code, name, article, since, until, count))
    unit = str(adjustment.params.get("unit") or "")
    return Reckoning(
        why=_(WHY_ADJUSTED.get(adjustment.reason, "")) if adjustment.reason in WHY_ADJUSTED else adjustment.reason,
        until=adjustment.after,
        basis=adjustment.basis,
        stretches=tuple(
            Stretch(_days(since, until), _counted(code, name), _span(code, count, unit), article)
            for code, name, article, since, until, count in merged
        ),
        made_at=adjustment.at,
        before=adjustment.before,
        text=str(adjustment.params.get("text") or ""),
        is_projected=bool(adjustment.params.get("projected")),
        is_assumed=bool(adjustment.params.get("assumed")),
        was_late=adjustment.params.get("in_time") is False,
    )


def _counted(code: Code, name: str) -> str:
    if code in {Code.FIXED, Code.VERIFICATION}:
        return _(COUNTING[code])
    said = _(PAUSES[name]) if name in PAUSES else _(name) if name else ""
    return f"{_(COUNTING[code])} ({said})" if said else _(COUNTING[code])


def _span(code: Code, count: int, unit: str) -> str:
    if not count or not unit or code is Code.VERIFICATION:
        return ""
    if unit in SPANS:
        return spans.say_span(count, SPANS[unit])
    hours, minutes = divmod(count, 60)
    return _("%(hours)s giờ %(minutes)s phút") % {"hours": hours, "minutes": minutes}


def _days(since: datetime, until: datetime) -> str:
    return say_days(since.date(), max(until - timedelta.resolution, since).date())
