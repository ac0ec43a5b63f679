"""Times as people read them: an amount and its unit, one of it or several."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import ngettext

WORKING_HOUR, WORKING_DAY, DAY, MONTH = "working_hour", "working_day", "day", "month"


def say_span(amount: int | Decimal, unit: str) -> str:
    """Return “3 working days” in the reader's language. Raises KeyError for a unit that is none of those above."""
    # Half a day is several in English, as two are.
    count = int(amount) if amount == int(amount) else 2
    words = {
        WORKING_HOUR: ngettext("%(n)s giờ làm việc", "%(n)s giờ làm việc", count),
        WORKING_DAY: ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", count),
        DAY: ngettext("%(n)s ngày", "%(n)s ngày", count),
        MONTH: ngettext("%(n)s tháng", "%(n)s tháng", count),
    }
    return words[unit] % {"n": number_format(f"{Decimal(amount).normalize():f}")}
