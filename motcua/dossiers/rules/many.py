"""What may be done to many steps at once, each looked at by its own rules."""

from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.workflow.rules import TaskKind

from .states import ResultChannel
from .steps import Outcome


class Deed(StrEnum):
    """One thing done to each of many steps."""

    TAKE = "take"
    FORWARD = "forward"
    GIVE = "give"
    GIVE_BACK = "give_back"
    DELIVER = "deliver"


DEEDS = {
    Deed.TAKE: N_("Nhận việc"),
    Deed.FORWARD: N_("Xong, chuyển bước tiếp theo"),
    Deed.GIVE: N_("Giao cho người khác"),
    Deed.GIVE_BACK: N_("Trả lại bước trước, có lý do"),
    Deed.DELIVER: N_("Ghi đã trả kết quả (bản điện tử, bưu chính)"),
}

# Steps whose usual end asks for nothing more. Who receives, assigns, signs or meets somebody looks at each.
_FORWARD = {
    TaskKind.APPRAISE: Outcome.APPROVE,
    TaskKind.REVIEW: Outcome.APPROVE,
    TaskKind.NUMBER: Outcome.DONE,
    TaskKind.ISSUE: Outcome.ISSUE,
    TaskKind.GENERIC: Outcome.DONE,
}


def forward_outcome(kind: str) -> Outcome:
    """Return how a step ends that goes on by its one usual way; raises Refused for one that must be looked at."""
    outcome = _FORWARD.get(TaskKind(kind))
    if outcome is None:
        raise Refused("not_one_way", N_("Bước này phải làm từng hồ sơ, ở trang hồ sơ."))
    return outcome


def check_delivery(kind: str, channel: str) -> None:
    """Raise Refused unless a step can be ended as delivered without a receipt.

    At the counter somebody takes the result and confirms it (giấy biên nhận); an electronic one is there once it is
    issued, a posted one has the post's own proof.
    """
    if kind != TaskKind.DELIVER:
        raise Refused("not_delivery", N_("Hồ sơ chưa đến bước trả kết quả."))
    if channel == ResultChannel.COUNTER:
        raise Refused("needs_receipt", N_("Kết quả nhận tại quầy phải có biên nhận: trả từng hồ sơ ở quầy."))
