"""What of a dossier's fees and duties is owed, paid, or to be given back: read from what was asked and what was taken.

Law: Law 97/2015/QH13 on fees and charges (article 3: two amounts; who is exempt, by their own rules); Decree 61/2018
article 22 (paid directly, by transfer, by post or online). While a duty is demanded (national state 6) no result is
made: the clock stands still and the dossier waits. What becomes of fees of a dossier that ends without a result is for
the rules of each fee: here it is only said that somebody has to look.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.lib.marks import N_

from .machine import Machine, Which
from .states import FINAL, State


class Money(StrEnum):
    """Where the money of a dossier stands."""

    NONE_DUE = "none_due"
    WAIVED = "waived"  # there are fees, and none of them applies to this applicant
    UNKNOWN = "unknown"  # the published data do not settle the amount
    DUE = "due"  # charged, not taken yet
    DEMANDED = "demanded"  # asked for in form; nothing goes on before it is paid
    PAID = "paid"
    REFUND_DUE = "refund_due"  # taken for what ended without a result: somebody has to look
    REFUNDED = "refunded"


_OPEN = frozenset({Money.NONE_DUE, Money.WAIVED, Money.UNKNOWN, Money.DUE})
MACHINE = Machine(
    which=Which.MONEY,
    name=N_("Phí, lệ phí, nghĩa vụ tài chính"),
    law="Luật Phí và lệ phí 97/2015/QH13; Nghị định 61/2018/NĐ-CP, Điều 22",
    begins=Money.NONE_DUE,
    says={
        Money.NONE_DUE: N_("Không phải nộp"),
        Money.WAIVED: N_("Được miễn"),
        Money.UNKNOWN: N_("Chưa xác định số tiền"),
        Money.DUE: N_("Chưa thu"),
        Money.DEMANDED: N_("Đã yêu cầu nộp, chờ người nộp"),
        Money.PAID: N_("Đã nộp"),
        Money.REFUND_DUE: N_("Đã thu, hồ sơ không có kết quả: xem việc hoàn trả"),
        Money.REFUNDED: N_("Đã hủy biên lai, trả lại tiền"),
    },
    plain={
        Money.NONE_DUE: N_("Không phải nộp tiền"),
        Money.WAIVED: N_("Ông/bà được miễn"),
        Money.UNKNOWN: N_("Cơ quan sẽ báo số tiền nếu phải nộp"),
        Money.DUE: N_("Chưa nộp"),
        Money.DEMANDED: N_("Đang chờ ông/bà nộp tiền"),
        Money.PAID: N_("Đã nộp"),
        Money.REFUND_DUE: N_("Đã nộp; hồ sơ không có kết quả, hỏi nơi nộp về việc hoàn trả"),
        Money.REFUNDED: N_("Đã trả lại tiền"),
    },
    ways={
        # What is charged hangs on the answers: a supplement may change it, and a duty may be demanded at any time.
        **{state: (_OPEN - {state}) | {Money.DEMANDED, Money.PAID, Money.REFUNDED} for state in _OPEN - {Money.DUE}},
        # A part may have been taken.
        Money.DUE: (_OPEN - {Money.DUE}) | {Money.DEMANDED, Money.PAID, Money.REFUND_DUE, Money.REFUNDED},
        Money.DEMANDED: _OPEN | {Money.PAID, Money.REFUND_DUE, Money.REFUNDED},
        # A receipt that is annulled leaves the sum owed; a mended answer may charge more.
        Money.PAID: _OPEN | {Money.DEMANDED, Money.REFUND_DUE, Money.REFUNDED},
        # Annulled, or the dossier is opened again.
        Money.REFUND_DUE: frozenset({Money.REFUNDED, Money.PAID, Money.DUE, Money.DEMANDED}),
        Money.REFUNDED: _OPEN | {Money.DEMANDED},
    },
)


@dataclass(frozen=True)
class MoneyFacts:
    """What is known of a dossier's money, in whole đồng.

    `charged`: None where the data do not settle it. `taken` is the sum of our receipts that stand, `elsewhere` what was
    paid of the charge by another's document. `demanded_at`: of a demand that nothing has met yet; `proven_at`: when one
    was last met.
    """

    state: State
    has_fees: bool = False
    charged: int | None = 0
    taken: int = 0
    taken_at: datetime | None = None
    elsewhere: int = 0
    proven_at: datetime | None = None
    demanded_at: datetime | None = None
    annulled_at: datetime | None = None
    closed_at: datetime | None = None
    has_result: bool = False


def money_of(facts: MoneyFacts) -> tuple[Money, datetime | None]:
    """Return where the money stands and since when; None where no fact says since when."""
    if facts.state in FINAL and not facts.has_result:
        if facts.taken:
            return Money.REFUND_DUE, facts.closed_at
        if facts.annulled_at is not None:
            return Money.REFUNDED, facts.annulled_at
    # With the end of a dossier that has no result, its demand falls away.
    if facts.demanded_at is not None and (facts.state not in FINAL or facts.has_result):
        return Money.DEMANDED, facts.demanded_at
    return _charged(facts)


def _charged(facts: MoneyFacts) -> tuple[Money, datetime | None]:
    paid_at = max((at for at in (facts.taken_at, facts.proven_at) if at is not None), default=None)
    if facts.charged is None:
        return (Money.UNKNOWN, None) if paid_at is None else (Money.PAID, paid_at)
    if paid_at is not None and facts.taken + facts.elsewhere >= facts.charged:
        return Money.PAID, paid_at
    if facts.charged:
        return Money.DUE, facts.annulled_at
    return (Money.WAIVED if facts.has_fees else Money.NONE_DUE), None
