"""The ten national states of a dossier and the ways between them.

Source: the status codes of the national portal; transitions as practised there, with two corrections of ours: only a
received dossier is ever in processing, and a result may be given on the spot (2 -> 9).
"""

from enum import IntEnum, StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .machine import Machine, Which


class State(IntEnum):
    """A national state; the number is the portal's code."""

    REGISTERED = 1
    RECEIVED = 2
    REFUSED = 3
    PROCESSING = 4
    SUPPLEMENT_REQUESTED = 5
    FINANCIAL_OBLIGATION = 6
    WITHDRAWN = 7
    STOPPED = 8
    COMPLETED = 9
    DELIVERED = 10


NAMES = {
    State.REGISTERED: N_("Mới đăng ký"),
    State.RECEIVED: N_("Được tiếp nhận"),
    State.REFUSED: N_("Không được tiếp nhận"),
    State.PROCESSING: N_("Đang xử lý"),
    State.SUPPLEMENT_REQUESTED: N_("Yêu cầu bổ sung giấy tờ"),
    State.FINANCIAL_OBLIGATION: N_("Yêu cầu thực hiện nghĩa vụ tài chính"),
    State.WITHDRAWN: N_("Công dân yêu cầu rút hồ sơ"),
    State.STOPPED: N_("Dừng xử lý"),
    State.COMPLETED: N_("Đã xử lý xong"),
    State.DELIVERED: N_("Đã trả kết quả"),
}

BEFORE_RECEPTION = {
    State.REGISTERED: {
        State.RECEIVED,
        State.REFUSED,
        State.SUPPLEMENT_REQUESTED,
        State.FINANCIAL_OBLIGATION,
        State.WITHDRAWN,
    },
    State.SUPPLEMENT_REQUESTED: {State.REGISTERED, State.REFUSED, State.WITHDRAWN},
    State.FINANCIAL_OBLIGATION: {State.REGISTERED, State.REFUSED, State.WITHDRAWN},
}
AFTER_RECEPTION = {
    State.RECEIVED: {
        State.PROCESSING,
        State.SUPPLEMENT_REQUESTED,
        State.FINANCIAL_OBLIGATION,
        State.WITHDRAWN,
        State.STOPPED,
        State.COMPLETED,
    },
    State.PROCESSING: {
        State.PROCESSING,
        State.SUPPLEMENT_REQUESTED,
        State.FINANCIAL_OBLIGATION,
        State.WITHDRAWN,
        State.STOPPED,
        State.COMPLETED,
    },
    State.SUPPLEMENT_REQUESTED: {State.PROCESSING, State.STOPPED, State.WITHDRAWN},
    State.FINANCIAL_OBLIGATION: {State.PROCESSING, State.STOPPED, State.WITHDRAWN},
    State.COMPLETED: {State.DELIVERED, State.PROCESSING},
}
# Only by a recorded decision.
REOPENED = {State.STOPPED: State.PROCESSING}
# A bundle follows its parts: with one that is opened again, or whose result is taken back, it is under way itself.
BUNDLE_REOPENED = frozenset({State.STOPPED, State.COMPLETED, State.DELIVERED})
MACHINE = Machine(
    which=Which.SUBSTANCE,
    name=N_("Giải quyết"),
    law="Mã trạng thái của Cổng Dịch vụ công quốc gia; Nghị định 61/2018/NĐ-CP, Điều 17 đến Điều 20",
    begins=State.REGISTERED,
    says=NAMES,
    # People know a state by its national name, whichever portal they read it on.
    plain=NAMES,
    ways={
        state: frozenset(
            BEFORE_RECEPTION.get(state, set())
            | AFTER_RECEPTION.get(state, set())
            | ({REOPENED[state]} if state in REOPENED else set())
            | ({State.PROCESSING} if state in BUNDLE_REOPENED else set())
        )
        for state in State
    },
)
FINAL = frozenset({State.REFUSED, State.WITHDRAWN, State.STOPPED, State.DELIVERED})
OPEN = frozenset(State) - FINAL
WAITING_FOR_CITIZEN = frozenset({State.SUPPLEMENT_REQUESTED, State.FINANCIAL_OBLIGATION})
ON_THE_DESK = frozenset({State.REGISTERED, State.RECEIVED, State.PROCESSING})


class Origin(StrEnum):
    """Where a dossier came into our system."""

    PORTAL = "portal"
    COUNTER = "counter"
    POST = "post"
    KIOSK = "kiosk"
    NATIONAL_PORTAL = "national_portal"
    API = "api"


ORIGINS = {
    Origin.PORTAL: N_("Cổng dịch vụ công của tỉnh"),
    Origin.COUNTER: N_("Quầy một cửa"),
    Origin.POST: N_("Bưu chính"),
    Origin.KIOSK: N_("Máy tự phục vụ"),
    Origin.NATIONAL_PORTAL: N_("Cổng Dịch vụ công quốc gia"),
    Origin.API: N_("Hệ thống của cơ quan khác"),
}


class Channel(StrEnum):
    """How the applicant filed; time limits and fees hang on it."""

    DIRECT = "direct"
    ONLINE = "online"
    POST = "post"


class ResultChannel(StrEnum):
    """How the applicant wants the result."""

    COUNTER = "counter"
    POST = "post"
    ELECTRONIC = "electronic"


def may_move(here: State, there: State, *, received: bool) -> bool:
    """Tell whether a dossier may go from one state to another, given whether it was ever received."""
    return there in (AFTER_RECEPTION if received else BEFORE_RECEPTION).get(here, set())


def check_move(here: State, there: State, *, received: bool) -> None:
    """Raise Refused where a move is not allowed."""
    if not may_move(here, there, received=received):
        raise Refused(
            "wrong_state",
            N_("Hồ sơ đang ở trạng thái “{state}”, không làm được việc này. Tải lại trang để xem tình trạng mới."),
            state=NAMES[here],
        )
