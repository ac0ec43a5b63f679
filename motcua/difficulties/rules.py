"""What a difficulty may be about, and how long its sentence may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean

LONGEST, LONGEST_ANSWER = 500, 2000


class About(StrEnum):
    """What was hard: the procedure as a whole, one paper of its list, one question of its form."""

    PROCEDURE = "procedure"
    PAPER = "paper"
    FIELD = "field"


ABOUT_NAMES = {
    About.PROCEDURE: N_("Thủ tục nói chung"),
    About.PAPER: N_("Giấy tờ"),
    About.FIELD: N_("Mục khai"),
}


@dataclass(frozen=True)
class Target:
    """One thing that can be hard, by the name it has now; `key` is empty for the procedure as a whole."""

    about: About
    key: str
    name: str

    @property
    def code(self) -> str:
        """Return it as one word, `paper:birth`, as pages name it."""
        return f"{self.about.value}:{self.key}"


def target_in(targets: Iterable[Target], code: str) -> Target:
    """Return the target that a page named. Raises Refused where the procedure has no such paper or question."""
    for target in targets:
        if target.code == code:
            return target
    raise Refused("no_such_target", N_("Thủ tục này không có giấy tờ hoặc mục khai đó. Hãy chọn lại."))


def checked_sentence(text: str) -> str:
    """Return a note's sentence as it is kept; none is fine. Raises Refused for a long one."""
    sentence = clean(text)
    if len(sentence) > LONGEST:
        raise Refused("sentence_long", N_("Ghi gọn trong {most} ký tự."), most=LONGEST)
    return sentence


def checked_answer(text: str) -> str:
    """Return an answer as it is kept. Raises Refused where there is none, or a long one."""
    answer = clean(text)
    if not answer:
        raise Refused("no_answer", N_("Hãy viết câu trả lời để người tiếp nhận dùng được ngay."))
    if len(answer) > LONGEST_ANSWER:
        raise Refused("answer_long", N_("Câu trả lời dài quá {most} ký tự; hãy viết gọn lại."), most=LONGEST_ANSWER)
    return answer
