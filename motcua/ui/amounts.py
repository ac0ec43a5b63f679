"""Numbers and sums of money as pages say them: *2.563* and *75.000 đồng*, in English *2,563* and *75,000 VND*."""

import re

from django.utils.translation import get_language

from motcua.lib import money
from motcua.ui import texts

_SUM = re.compile(r"(từ |đến )?(\d{1,3}(?:\.\d{3})*) đồng")
_WORDS = {"từ ": "from ", "đến ": "up to "}


def say_number(number: int) -> str:
    """Return a whole number with its thousands apart, as the reader's language does it."""
    text = f"{number:,}"
    return text if get_language() == "en" else text.replace(",", ".")


def say_money(amount: int) -> str:
    """Return an amount in đồng as the reader's language writes it."""
    return f"{amount:,} VND" if get_language() == "en" else money.say(amount)


def show_money(amount: int) -> str:
    """Return the same for a page, whose lines never break within *75.000 đồng*."""
    return say_money(amount).replace(" ", "\N{NO-BREAK SPACE}")


def said_sum(text: str) -> str:
    """Return a text that comes as data, which may be a sum alone; in English such a sum is written as there."""
    found = _SUM.fullmatch(text) if get_language() == "en" else None
    if found is None:
        return texts.said(text)
    return f"{_WORDS.get(found[1], '')}{say_money(int(found[2].replace('.', '')))}"
