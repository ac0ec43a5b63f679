"""Dates and moments as pages say them: in the reader's language, by the clock of Việt Nam."""

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

from motcua.lib.dates import VN, WEEKDAYS

_HOUR = re.compile(r"\d+ giờ(?: \d\d)?")


def say_date(day: date) -> str:
    """Return a date as people read it: *Thứ Năm, 27/11/2026*, *Thursday, 27/11/2026*."""
    return f"{_(WEEKDAYS[day.weekday()])}, {day:%d/%m/%Y}"


def say_days(first: date, last: date) -> str:
    """Return a stretch of days in short: *27/11/2026*, *27/11 – 01/12/2026*, *31/12/2026 – 01/01/2027*."""
    if first == last:
        return f"{first:%d/%m/%Y}"
    return f"{first:%d/%m}{f'/{first:%Y}' if first.year != last.year else ''} – {last:%d/%m/%Y}"


def say_moment(moment: datetime) -> str:
    """Return a moment as people read it: *Thứ Năm, 27/11/2026, 14 giờ 05*, *Thursday, 27/11/2026, 14:05*."""
    words = _("%(day)s, %(hour)s giờ %(minute)s") if moment.minute else _("%(day)s, %(hour)s giờ")
    return words % _parts(moment)


def show_moment(moment: datetime) -> str:
    """Return the same for a page, whose lines never break within *14 giờ 05*."""
    return _HOUR.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), say_moment(moment))


def _parts(moment: datetime) -> dict[str, object]:
    local = moment.astimezone(VN)
    return {"day": say_date(local.date()), "hour": local.hour, "minute": f"{local:%M}"}
