"""What a decision against a dossier, or about one that was over, must say.

Sources: Decree 61/2018/NĐ-CP art. 17(1)(b) (refusal at reception, form 03 with the reason), 19(8) (not eligible after
appraisal: a written notice within the limit, a result to be handed over), 21 (the agency corrects what it did wrong at
its own cost); Decree 118/2025/NĐ-CP art. 21 (processing stops). State 8 opens again, and a result that was handed over
is corrected, replaced or revoked, only by a decision with number and date; the national state then stays 10. What has
no result of its own (some records of the catalogue name none) ends with what was done and its basis, in state 9: it is
finished, and state 10, "the result was given", would be untrue.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused


class DecisionKind(StrEnum):
    """What was decided."""

    REFUSE = "refuse"
    NOT_ELIGIBLE = "not_eligible"
    STOP = "stop"
    REOPEN = "reopen"
    RECALL = "recall"
    CORRECT = "correct"
    REPLACE = "replace"
    REVOKE = "revoke"
    FINISH = "finish"


NAMES = {
    DecisionKind.REFUSE: N_("Không tiếp nhận hồ sơ"),
    DecisionKind.NOT_ELIGIBLE: N_("Không đủ điều kiện giải quyết"),
    DecisionKind.STOP: N_("Dừng giải quyết"),
    DecisionKind.REOPEN: N_("Mở lại hồ sơ đã dừng"),
    DecisionKind.RECALL: N_("Rút lại kết quả chưa trả để xử lý lại"),
    DecisionKind.CORRECT: N_("Đính chính kết quả đã trả"),
    DecisionKind.REPLACE: N_("Thay kết quả đã trả"),
    DecisionKind.REVOKE: N_("Thu hồi kết quả đã trả"),
    DecisionKind.FINISH: N_("Đã làm xong, không có kết quả riêng"),
}
SAYS_INSTEAD = frozenset({DecisionKind.REFUSE, DecisionKind.NOT_ELIGIBLE})
IS_WRITTEN = frozenset({DecisionKind.REOPEN, DecisionKind.CORRECT, DecisionKind.REPLACE, DecisionKind.REVOKE})
NEEDS_BASIS = frozenset(DecisionKind) - {DecisionKind.RECALL}


@dataclass(frozen=True)
class Grounds:
    """Why something was decided, by which law, what to do instead, and the written decision."""

    reason: str
    basis: str = ""
    instead: str = ""
    number: str = ""
    dated_on: date | None = None

    def check(self, kind: DecisionKind, *, on: date) -> None:
        """Raise Refused for what a decision of this kind must say and does not."""
        if not self.reason.strip():
            raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
        if kind in NEEDS_BASIS and not self.basis.strip():
            raise Refused("basis_missing", N_("Hãy ghi căn cứ pháp luật: điều nào của văn bản nào."))
        if kind in SAYS_INSTEAD and not self.instead.strip():
            raise Refused("instead_missing", N_("Hãy ghi người dân có thể làm gì tiếp, hoặc nộp ở đâu."))
        if kind in IS_WRITTEN and (not self.number.strip() or self.dated_on is None):
            raise Refused("decision_missing", N_("Hãy ghi số và ngày của quyết định."))
        if self.dated_on is not None and self.dated_on > on:
            raise Refused("decision_later", N_("Ngày của quyết định không thể sau hôm nay."))

    def said(self) -> str:
        """Return it as history, letters and forms say it."""
        lines = [
            self.reason.strip(),
            f"Căn cứ: {self.basis.strip()}" if self.basis.strip() else "",
            f"Cách làm tiếp: {self.instead.strip()}" if self.instead.strip() else "",
            f"Quyết định số {self.number.strip()}, ngày {self.dated_on:%d/%m/%Y}" if self.dated_on is not None else "",
        ]
        return "\n".join(line for line in lines if line)
