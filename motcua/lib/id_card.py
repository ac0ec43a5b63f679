"""The QR on an identity card, as a scanner types it: seven fields between bars, old cards and new.

`number|old number|name|birth ddmmyyyy|sex|address|issued ddmmyyyy`. Cards since 01/07/2024 (Law 26/2023/QH15) may carry
more behind the seventh; nothing of that is read. The address is that of the day of issue: districts and communes that
are no more stand in it.
"""

import re
from dataclasses import dataclass
from datetime import date

from motcua.lib import personal_id
from motcua.lib.marks import N_
from motcua.lib.personal_id import Sex
from motcua.lib.refusals import Refused
from motcua.lib.text import clean, fold

LEAST_FIELDS = 6
_WORD = re.compile(r"[^\s'’\-]+")
_LOST = re.compile("[?\ufffd]")
_SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE}
LOST_LETTERS = N_("Máy quét làm mất chữ có dấu. Hãy xem lại họ tên và địa chỉ trên thẻ.")
OTHER_YEAR = N_("Năm sinh trên thẻ khác năm sinh trong số định danh. Hãy xem lại thẻ.")
OTHER_SEX = N_("Giới tính trên thẻ khác giới tính trong số định danh. Hãy xem lại thẻ.")
NO_BIRTH = N_("Không đọc được ngày sinh trên thẻ. Hãy ghi theo thẻ.")


@dataclass(frozen=True)
class Card:
    """What the QR said. `birth` is YYYY-MM-DD, or YYYY where the card knows no more; `doubts` are marked texts."""

    number: str
    name: str
    birth: str
    sex: str
    address: str
    old_number: str = ""
    doubts: tuple[str, ...] = ()


def is_card(text: str) -> bool:
    """Tell whether a typed text came from a card."""
    return text.count("|") >= LEAST_FIELDS - 1


def read(text: str) -> Card:
    """Read what the scanner typed, in whatever normal form; raises Refused for no card and for one without number."""
    if not is_card(text):
        raise Refused("not_a_card", N_("Đây không phải mã QR của thẻ căn cước. Hãy quét lại, hoặc gõ số định danh."))
    fields = [clean(field) for field in text.split("|")]
    number, old_number, name, born, sex, address = fields[:LEAST_FIELDS]
    told = personal_id.parse(number)
    birth, known = _birth(born), _SEXES.get(fold(sex), "")
    doubts = [
        *([LOST_LETTERS] if _LOST.search(name + address) else []),
        *([NO_BIRTH] if not birth else []),
        *([OTHER_YEAR] if birth and int(birth[:4]) != told.birth_year else []),
        *([OTHER_SEX] if known and known != told.sex else []),
    ]
    return Card(
        number=told.number,
        name=_as_registered(name)[:200],
        birth=birth,
        sex=known or told.sex.value,
        address=address[:300],
        old_number=old_number if re.fullmatch(r"\d{9}|\d{12}", old_number, re.ASCII) else "",
        doubts=tuple(doubts),
    )


def _birth(text: str) -> str:
    """Return 05031990 or 05/03/1990 as 1990-03-05, 1990 and 00001990 as 1990; empty for what is no date."""
    digits = re.sub(r"\D", "", text)
    if len(digits) == 4:
        return digits
    if len(digits) != 8:
        return ""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if not day and not month:
        return f"{year:04d}" if year else ""
    if not day:
        return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _as_registered(name: str) -> str:
    """Return a name that was typed in capitals as people write it; one with small letters stays as it stands."""
    if not name.isupper():
        return name
    return _WORD.sub(lambda word: word[0][:1] + word[0][1:].lower(), name)
