"""What a receipt of fee and charge must say (Law 97/2015/QH13; the fields are those of the prints in use)."""

from dataclasses import dataclass

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .states import FINAL, State

# More than any fee of the catalogue: a slip of the finger.
MOST = 10_000_000_000


@dataclass(frozen=True)
class Cash:
    """What somebody pays at the counter: fee (phí) and charge (lệ phí) in whole đồng, for what, and who pays."""

    fee: int
    charge: int
    name: str
    payer: str
    address: str = ""

    def check(self) -> None:
        """Raise Refused for what no receipt can say."""
        if not self.payer.strip():
            raise Refused("no_payer", N_("Hãy ghi người nộp tiền."))
        if not self.name.strip():
            raise Refused("no_fee_name", N_("Hãy ghi tên loại phí, lệ phí."))
        if min(self.fee, self.charge) < 0 or not 0 < self.fee + self.charge <= MOST:
            raise Refused("no_amount", N_("Hãy ghi số tiền phí hoặc lệ phí, bằng đồng."))


def check_taking(state: State, *, has_result: bool) -> None:
    """Raise Refused where nothing may be taken any more: the dossier ended, and nothing was done for a fee."""
    if state in FINAL and not has_result:
        raise Refused("is_over", N_("Hồ sơ đã kết thúc mà không có kết quả nên không thu tiền nữa."))


def series_of(year: int) -> str:
    """Return the series of a unit's own receipts in a year; the numbers of each begin at 1.

    Ours, since no provider's book is connected: the two digits of the year and NB for *nội bộ*.
    """
    return f"{year % 100:02d}NB"
