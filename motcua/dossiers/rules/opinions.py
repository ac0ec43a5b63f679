"""Opinions of other agencies, and what waits for them.

Source: Decree 61/2018/NĐ-CP art. 19(5): the request names content and time, both sides enter it in the system; of a
late answer the head of the one-stop unit is told. No rule makes silence a consent, so none is taken from it.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused


class Stance(StrEnum):
    """What an asked agency says."""

    AGREE = "agree"
    DISAGREE = "disagree"
    COMMENT = "comment"


STANCES = {
    Stance.AGREE: N_("Đồng ý"),
    Stance.DISAGREE: N_("Không đồng ý"),
    Stance.COMMENT: N_("Ý kiến khác, cần lưu ý"),
}


def check_signable(open_ones: Iterable[str]) -> None:
    """Raise Refused while mandatory opinions are open that nothing recorded allows to go without.

    `open_ones` are the names of the agencies that did not answer.
    """
    names = list(open_ones)
    if names:
        raise Refused(
            "opinions_open",
            N_("Còn chờ ý kiến bắt buộc của: {names}. Chờ trả lời, hoặc ghi căn cứ để ký khi chưa có ý kiến."),
            names="; ".join(names),
        )


def check_due(due_at: datetime, *, now: datetime) -> None:
    """Raise Refused for a time to answer that is over."""
    if due_at <= now:
        raise Refused("opinion_due_past", N_("Hạn trả lời phải sau lúc này."))
