"""Why a dossier is promised for its day, in three plain lines for its applicant.

Said from the codes that the calculation left (`dossiers.rules.clock`), so that the lines cannot say anything else.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers.models import DueAdjustment
from motcua.lib.dates import VN, today
from motcua.lib.marks import N_
from motcua.ui import spans
from motcua.ui.moments import say_date, say_days, say_moment
from motcua.worktime.rules import Code

UNITS = frozenset({spans.WORKING_DAY, spans.DAY, spans.MONTH, spans.WORKING_HOUR})
NOT_COUNTED = {
    Code.REST: N_("ngày nghỉ hằng tuần"),
    Code.HOLIDAY: N_("ngày lễ %(days)s"),
    Code.CLOSURE: N_("ngày cơ quan nghỉ %(days)s"),
    Code.STOPPED: N_("thời gian tạm dừng %(days)s"),
}


def why_this_day(adjustment: DueAdjustment, *, private: bool = True) -> list[str]:
    """Return three lines: from when, how long and what is not counted, and until when; fewer where less is known.

    What an official wrote in free words is told only to the applicant themselves (`private`).
    """
    parts = [(Code(part["code"]), part) for part in adjustment.explanation]
    if not parts or adjustment.after is None:
        return []
    if parts[0][0] is Code.FIXED:
        return _fixed(adjustment, private)
    lines = [_begins(parts, adjustment.params), _lasts(parts, adjustment.params)]
    ends = _("Vì vậy hẹn trả kết quả: %(when)s.") % {"when": say_moment(adjustment.after)}
    if any(code is Code.LAST_DAY_OFF for code, _part in parts):
        ends = f"{_('Ngày cuối là ngày nghỉ nên dời đến ngày làm việc kế tiếp.')} {ends}"
    if adjustment.params.get("projected"):
        ends += " " + _("Ngày này có thể thay đổi khi Nhà nước công bố lịch nghỉ lễ.")
    return [*(line for line in lines if line), ends]


def _fixed(adjustment: DueAdjustment, private: bool) -> list[str]:
    lines = []
    if adjustment.reason == "reappointed":
        lines.append(
            _("Cơ quan giải quyết đã xin lỗi và hẹn lại ngày %(day)s.") % {"day": say_date(today(adjustment.at))}
        )
        if private and (text := adjustment.params.get("text")):
            lines.append(_("Lý do: %(reason)s") % {"reason": text})
    lines.append(_("Hẹn trả kết quả: %(when)s.") % {"when": say_moment(adjustment.after or adjustment.at)})
    return lines


def _begins(parts: list[tuple[Code, dict[str, Any]]], params: dict[str, Any]) -> str:
    since = params.get("from")
    if not since:
        return ""
    said = {"when": say_moment(datetime.fromisoformat(since))}
    codes = {code for code, _part in parts}
    if Code.RESTARTED in codes:
        line = _("Cơ quan nhận đủ phần bổ sung; thời hạn tính lại từ đầu, từ %(when)s.") % said
        if params.get("assumed"):
            line += " " + _("Đây là quy tắc chung; thủ tục này không ghi cách tính riêng.")
        return line
    if Code.COMPETENT_RECEIPT in codes:
        return _("Thời hạn tính từ khi cơ quan có thẩm quyền nhận hồ sơ: %(when)s.") % said
    if Code.AFTER_CUTOFF in codes or Code.MAY_NEXT_DAY in codes:
        return _("Hồ sơ được nhận sau giờ chốt trong ngày nên tính từ %(when)s.") % said
    if Code.OUTSIDE_HOURS in codes:
        return _("Hồ sơ được nhận ngoài giờ làm việc nên tính từ %(when)s.") % said
    return _("Hồ sơ được tiếp nhận: %(when)s.") % said


def _lasts(parts: list[tuple[Code, dict[str, Any]]], params: dict[str, Any]) -> str:
    unit = str(params.get("unit"))
    if unit not in UNITS:
        return ""
    if not params.get("amount"):
        return _("Thủ tục này trả kết quả trong ngày.")
    line = _("Thời hạn: %(term)s.") % {"term": spans.say_span(params["amount"], unit)}
    if any(code is Code.EVENT_DAY for code, _part in parts):
        line = f"{line} {_('Ngày nhận không tính, ngày đầu tiên là ngày liền sau.')}"
    days: dict[Code, list[str]] = {}
    for code, part in parts:
        if code in NOT_COUNTED:
            days.setdefault(code, []).append(_span(part))
    left_out = [_(NOT_COUNTED[code]) % {"days": ", ".join(days[code])} for code in NOT_COUNTED if code in days]
    return f"{line} {_('Không tính: %(what)s.') % {'what': '; '.join(left_out)}}" if left_out else line


def _span(part: dict[str, Any]) -> str:
    since, until = (datetime.fromisoformat(part[key]).astimezone(VN) for key in ("since", "until"))
    return say_days(since.date(), max(until - datetime.resolution, since).date())
