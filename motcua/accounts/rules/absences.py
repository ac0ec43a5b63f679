"""Absence of officials with dates, and who may act for them meanwhile.

Ordinary work passes to a colleague who holds the same role in the same agency. A leader's signature passes only by a
recorded document: to another leader of the agency, who signs "KT." (ký thay), or to the head of a unit inside it, who
signs "TUQ." (thừa uỷ quyền); the latter for a limited time and content and never further (Decree 30/2020/NĐ-CP, article
13, clauses 1-3). Whoever acts for somebody does not pass that on: their own substitute gets their own work only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.rules import Role


class Reason(StrEnum):
    """Why somebody is away."""

    LEAVE = "leave"
    SICK = "sick"
    TRIP = "trip"
    TRAINING = "training"
    OTHER = "other"


REASON_NAMES: dict[Reason, str] = {
    Reason.LEAVE: N_("Nghỉ phép"),
    Reason.SICK: N_("Nghỉ ốm, thai sản"),
    Reason.TRIP: N_("Đi công tác"),
    Reason.TRAINING: N_("Đi học, tập huấn"),
    Reason.OTHER: N_("Lý do khác"),
}


class SignsAs(StrEnum):
    """How a substitute's signature begins where the post signs for its agency; empty elsewhere."""

    NONE = ""
    KT = "KT."
    TUQ = "TUQ."


# Who may act for whom, in the same agency. Posts that do not work on dossiers are not here: who approves what another
# proposed, and who runs the system, is not replaced by a colleague's absence.
ACTS_FOR: Mapping[Role, tuple[Role, ...]] = {
    Role.RECEPTIONIST: (Role.RECEPTIONIST,),
    Role.DISPATCHER: (Role.DISPATCHER, Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    Role.SPECIALIST: (Role.SPECIALIST,),
    Role.DIVISION_HEAD: (Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    Role.AGENCY_LEADER: (Role.AGENCY_LEADER, Role.DIVISION_HEAD),
    Role.CLERK: (Role.CLERK,),
    Role.CASHIER: (Role.CASHIER,),
    Role.COORDINATOR: (Role.COORDINATOR,),
    Role.ONE_STOP_HEAD: (Role.ONE_STOP_HEAD,),
}
SIGNING = frozenset({Role.AGENCY_LEADER})
# Against slips of the keyboard: a longer absence is a change of posts.
MOST_DAYS = 366
MOST_BACK = 31


@dataclass(frozen=True)
class Wanted:
    """Who shall act at one post of somebody absent; `basis` and `scope` where the post signs."""

    post_id: int
    user_id: int
    basis: str = ""
    scope: str = ""


def signs_as(role: Role, substitutes: frozenset[Role]) -> SignsAs:
    """Return how a substitute who holds these roles in the agency signs for a post of a role.

    Source: Decree 30/2020/NĐ-CP, article 13(1) for a deputy, 13(3) for the head of a unit of the agency.
    """
    if role not in SIGNING:
        return SignsAs.NONE
    return SignsAs.KT if Role.AGENCY_LEADER in substitutes else SignsAs.TUQ


def check_days(starts: date | None, ends: date | None, *, today: date) -> tuple[date, date]:
    """Return the first and the last day of an absence; raises Refused where they cannot be meant."""
    if starts is None or ends is None:
        raise Refused("days_missing", N_("Hãy ghi ngày đầu và ngày cuối vắng mặt."))
    if ends < starts:
        raise Refused("ends_before", N_("Ngày cuối vắng mặt phải từ ngày đầu trở đi."))
    if ends < today:
        raise Refused("over_already", N_("Thời gian vắng mặt này đã qua, không cần ghi nữa."))
    if starts < today - timedelta(days=MOST_BACK) or (ends - starts).days >= MOST_DAYS:
        raise Refused("days_strange", N_("Thời gian vắng mặt dài quá một năm hoặc bắt đầu quá lâu rồi. Xem lại ngày."))
    return starts, ends


def check_substitute(role: Role, substitutes: frozenset[Role], wanted: Wanted) -> SignsAs:
    """Return how somebody with these roles in the post's agency acts at a post of a role; raises Refused.

    `substitutes` are the roles that they hold there themselves: without one of them they do not work there, or not in
    a post that can do this.
    """
    allowed = ACTS_FOR.get(role)
    if allowed is None:
        raise Refused("not_replaced", N_("Vị trí này không có người làm thay. Cần bổ nhiệm người khác."))
    if not substitutes:
        raise Refused("other_unit", N_("Người làm thay phải cùng cơ quan với người vắng mặt."))
    if not substitutes & set(allowed):
        raise Refused("wrong_post", N_("Người được chọn không có vị trí làm được việc này ở cơ quan."))
    how = signs_as(role, substitutes)
    if how and not wanted.basis.strip():
        raise Refused(
            "basis_missing",
            N_("Ký thay, ký thừa uỷ quyền phải có văn bản giao: ghi số, ngày, trích yếu (Nghị định 30/2020, Điều 13)."),
        )
    if how == SignsAs.TUQ and not wanted.scope.strip():
        raise Refused(
            "scope_missing",
            N_("Ký thừa uỷ quyền phải giới hạn nội dung: ghi loại văn bản được ký (Nghị định 30/2020, Điều 13)."),
        )
    return how
