"""Letters and decisions written from templates: which count on a day, filling them, what is still blank, what differs.

Form and parts of the papers: Decree 30/2020/NĐ-CP, Phụ lục I and III. The data file is `dossiers/data/letters.yaml`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher, get_close_matches
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
    "code": N_("mã hồ sơ"),
    "procedure": N_("tên thủ tục"),
    "owner": N_("tên chủ hồ sơ"),
    "submitter": N_("tên người nộp"),
    "agency": N_("cơ quan giải quyết"),
    "unit": N_("bộ phận một cửa"),
    "submitted_on": N_("ngày nộp"),
    "accepted_on": N_("ngày tiếp nhận"),
    "due_on": N_("ngày hẹn trả"),
    "answers": N_("nội dung khai"),
    "official": N_("cán bộ soạn"),
}
FIELD = re.compile(r"\{(\w+)\}")
BLANK = re.compile(r"\[([^\[\]\n]{1,100})\]")
# Anything in braces or brackets, closed or not.
MARKED = re.compile(r"\{[^{}\n]*\}|\[[^\[\]\n]*\]|[{}\[\]]")
PART_NAMES: dict[str, str] = {"addressee": N_("Kính gửi"), "subject": N_("Trích yếu"), "body": N_("Nội dung")}


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
class Fault:
    """A wrong place in a template's words: the part (PART_NAMES), the line in it from 1, what stands there.

    `meant` is the field whose name comes nearest, where it is a field that nobody knows.
    """

    part: str
    line: int
    text: str
    meant: str = ""

    def refusal(self) -> Refused:
        """Return it as a sentence that says where and what to do."""
        place = {"part": PART_NAMES[self.part], "line": self.line, "text": self.text}
        if self.meant:
            text = N_("{part}, dòng {line}: không có chỗ điền nào tên “{text}”. Có phải “{meant}” không?")
            return Refused("letter_fault", text, meant="{" + self.meant + "}", **place)
        if self.text.startswith("{") and self.text.endswith("}"):
            text = N_("{part}, dòng {line}: không có chỗ điền nào tên “{text}”. Hãy chọn trong danh sách.")
            return Refused("letter_fault", text, **place)
        text = N_("{part}, dòng {line}: “{text}” thiếu dấu đóng hoặc mở. Viết {{…}} để điền, […] để cán bộ viết.")
        return Refused("letter_fault", text, **place)


def faults(words: Words) -> list[Fault]:
    """Return what nobody could fill in: fields without a meaning, braces and brackets that stand alone."""
    found = []
    for part in PART_NAMES:
        for number, line in enumerate(getattr(words, part).splitlines(), start=1):
            for mark in MARKED.findall(line):
                name = FIELD.fullmatch(mark)
                if BLANK.fullmatch(mark) or (name and name[1] in FIELDS):
                    continue
                near = get_close_matches(mark.strip("{} ").lower(), FIELDS, n=1) if mark.startswith("{") else []
                found.append(Fault(part, number, mark[:60], near[0] if near else ""))
    return found


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

    def plain(self) -> dict[str, str]:
        """Return it as a data file has it, without its days."""
        return {
            "key": self.key,
            "kind": self.kind.value,
            "name": self.name,
            "title": self.title,
            "addressee": self.words.addressee,
            "subject": self.words.subject,
            "body": self.words.body,
        }

    def lines(self) -> list[str]:
        """Return it line by line, as two of them are compared."""
        return [self.name, KIND_NAMES[self.kind], self.title, *_lines(self.words)]

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
    return compare_lines(_lines(old), _lines(new))


def compare_lines(before: Sequence[str], after: Sequence[str]) -> list[tuple[Sign, str]]:
    """Return the lines of two texts: of both, of the old alone, of the new alone."""
    found: list[tuple[Sign, str]] = []
    for what, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if what == "equal":
            found += [(Sign.SAME, line) for line in before[a:b]]
        else:
            found += [(Sign.OLD, line) for line in before[a:b]] + [(Sign.NEW, line) for line in after[c:d]]
    return found


def _lines(words: Words) -> Sequence[str]:
    return [words.addressee, words.subject, *words.body.splitlines()]
