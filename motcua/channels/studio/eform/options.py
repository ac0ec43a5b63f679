"""The options of a question in words: those that are there keep their values, so that old answers stay readable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.lib.text import clean

from .naming import name_from

NEW = "option-new"


@dataclass(frozen=True)
class Option:
    """One option as a page has it. `value` is what the answers hold."""

    number: int
    value: str
    words: str
    place: str
    error: str = ""


@dataclass(frozen=True)
class Options:
    """The options of a question as a page has them; `added` are lines with the words of new ones."""

    rows: Sequence[Option]
    added: str = ""
    error: str = ""

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Return what is wrong: which control, and why."""
        rows = [(f"option-words-{row.number}", row.error) for row in self.rows if row.error]
        return rows + ([(NEW, self.error)] if self.error else [])


def said(words: Any) -> str:
    """Return the Vietnamese of a text of the files."""
    return str(words.get("vi", "")) if isinstance(words, Mapping) else str(words or "")


def sorting(place: int, before: int) -> tuple[int, int, int]:
    """Return the key that sorts rows by the place somebody wrote; who is moved goes past the one that stood there."""
    return place, (place > before) - (place < before), before


def options_of(
    values: Sequence[Any], words: Mapping[str, Any], problems: Mapping[str, str], typed: QueryDict | None
) -> Options:
    """Return the options to be drawn; with `typed`, as they were typed there."""
    rows = []
    for number, value in enumerate(values, start=1):
        text, place = said(words.get(str(value), str(value))), str(number)
        if typed is not None:
            text = typed.get(f"option-words-{number}", text)
            place = typed.get(f"option-place-{number}", place)
        rows.append(Option(number, str(value), text, place, problems.get(f"option-words-{number}", "")))
    return Options(rows, typed.get(NEW, "") if typed is not None else "", problems.get(NEW, ""))


def read_options(
    values: Sequence[Any], words: Mapping[str, Any], post: QueryDict, problems: dict[str, str]
) -> tuple[list[Any], dict[str, Any]]:
    """Return the values and the words that a form means.

    An option whose words were emptied is gone; a line of `option-new` is a new one. What is wrong is added to
    `problems`, by the name of its box.
    """
    kept: list[tuple[int, int, Any, Any]] = []
    for number, value in enumerate(values, start=1):
        if f"option-words-{number}" not in post:  # a form sent before the option was there
            kept.append((number, number, value, words.get(str(value), str(value))))
            continue
        text = " ".join(clean(post.get(f"option-words-{number}", "")).split())
        place = clean(post.get(f"option-place-{number}", str(number)))
        if not text:
            continue
        if not (place.isascii() and place.isdigit() and len(place) <= 3):
            problems[f"option-words-{number}"] = _("Thứ tự là một số, ví dụ 2.")
            place = str(number)
        old = words.get(str(value))
        kept.append((int(place), number, value, old if said(old) == text else text))
    kept.sort(key=lambda one: sorting(one[0], one[1]))
    new_values, new_words = [one[2] for one in kept], {str(one[2]): one[3] for one in kept}
    for line in clean(post.get(NEW, "")).split("\n"):
        if line:
            value = name_from(line, {*map(str, values), *new_words}, "chon")
            new_values.append(value)
            new_words[value] = line
    texts = [said(text) for text in new_words.values()]
    if not texts:
        problems[NEW] = _("Hãy ghi các lựa chọn, mỗi dòng một.")
    elif len(set(texts)) != len(texts):
        problems[NEW] = _("Hai lựa chọn có cùng chữ; người nộp không phân biệt được.")
    return new_values, new_words
