"""How a result is handed out, and how who takes it confirms that (Decree 61/2018/NĐ-CP, article 20(1))."""

from dataclasses import dataclass
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .states import ResultChannel


class Confirmed(StrEnum):
    """How it was confirmed; a signature or fingerprint on paper is kept as evidence, not as an e-signature."""

    CARD = "card"
    SCREEN = "screen"
    PAPER = "paper"
    FINGERPRINT = "fingerprint"
    POST = "post"


WAYS = {
    Confirmed.CARD: N_("quét thẻ người nhận"),
    Confirmed.SCREEN: N_("người nhận xác nhận trên màn hình"),
    Confirmed.PAPER: N_("ký trên giấy biên nhận"),
    Confirmed.FINGERPRINT: N_("điểm chỉ trên giấy biên nhận"),
    Confirmed.POST: N_("gửi bưu chính"),
}


def channel_of(confirmed: str) -> str:
    """Return the way (ResultChannel) by which a result went that was confirmed so."""
    return ResultChannel.POST if confirmed == Confirmed.POST else ResultChannel.COUNTER


@dataclass(frozen=True)
class Handing:
    """Who takes a result, on which basis where it is somebody else, and how it was confirmed."""

    recipient: str
    confirmed: str
    is_other: bool = False
    basis: str = ""
    post_number: str = ""
    identity_number: str = ""
    note: str = ""
    # A result on paper that no list brought is at the counter all the same.
    is_here: bool = False

    def check(self) -> None:
        """Raise Refused for what a delivery cannot be without."""
        if not self.recipient.strip():
            raise Refused("no_recipient_of_result", N_("Hãy ghi tên người nhận kết quả."))
        if self.confirmed not in set(Confirmed):
            raise Refused("not_confirmed", N_("Hãy chọn cách người nhận xác nhận."))
        if self.is_other and not self.basis.strip():
            raise Refused("no_basis_to_collect", N_("Người khác nhận thay thì phải ghi căn cứ nhận thay."))
        if self.confirmed == Confirmed.POST and not self.post_number.strip():
            raise Refused("no_post_number", N_("Hãy ghi số bưu gửi."))
        if self.confirmed == Confirmed.CARD and not self.identity_number:
            raise Refused("no_card", N_("Hãy quét thẻ của người nhận."))
