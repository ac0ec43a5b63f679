"""The chain of custody of kept originals (Decree 61/2018/NĐ-CP, article 20(2): what was taken must be handed back)."""

from enum import StrEnum

from motcua.lib.marks import N_

# What one must be allowed to do at the agency that holds an original.
HOLD = "paper.hold"


class Act(StrEnum):
    """What happened to an original."""

    HELD = "held"
    PASSED = "passed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"  # kept for good, because the result takes its place


class Signed(StrEnum):
    """How who takes an original confirms it; what is on paper is kept as evidence, not as an e-signature."""

    PAPER = "paper"
    FINGERPRINT = "fingerprint"
    CARD = "card"
    SCREEN = "screen"


ACTS = {
    Act.HELD: N_("nhận giữ"),
    Act.PASSED: N_("chuyển"),
    Act.RETURNED: N_("trả lại"),
    Act.WITHDRAWN: N_("thu hồi, lưu hồ sơ"),
}
SIGNED = {
    Signed.PAPER: N_("ký trên giấy"),
    Signed.FINGERPRINT: N_("điểm chỉ trên giấy"),
    Signed.CARD: N_("quét thẻ"),
    Signed.SCREEN: N_("xác nhận trên màn hình"),
}
