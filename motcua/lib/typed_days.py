"""Days as people type them. What is no day is told so that whoever typed it sees what to mend."""

import calendar
import re
from datetime import date

from .marks import N_
from .refusals import Refused

INCOMPLETE = N_("Hãy ghi đủ ngày, tháng, năm, ví dụ 27/11/2026.")
_UNREAD = N_("Không hiểu ngày “{typed}”. Hãy ghi như 27/11/2026.")
_YEAR = N_("Hãy ghi năm đủ bốn chữ số, ví dụ 27/11/2026.")
_MONTH = N_("Không có tháng {month}. Hãy ghi như 27/11/2026.")
_DAY = N_("Tháng {month}/{year} không có ngày {day}.")
_YEARS = range(1800, 2201)
_KEPT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_BETWEEN = re.compile(r"[\s/.\-]+")
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
SHOWN = 20


def read_day(text: str, *, code: str, ask: str = INCOMPLETE) -> date:
    """Return the day of `27/11/2026`, `27-11-2026`, `27112026`, or as addresses keep it, `2026-11-27`.

    Raises Refused with this code: with `ask` where nothing was typed, else with what is wrong in it.
    """
    text = text.strip()
    if not text:
        raise Refused(code, ask)
    day, month, year = _parts(text, code)
    if len(year) != 4 or int(year) not in _YEARS:
        raise Refused(code, _YEAR)
    if not 1 <= int(month) <= 12:
        raise Refused(code, _MONTH, month=month)
    if not 1 <= int(day) <= calendar.monthrange(int(year), int(month))[1]:
        raise Refused(code, _DAY, day=int(day), month=int(month), year=year)
    return date(int(year), int(month), int(day))


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
