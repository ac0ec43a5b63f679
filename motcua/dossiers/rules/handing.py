"""What whoever takes a list over says of each item on it (Decree 61/2018/NĐ-CP, article 18: both sides sign)."""

from dataclasses import dataclass
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

# What one must be allowed to do at the agency that gives, and at the one that takes.
GIVE, TAKE = "dossier.hand_over", "dossier.take_over"
GIVE_RESULT = "result.hand_over"


class Answer(StrEnum):
    """An item came and was taken, was not among what came, or came and goes back."""

    TAKEN = "taken"
    MISSING = "missing"
    REFUSED = "refused"


ANSWERS = {
    Answer.TAKEN: N_("Nhận"),
    Answer.MISSING: N_("Không thấy"),
    Answer.REFUSED: N_("Không nhận, trả lại"),
}


@dataclass(frozen=True)
class Answered:
    """What was said of one item, and why it goes back where it does."""

    answer: Answer = Answer.TAKEN
    because: str = ""

    def check(self, code: str) -> None:
        """Raise Refused for an item sent back without a reason: whoever gave it must know what to mend."""
        if self.answer == Answer.REFUSED and not self.because.strip():
            raise Refused("refused_why", N_("Hãy ghi vì sao trả lại hồ sơ {dossier}."), dossier=code)
