"""Where the result is on its way to the applicant: read from the result, its receipt and the days that have passed.

"Signed" is not "delivered", and a message sent proves nothing: a result is delivered when who took it, or by which
posting it went, was recorded. The post does not tell us that a letter arrived: there is no state for it, only for what
came back, which a receptionist sees. Law: Decree 61/2018/NĐ-CP article 20 (handed out at the one-stop unit, by post,
online; (5): results are kept in the system); article 21 (corrected at the agency's cost). After how many days a result
counts as unclaimed is the province's word (`unclaimed_days`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.lib.marks import N_

from .machine import Machine, Which
from .states import ResultChannel


class Delivering(StrEnum):
    """Where a dossier's result is."""

    NOT_READY = "not_ready"
    NOTHING = "nothing"  # it ended without one
    AT_COUNTER = "at_counter"
    TO_POST = "to_post"
    ONLINE = "online"  # the applicant can take it from the portal; nobody has closed the dossier yet
    UNCLAIMED = "unclaimed"
    POSTED = "posted"
    RETURNED = "returned"  # the post brought it back to the counter, where it waits
    DELIVERED = "delivered"
    REVOKED = "revoked"  # it was handed over, and taken back by decision


READY = frozenset({Delivering.AT_COUNTER, Delivering.TO_POST, Delivering.ONLINE, Delivering.UNCLAIMED})
GIVEN = frozenset({Delivering.POSTED, Delivering.DELIVERED})
MACHINE = Machine(
    which=Which.DELIVERY,
    name=N_("Trả kết quả"),
    law="Nghị định 61/2018/NĐ-CP, Điều 20, Điều 21",
    begins=Delivering.NOT_READY,
    says={
        Delivering.NOT_READY: N_("Chưa có kết quả"),
        Delivering.NOTHING: N_("Không có kết quả để trả"),
        Delivering.AT_COUNTER: N_("Chờ trả tại quầy"),
        Delivering.TO_POST: N_("Chờ gửi bưu chính"),
        Delivering.ONLINE: N_("Đã có trên cổng, chờ ghi nhận đã trả"),
        Delivering.UNCLAIMED: N_("Quá ngày mà chưa ai nhận"),
        Delivering.POSTED: N_("Đã gửi bưu chính"),
        Delivering.RETURNED: N_("Bưu chính trả về, chờ nhận tại quầy"),
        Delivering.DELIVERED: N_("Đã trả"),
        Delivering.REVOKED: N_("Đã trả, sau đó thu hồi"),
    },
    plain={
        Delivering.NOT_READY: N_("Chưa có kết quả"),
        Delivering.NOTHING: N_("Hồ sơ không có kết quả để nhận"),
        Delivering.AT_COUNTER: N_("Mời ông/bà nhận tại quầy"),
        Delivering.TO_POST: N_("Sắp gửi cho ông/bà qua bưu chính"),
        Delivering.ONLINE: N_("Mời ông/bà tải về trên trang này"),
        Delivering.UNCLAIMED: N_("Kết quả đang chờ ông/bà đến nhận"),
        Delivering.POSTED: N_("Đã gửi cho ông/bà qua bưu chính"),
        Delivering.RETURNED: N_("Bưu chính chưa giao được: mời ông/bà nhận tại quầy, hoặc cho quầy địa chỉ để gửi lại"),
        Delivering.DELIVERED: N_("Ông/bà đã nhận kết quả"),
        Delivering.REVOKED: N_("Kết quả đã trả nay bị thu hồi"),
    },
    ways={
        Delivering.NOT_READY: READY - {Delivering.UNCLAIMED} | {Delivering.NOTHING},
        # Opened again by decision.
        Delivering.NOTHING: frozenset({Delivering.NOT_READY}),
        # Taken back before it was handed over: not ready again.
        **{state: (READY - {state}) | GIVEN | {Delivering.NOT_READY} for state in READY},
        Delivering.POSTED: frozenset({Delivering.RETURNED, Delivering.REVOKED}),
        Delivering.RETURNED: GIVEN | {Delivering.REVOKED},
        Delivering.DELIVERED: frozenset({Delivering.REVOKED}),
        Delivering.REVOKED: frozenset(),
    },
)
_WAITS = {
    ResultChannel.COUNTER: Delivering.AT_COUNTER,
    ResultChannel.POST: Delivering.TO_POST,
    ResultChannel.ELECTRONIC: Delivering.ONLINE,
}


@dataclass(frozen=True)
class DeliveryFacts:
    """What is known of the way of a result; one that lies since before `unclaimed_before` is unclaimed.

    `issued_at`: of the result that stands; `delivered_at` and `how` (a channel) of the last that was handed over;
    `revoked_at`: when that was taken back and nothing took its place.
    """

    channel: ResultChannel
    unclaimed_before: datetime
    issued_at: datetime | None = None
    delivered_at: datetime | None = None
    how: str = ""
    # It was posted and came back, and how it was handed out after that.
    returned_at: datetime | None = None
    again_at: datetime | None = None
    again_how: str = ""
    revoked_at: datetime | None = None
    closed_at: datetime | None = None


def delivery_of(facts: DeliveryFacts) -> tuple[Delivering, datetime | None]:
    """Return where the result is and since when."""
    if facts.delivered_at is not None:
        if facts.revoked_at is not None:
            return Delivering.REVOKED, facts.revoked_at
        if facts.returned_at is not None and facts.again_at is None:
            return Delivering.RETURNED, facts.returned_at
        how, at = (facts.how, facts.delivered_at) if facts.again_at is None else (facts.again_how, facts.again_at)
        return (Delivering.POSTED if how == ResultChannel.POST else Delivering.DELIVERED), at
    if facts.issued_at is None:
        return (Delivering.NOT_READY, None) if facts.closed_at is None else (Delivering.NOTHING, facts.closed_at)
    waits = _WAITS[facts.channel]
    # What lies in the applicant's own account is not left at a counter.
    if waits != Delivering.ONLINE and facts.issued_at < facts.unclaimed_before:
        return Delivering.UNCLAIMED, facts.issued_at
    return waits, facts.issued_at
