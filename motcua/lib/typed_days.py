"""Days as people type them. What is no day is told so that whoever typed it sees what to mend."""

import calendar
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from .marks import N_
from .refusals import Refused

INCOMPLETE = N_("Hãy ghi đủ ngày, tháng, năm, ví dụ 27/11/2026.")
_UNREAD = N_("Không hiểu ngày “{typed}”. Hãy ghi như 27/11/2026.")
_YEAR = N_("Hãy ghi năm đủ bốn chữ số, ví dụ 27/11/2026.")
_MONTH = N_("Không có tháng {month}. Hãy ghi như 27/11/2026.")
_DAY = N_("Tháng {month}/{year} không có ngày {day}.")
_LEAP = N_("Năm {year} không phải năm nhuận: tháng 2 chỉ có 28 ngày.")
_EARLY = N_("Năm phải từ {year} trở đi.")
_LATE = N_("Năm không được sau {year}.")
_DIGITS = {
    "day": N_("Ô “Ngày” chỉ ghi chữ số, ví dụ 27."),
    "month": N_("Ô “Tháng” chỉ ghi chữ số, ví dụ 11."),
    "year": N_("Ô “Năm” chỉ ghi chữ số, ví dụ 2026."),
}
_LACKING = {
    "day": N_("Còn thiếu ô “Ngày”."),
    "month": N_("Còn thiếu ô “Tháng”."),
    "year": N_("Còn thiếu ô “Năm”."),
}
_ONLY_YEAR = N_("Mới có năm; hãy ghi cả ngày và tháng.")
_NO_MONTH = N_("Còn thiếu ô “Tháng”; không nhớ tháng thì bỏ trống cả ô “Ngày”.")
PARTS = ("day", "month", "year")
_YEARS = range(1800, 2201)
_KEPT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_BETWEEN = re.compile(r"[\s/.\-]+")
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_DIGITS_ONLY = re.compile(r"\d{1,40}", re.ASCII)
SHOWN = 20


def read_day(text: str, *, code: str, ask: str = INCOMPLETE) -> date:
    """Return the day of `27/11/2026`, `27-11-2026`, `27112026`, or as addresses keep it, `2026-11-27`.

    Raises Refused with this code: with `ask` where nothing was typed, else with what is wrong in it.
    """
    text = text.strip()
    if not text:
        raise Refused(code, ask)
    day, month, year = _parts(text, code)
    fault = fault_of(day, month, year)
    if fault is not None:
        raise Refused(code, fault.message, **fault.params)
    return date(int(year), int(month), int(day))


@dataclass(frozen=True)
class Fault:
    """What is wrong with a day in three boxes: a stable code, a sentence, and the box to mend (one of PARTS)."""

    code: str
    part: str
    message: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def fault_of(day: str, month: str, year: str, *, needed: Collection[str] = PARTS) -> Fault | None:
    """Return the first thing that is wrong with what stands in the boxes of a day; None of one that exists.

    `needed` are the boxes that must be filled. One that need not be may stay empty; a day without its month may not.
    """
    typed = dict(zip(PARTS, (day, month, year), strict=True))
    for part, text in typed.items():
        if text and not _DIGITS_ONLY.fullmatch(text):
            return Fault("not_digits", part, _DIGITS[part])
    return _lacking(typed, needed) or _wrong_year(year) or _wrong_day(day, month, year)


def _lacking(typed: Mapping[str, str], needed: Collection[str]) -> Fault | None:
    missing = [part for part in needed if not typed[part]]
    if missing == ["day", "month"]:
        return Fault("only_year", "day", _ONLY_YEAR)
    if missing:
        return Fault(f"{missing[0]}_missing", missing[0], _LACKING[missing[0]])
    if typed["day"] and not typed["month"]:
        return Fault("month_missing", "month", _NO_MONTH)
    if not typed["year"]:
        return Fault("year_missing", "year", _LACKING["year"])
    return None


def _wrong_year(year: str) -> Fault | None:
    if len(year) != 4:
        return Fault("short_year", "year", _YEAR)
    if int(year) < _YEARS.start:
        return Fault("too_early", "year", _EARLY, {"year": _YEARS.start})
    if int(year) >= _YEARS.stop:
        return Fault("too_late", "year", _LATE, {"year": _YEARS.stop - 1})
    return None


def _wrong_day(day: str, month: str, year: str) -> Fault | None:
    if month and not 1 <= int(month) <= 12:
        return Fault("no_such_month", "month", _MONTH, {"month": int(month)})
    if not day or 1 <= int(day) <= calendar.monthrange(int(year), int(month))[1]:
        return None
    if (int(day), int(month)) == (29, 2):
        return Fault("not_leap_year", "day", _LEAP, {"year": int(year)})
    return Fault("no_such_day", "day", _DAY, {"day": int(day), "month": int(month), "year": int(year)})


def _parts(text: str, code: str) -> tuple[str, str, str]:
    kept, together = _KEPT.fullmatch(text), _TOGETHER.fullmatch(text)
    if kept is not None:
        return kept[3], kept[2], kept[1]
    if together is not None:
        return together[1], together[2], together[3]
    parts = [part for part in _BETWEEN.split(text) if part]
    if not all(_NUMBER.fullmatch(part) for part in parts) or len(parts) > 3:
        raise Refused(code, _UNREAD, typed=text[:SHOWN])
    if len(parts) < 3:
        raise Refused(code, INCOMPLETE)
    return parts[0], parts[1], parts[2]
