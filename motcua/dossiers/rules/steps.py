"""What an official can do at a step, and what that does to the dossier.

A diagram says in which order and by whom; this table says what may happen. A diagram can never break it.
"""

from dataclasses import dataclass
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.workflow.rules import TaskKind

from .states import State


class Outcome(StrEnum):
    """How a step ended."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    SUPPLEMENT = "supplement"
    ASSIGN = "assign"
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    STOP = "stop"
    SIGN = "sign"
    ISSUE = "issue"
    DELIVER = "deliver"
    FINISH = "finish"
    CONFIRM = "confirm"
    CORRECT = "correct"
    CAME = "came"
    NO_SHOW = "no_show"
    DONE = "done"


@dataclass(frozen=True)
class Effect:
    """What an outcome does: the state it leads to (None: stays), and what it needs."""

    label: str
    state: State | None = None
    needs_note: bool = False
    finishes_task: bool = True


EFFECTS: dict[tuple[TaskKind, Outcome], Effect] = {
    (TaskKind.RECEIVE, Outcome.ACCEPT): Effect(N_("Tiếp nhận hồ sơ"), State.RECEIVED),
    (TaskKind.RECEIVE, Outcome.SUPPLEMENT): Effect(
        N_("Yêu cầu bổ sung"), State.SUPPLEMENT_REQUESTED, needs_note=True, finishes_task=False
    ),
    (TaskKind.RECEIVE, Outcome.REFUSE): Effect(N_("Từ chối tiếp nhận"), State.REFUSED, needs_note=True),
    (TaskKind.ASSIGN, Outcome.ASSIGN): Effect(N_("Phân công xử lý"), State.PROCESSING),
    (TaskKind.APPRAISE, Outcome.APPROVE): Effect(N_("Đủ điều kiện, chuyển bước"), State.PROCESSING),
    (TaskKind.APPRAISE, Outcome.RETURN): Effect(N_("Trả lại bước trước"), State.PROCESSING, needs_note=True),
    (TaskKind.APPRAISE, Outcome.SUPPLEMENT): Effect(
        N_("Yêu cầu bổ sung"), State.SUPPLEMENT_REQUESTED, needs_note=True, finishes_task=False
    ),
    (TaskKind.APPRAISE, Outcome.REJECT): Effect(
        N_("Không đủ điều kiện giải quyết"), State.PROCESSING, needs_note=True, finishes_task=False
    ),
    (TaskKind.APPRAISE, Outcome.STOP): Effect(
        N_("Dừng giải quyết"), State.STOPPED, needs_note=True, finishes_task=False
    ),
    (TaskKind.REVIEW, Outcome.APPROVE): Effect(N_("Đồng ý, trình ký"), State.PROCESSING),
    (TaskKind.REVIEW, Outcome.RETURN): Effect(N_("Trả lại bước trước"), State.PROCESSING, needs_note=True),
    (TaskKind.SIGN, Outcome.SIGN): Effect(N_("Ký số kết quả"), State.PROCESSING),
    (TaskKind.SIGN, Outcome.RETURN): Effect(N_("Trả lại bước trước"), State.PROCESSING, needs_note=True),
    (TaskKind.NUMBER, Outcome.DONE): Effect(N_("Vào sổ"), State.PROCESSING),
    (TaskKind.ISSUE, Outcome.ISSUE): Effect(N_("Phát hành kết quả"), State.COMPLETED),
    (TaskKind.DELIVER, Outcome.DELIVER): Effect(N_("Trả kết quả"), State.DELIVERED),
    (TaskKind.FINISH, Outcome.FINISH): Effect(N_("Đã làm xong, kết thúc hồ sơ"), State.COMPLETED, needs_note=True),
    (TaskKind.FINISH, Outcome.RETURN): Effect(N_("Trả lại bước trước"), State.PROCESSING, needs_note=True),
    (TaskKind.APPLICANT_CHECK, Outcome.CONFIRM): Effect(N_("Xác nhận bản dự thảo là đúng"), State.PROCESSING),
    (TaskKind.APPLICANT_CHECK, Outcome.CORRECT): Effect(
        N_("Đề nghị sửa bản dự thảo"), State.PROCESSING, needs_note=True
    ),
    (TaskKind.IN_PERSON, Outcome.CAME): Effect(N_("Đã đến, đã đối chiếu bản chính"), State.PROCESSING),
    (TaskKind.IN_PERSON, Outcome.NO_SHOW): Effect(
        N_("Không đến, mời lại"), State.PROCESSING, needs_note=True, finishes_task=False
    ),
    (TaskKind.IN_PERSON, Outcome.RETURN): Effect(
        N_("Không đến, chuyển lại người thụ lý"), State.PROCESSING, needs_note=True, finishes_task=False
    ),
    (TaskKind.GENERIC, Outcome.DONE): Effect(N_("Hoàn thành bước"), State.PROCESSING),
    (TaskKind.GENERIC, Outcome.RETURN): Effect(N_("Trả lại bước trước"), State.PROCESSING, needs_note=True),
}


def effect_of(kind: str, outcome: str, note: str) -> Effect:
    """Return what an outcome of a step does.

    Raises Refused for an outcome the step does not have, and for a missing reason where one is owed.
    """
    try:
        effect = EFFECTS[TaskKind(kind), Outcome(outcome)]
    except (ValueError, KeyError):
        raise Refused("unknown_outcome", N_("Bước này không có cách kết thúc “{outcome}”."), outcome=outcome) from None
    if effect.needs_note and not note.strip():
        raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
    return effect


def label_of(kind: str, outcome: str) -> str:
    """Return how a step of a kind ends, as officials read it (to be translated); an unknown outcome as it stands."""
    known = kind in set(TaskKind) and outcome in set(Outcome)
    effect = EFFECTS.get((TaskKind(kind), Outcome(outcome))) if known else None
    return effect.label if effect is not None else outcome


def outcomes_of(kind: str) -> list[tuple[Outcome, Effect]]:
    """Return every outcome that a kind of step can have, the usual one first."""
    return [(outcome, effect) for (step, outcome), effect in EFFECTS.items() if step == kind]
