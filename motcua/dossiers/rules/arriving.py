"""Which results must be carried to the counter before they can be handed out there.

Source: Decree 61/2018/NĐ-CP, article 20(1): results are given out at the one-stop unit, which has them from the agency.
What was signed as a file is there with the signature: any counter opens and prints it.
"""

from motcua.lib.marks import N_

from .states import ResultChannel

# The original is on paper or in another system; here only its number, or a scan of it, is kept.
ON_PAPER = ("reference", "scanned")
NOT_HERE = N_(
    "Bản giấy của kết quả chưa về quầy. Hãy ký nhận danh sách giao kết quả trước; nếu bản giấy đã ở quầy mà không có "
    "danh sách nào thì đánh dấu “Bản giấy đang ở quầy”."
)
SIGN_FIRST = N_("Bản giấy của kết quả đang trong danh sách giao chưa ký nhận. Hãy ký nhận rồi trả.")


def is_carried(kind: str, channel: str) -> bool:
    """Tell whether a result of a kind, given out this way, must first be carried to the counter on paper."""
    return channel != ResultChannel.ELECTRONIC and kind in ON_PAPER
