"""Dates and moments of Việt Nam: legal dates are those of Asia/Ho_Chi_Minh."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from motcua.lib.marks import N_

VN = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = (
    N_("Thứ Hai"),
    N_("Thứ Ba"),
    N_("Thứ Tư"),
    N_("Thứ Năm"),
    N_("Thứ Sáu"),
    N_("Thứ Bảy"),
    N_("Chủ Nhật"),
)


def today(now: datetime) -> date:
    """Return the date it is in Việt Nam at an aware moment."""
    return now.astimezone(VN).date()


def say_date(day: date) -> str:
    """Return a date as people read it: *Thứ Năm, 27/11/2026*."""
    return f"{WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


def say_moment(moment: datetime) -> str:
    """Return a moment as people read it: *Thứ Năm, 27/11/2026, 14 giờ 05*; full hours without minutes."""
    local = moment.astimezone(VN)
    minutes = f" {local:%M}" if local.minute else ""
    return f"{say_date(local.date())}, {local.hour} giờ{minutes}"
