"""Letters and decisions written from templates: which count on a day, filling them, what is still blank, what differs.

Form and parts of the papers: Decree 30/2020/NĐ-CP, Phụ lục I and III. The data file is `dossiers/data/letters.yaml`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

MOST_BODY = 30_000
MOST_LINE = 300


class LetterKind(StrEnum):
    """What a paper is for."""

    LETTER = "letter"
    INVITATION = "invitation"
    APOLOGY = "apology"
    COVERING = "covering"
    RESULT = "result"


KIND_NAMES: dict[LetterKind, str] = {
    LetterKind.LETTER: N_("Công văn"),
    LetterKind.INVITATION: N_("Giấy mời"),
    LetterKind.APOLOGY: N_("Thư xin lỗi"),
    LetterKind.COVERING: N_("Văn bản gửi kèm hồ sơ"),
    LetterKind.RESULT: N_("Kết quả, quyết định"),
}
# What a template may ask of the dossier, and what stands there for the official to write where the dossier has nothing.
FIELDS: dict[str, str] = {
    "code": "mã hồ sơ",
    "procedure": "tên thủ tục",
    "owner": "tên chủ hồ sơ",
    "submitter": "tên người nộp",
    "agency": "cơ quan giải quyết",
    "unit": "bộ phận một cửa",
    "submitted_on": "ngày nộp",
    "accepted_on": "ngày tiếp nhận",
    "due_on": "ngày hẹn trả",
    "answers": "nội dung khai",
    "official": "cán bộ soạn",
}
FIELD = re.compile(r"\{(\w+)\}")
BLANK = re.compile(r"\[([^\[\]\n]{1,100})\]")


@dataclass(frozen=True)
class Words:
    """What an official writes: to whom, about what, and the text, a paragraph on each line."""

    addressee: str
    subject: str
    body: str

    def check(self) -> None:
        """Raise Refused where there is no text, or more than a paper of this kind bears."""
        if not self.body.strip():
            raise Refused("letter_empty", N_("Hãy viết nội dung văn bản."))
        if len(self.body) > MOST_BODY:
            raise Refused("letter_long", N_("Nội dung văn bản dài quá {most} ký tự."), most=MOST_BODY)
        if max(len(self.addressee), len(self.subject)) > MOST_LINE:
            raise Refused("letter_line_long", N_("Nơi nhận và trích yếu dài không quá {most} ký tự."), most=MOST_LINE)

    def blanks(self) -> list[str]:
        """Return what is still to be written, each once, in its order."""
        return list(dict.fromkeys(BLANK.findall("\n".join((self.addressee, self.subject, self.body)))))


@dataclass(frozen=True)
class Template:
    """One template and the days on which it counts, the end not among them."""

    key: str
    kind: LetterKind
    name: str
    title: str
    words: Words
    first: date | None
    end: date | None

    def counts_on(self, day: date) -> bool:
        """Tell whether it may be chosen on a day."""
        return (self.first is None or day >= self.first) and (self.end is None or day < self.end)

    def fields(self) -> set[str]:
        """Return the names of what it asks of the dossier."""
        return set(FIELD.findall("\n".join((self.words.addressee, self.words.subject, self.words.body))))


def templates_of(data: Mapping[str, Any]) -> tuple[Template, ...]:
    """Return the templates that a data file describes.

    Raises ValueError for a kind or field that nobody knows, and for two templates of one key that count on one day.
    """
    found = tuple(
        Template(
            key=str(one["key"]),
            kind=LetterKind(one["kind"]),
            name=one["name"],
            title=one.get("title") or "",
            words=Words(one.get("addressee") or "", one["subject"], one["body"].strip()),
            first=one.get("first"),
            end=one.get("end"),
        )
        for one in data["templates"]
    )
    for place, one in enumerate(found):
        if unknown := one.fields() - set(FIELDS):
            raise ValueError(f"template {one.key} asks for unknown fields: {', '.join(sorted(unknown))}")
        for other in found[place + 1 :]:
            starts = max(one.first or date.min, other.first or date.min)
            if one.key == other.key and starts < min(one.end or date.max, other.end or date.max):
                raise ValueError(f"two templates {one.key} count on {starts}")
    return found


def fill(words: Words, facts: Mapping[str, str]) -> Words:
    """Return a template's words with a dossier's facts; what the dossier does not have stays a blank to be written."""

    def put(found: re.Match[str]) -> str:
        # Brackets in what an applicant wrote are no blanks of ours.
        said = facts.get(found[1], "").replace("[", "(").replace("]", ")")
        return said or f"[{FIELDS[found[1]]}]"

    return Words(FIELD.sub(put, words.addressee), FIELD.sub(put, words.subject), FIELD.sub(put, words.body))


class Sign(StrEnum):
    """How a line of the newer text stands to the older."""

    SAME = "same"
    OLD = "old"
    NEW = "new"


def compare(old: Words, new: Words) -> list[tuple[Sign, str]]:
    """Return the lines of two versions, addressee and subject first: of both, of the old alone, of the new alone."""
    before, after = _lines(old), _lines(new)
    found: list[tuple[Sign, str]] = []
    for what, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if what == "equal":
            found += [(Sign.SAME, line) for line in before[a:b]]
        else:
            found += [(Sign.OLD, line) for line in before[a:b]] + [(Sign.NEW, line) for line in after[c:d]]
    return found


def _lines(words: Words) -> Sequence[str]:
    return [words.addressee, words.subject, *words.body.splitlines()]
