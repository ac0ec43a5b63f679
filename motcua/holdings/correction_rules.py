"""Asking that what is held be put right: what may be asked, and within how many days it is answered.

Law on the protection of personal data 91/2025/QH15, article 13 (read in the legal press of 2025-2026): people mend some
of their data themselves and may ask for the rest; where it is not done, they are told why.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean

LONGEST = 1000


class Fact(StrEnum):
    """What is wrong."""

    PERSON = "person"
    ANSWERS = "answers"
    PAPER = "paper"
    RESULT = "result"
    OTHER = "other"


FACTS = {
    Fact.PERSON: N_("Họ tên, ngày sinh, số định danh"),
    Fact.ANSWERS: N_("Nội dung đã khai"),
    Fact.PAPER: N_("Giấy tờ, bản quét"),
    Fact.RESULT: N_("Kết quả đã cấp"),
    Fact.OTHER: N_("Điều khác"),
}
# What the person is told beside a choice: who can put it right, and how.
HINTS = {
    Fact.PERSON: N_("Ghi theo CSDL quốc gia về dân cư; nếu ở đó cũng sai thì công an nơi cư trú sửa trước."),
    Fact.ANSWERS: N_("Tờ khai đã nộp giữ nguyên; cơ quan ghi nhận điều đúng và giải quyết theo đó."),
    Fact.PAPER: N_("Ví dụ: bản quét lấy nhầm trang."),
    Fact.RESULT: N_("Cơ quan đã cấp quyết định đính chính hoặc cấp lại."),
    Fact.OTHER: "",
}


class Standing(StrEnum):
    """How far a request is."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"


STANDINGS = {
    Standing.OPEN: N_("Chờ trả lời"),
    Standing.DONE: N_("Đã đính chính"),
    Standing.DECLINED: N_("Không đính chính"),
}


@dataclass(frozen=True)
class AnswerDays:
    """Within how many days a request is answered, from a day on."""

    since: date
    days: int
    basis: str


# [?] Decree 356/2025/NĐ-CP: commentaries speak of 10 to 20 days for carrying a right out; its text was not at hand.
ANSWER_DAYS = (AnswerDays(date(2026, 1, 1), 10, "Nghị định 356/2025/NĐ-CP [?]"),)


def due_on(asked_on: date) -> date:
    """Return the last day on which a request of that day is answered in time."""
    rows = [row for row in ANSWER_DAYS if row.since <= asked_on] or ANSWER_DAYS[:1]
    return asked_on + timedelta(days=max(rows, key=lambda row: row.since).days)


def checked(text: str, code: str, message: str) -> str:
    """Return a text as it is kept. Raises Refused with this code where there is none, or a long one."""
    said = clean(text)
    if not said:
        raise Refused(code, message)
    if len(said) > LONGEST:
        raise Refused(code, N_("Ghi gọn trong {most} ký tự."), most=LONGEST)
    return said
