"""Conditions of papers, fees and cases chosen in rows: a field, a comparison, a value, without any script.

A form sends its rows, the expression, and the expression as the page had shown it: what nobody changed since comes back
as it was written, and a row is written anew only where somebody changed one (`procedures/conditions.py`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.eforms.fields import NUMBERS, Kind
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean, fold
from motcua.lib.typed_days import read_day
from motcua.procedures.conditions import (
    ANSWERED,
    ORDERED,
    UNANSWERED,
    Names,
    Other,
    Row,
    Rows,
    Value,
    may_compare,
    read_rows,
    say_condition,
    write_rows,
)
from motcua.ui.texts import worded

# How many rows a form takes; what needs more is an expression.
MOST = 6
SIGNS = (
    ("==", N_("là, bằng")),
    ("!=", N_("không phải là, khác")),
    (">", N_("lớn hơn, sau ngày")),
    (">=", N_("từ … trở lên, từ ngày")),
    ("<", N_("nhỏ hơn, trước ngày")),
    ("<=", N_("không quá, đến hết ngày")),
    (ANSWERED, N_("đã trả lời")),
    (UNANSWERED, N_("chưa trả lời")),
)
JOINS = (("&&", N_("và: tất cả cùng đúng")), ("||", N_("hoặc: chỉ cần một điều đúng")))
YES_NO = (("true", N_("có")), ("false", N_("không")))
# The boxes of a row, in the names of the form.
BOXES = ("path", "sign", "value")
_DECIMAL = re.compile(r"\d{1,15}(?:[.,]\d{1,6})?")
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d{1,15}")

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Chosen:
    """A row as a page has it: what is chosen or typed, which values can be chosen, and what is wrong with which box.

    `others` are the questions whose answer it can be compared with, as one types them: “Ngày cấp”.
    """

    number: int
    path: str = ""
    sign: str = "=="
    value: str = ""
    choices: Choices = ()
    others: Sequence[str] = ()
    problems: tuple[tuple[str, str], ...] = ()

    def problem(self, box: str) -> str:
        """Return what is wrong with one of its boxes; empty where nothing is."""
        return dict(self.problems).get(box, "")


@dataclass(frozen=True)
class Condition:
    """A condition as a page has it. `words` tell one that rows cannot hold, where words can."""

    text: str
    was: str
    rows: Sequence[Chosen]
    join: str
    fields: Choices
    is_code: bool = False
    words: str = ""

    @property
    def signs(self) -> Choices:
        """Return the comparisons."""
        return [(sign, _(words)) for sign, words in SIGNS]

    @property
    def joins(self) -> Choices:
        """Return how several rows can be joined."""
        return [(join, _(words)) for join, words in JOINS]

    @property
    def is_full(self) -> bool:
        """Tell whether no row can be added."""
        return len(self.rows) >= MOST

    def without_faults(self) -> "Condition":
        """Return it with nothing said to be wrong."""
        return replace(self, rows=[replace(row, problems=()) for row in self.rows])


@dataclass(frozen=True)
class _Typed:
    rows: tuple[tuple[str, str, str], ...]
    join: str


def is_asking(key: str, post: QueryDict) -> bool:
    """Tell whether a form was sent for more rows, or for the values of the fields chosen, and not to be kept."""
    return f"{key}-act" in post


def read_condition(
    key: str, post: QueryDict, old: str, names: Names, problems: dict[str, str], *, has_guards: bool = True
) -> str:
    """Return the expression that a form means. What cannot be read is added to `problems`, by the name of its box.

    Without guards an expression about what is not answered cannot be computed, as checks of a form want it.
    """
    was = post.get(f"{key}-was", old)
    if _plain(was) == _plain(old):
        was = old
    text, typed, before = clean(post.get(key, "")), _typed(key, post), _shown(was, names)
    is_retyped = _plain(text) != _plain(was)
    is_chosen = typed is not None and typed != (before or _Typed((), typed.join))
    if typed is None or not is_chosen or (is_retyped and text and not typed.rows):
        return text if is_retyped else was
    if text and is_retyped:
        problems[f"{key}-text"] = _("Cả các ô chọn lẫn biểu thức đều đã sửa. Chỉ sửa một nơi, hoặc xóa hết biểu thức.")
        return text
    if text and before is None:
        problems[f"{key}-text"] = _("Muốn dùng các ô chọn thì xóa biểu thức này trước.")
        return text
    rows = []
    for number, row in _numbered(key, post):
        found = _row(key, number, row, names, problems)
        rows += [found] if found is not None else []
    try:
        return write_rows(Rows(tuple(rows), "||" if typed.join == "||" else "&&"), has_guards=has_guards)
    except ValueError:
        problems[f"{key}-text"] = _("Giá trị có cả hai loại dấu nháy hoặc dấu \\ thì các ô chọn không ghi được.")
        return was


def condition_of(
    key: str, source: str, names: Names, problems: Mapping[str, str], typed: QueryDict | None
) -> Condition:
    """Return a condition to be drawn; with `typed`, as it was chosen and typed there.

    `problems` are by the names of boxes, as `read_condition` gives them.
    """
    # What the form asks, then what is known of every dossier.
    fields = [(path, _label(path, names)) for path in sorted(names.kinds, key=lambda one: "." not in one)]
    if typed is None:
        shown = _shown(source, names)
        held = [Chosen(number, *row) for number, row in enumerate(shown.rows, start=1)] if shown else []
        words = say_condition(source, names) if shown is None else ""
        page = Condition(source, source, held, shown.join if shown else "", fields, shown is None, words)
    else:
        was, is_wrong = typed.get(f"{key}-was", ""), f"{key}-text" in problems
        held = [Chosen(number, *row) for number, row in _numbered(key, typed)]
        text = clean(typed.get(key, ""))
        page = Condition(text, was, held, typed.get(f"{key}-join", ""), fields, is_wrong or _shown(was, names) is None)
        if typed.get(f"{key}-act") == "more" and len(held) < MOST:
            held.append(Chosen(len(held) + 1))
    keeps = typed is None or not is_asking(key, typed)
    rows = [_offered(key, row, names, problems, keeps=keeps) for row in held or [Chosen(1)]]
    return replace(page, rows=[replace(row, number=number) for number, row in enumerate(rows, start=1)])


def _offered(key: str, row: Chosen, names: Names, problems: Mapping[str, str], *, keeps: bool) -> Chosen:
    """Return a row with the values to choose from, and what is wrong in it. `keeps`: also a value that is none."""
    choices, value = _choices(row.path, names), row.value
    others = list(_others(row.path, names))
    if choices:
        known = _key(value, choices)
        if known is None and value and keeps:
            choices.append((value, value))
        value = known or (value if keeps else "")
    found = tuple((box, problems.get(f"{key}-{box}-{row.number}", "")) for box in BOXES)
    return replace(
        row, value=value, choices=choices, others=others, problems=tuple((box, what) for box, what in found if what)
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _typed(key: str, post: QueryDict) -> _Typed | None:
    """Return the rows of a form that say something; None of a form that had none."""
    if f"{key}-path-1" not in post:
        return None
    rows = tuple(row for _number, row in _numbered(key, post))
    return _Typed(rows, post.get(f"{key}-join", "") if len(rows) > 1 else "")


def _numbered(key: str, post: QueryDict) -> list[tuple[int, tuple[str, str, str]]]:
    rows = [
        (number, tuple(clean(post.get(f"{key}-{box}-{number}", "")) for box in BOXES)) for number in range(1, MOST + 1)
    ]
    return [(number, (path, sign or "==", value)) for number, (path, sign, value) in rows if path or value]


def _shown(source: str, names: Names) -> _Typed | None:
    """Return the boxes that a page shows for an expression; None of one that rows cannot hold."""
    found = read_rows(source, names)
    if found is None or len(found.rows) > MOST:
        return None
    rows = tuple((row.path, row.sign, _said(row.value, row.path, names)) for row in found.rows)
    return _Typed(rows, found.join if len(rows) > 1 else "")


def _said(value: Value, path: str, names: Names) -> str:
    """Return a value as people write it."""
    kind = names.kinds[path]
    if value is None:
        return ""
    if isinstance(value, Other):
        return next(words for words, other in _others(path, names).items() if other == value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "/".join(reversed(value.split("-"))) if kind == Kind.DATE else value
    return str(value).replace(".", ",")


def _label(path: str, names: Names) -> str:
    label = names.labels[path].strip("“”")
    return f"{label[:1].upper()}{label[1:]}"


def _others(path: str, names: Names) -> dict[str, str]:
    """Return the questions whose answers can stand beside that of one: their labels in quotes, and their paths."""
    kind = names.kinds.get(path, "")
    if _choices(path, names):
        return {}
    found = [other for other, its in names.kinds.items() if other != path and may_compare(kind, its)]
    labels = [_label(other, names) for other in found]
    return {
        f"“{label}”" if labels.count(label) == 1 else f"“{label}” [{other}]": other
        for other, label in zip(found, labels, strict=True)
    }


def _choices(path: str, names: Names) -> list[tuple[str, str]]:
    if names.kinds.get(path) == Kind.YES_NO:
        return [(key, _(words)) for key, words in YES_NO]
    return list(names.values.get(path, {}).items())


def _key(value: str, choices: Choices) -> str | None:
    """Return which choice is meant, by its key or by its words; None where it is none of them."""
    wanted = fold(value)
    return next((key for key, words in choices if value == key or (value and wanted == fold(words))), None)


def _row(key: str, number: int, row: tuple[str, str, str], names: Names, problems: dict[str, str]) -> Row | None:
    path, sign, value = row
    kind = names.kinds.get(path)
    if kind is None:
        problems[f"{key}-path-{number}"] = _("Hãy chọn xét điều gì.")
        return None
    if sign not in dict(SIGNS):
        problems[f"{key}-sign-{number}"] = _("Hãy chọn một cách so sánh.")
        return None
    if sign in {ANSWERED, UNANSWERED}:
        return Row(path, sign)
    if sign in ORDERED and kind not in NUMBERS and kind != Kind.DATE:
        problems[f"{key}-sign-{number}"] = _("Điều này không có lớn hơn, nhỏ hơn; hãy chọn “là” hoặc “không phải là”.")
        return None
    try:
        other = _other(value, path, names)
        return Row(path, sign, _value(value, kind, _choices(path, names)) if other is None else other)
    except Refused as refusal:
        problems[f"{key}-value-{number}"] = worded(refusal)
        return None


def _other(typed: str, path: str, names: Names) -> Other | None:
    """Return the question whose label was typed in quotes; None where no quotes are. Raises Refused for no question."""
    if typed[:1] not in {"“", '"', "”"} or not _others(path, names):
        return None
    known = {_unquoted(words): other for words, other in _others(path, names).items()}
    found = known.get(_unquoted(typed))
    if found is None:
        raise Refused("no_question", N_("Không có câu hỏi nào so được có nhãn {value}."), value=typed)
    return Other(found)


def _unquoted(words: str) -> str:
    return fold("".join(letter for letter in words if letter not in '“”"'))


def read_decimal(typed: str) -> int | float:
    """Return a number as people write it; raises Refused with what to write instead."""
    if not _DECIMAL.fullmatch(typed):
        raise Refused("no_number", N_("Hãy ghi một số, ví dụ 2 hoặc 0,5."))
    return float(typed.replace(",", ".")) if {",", "."} & set(typed) else int(typed)


def whole_numbers(names: Names) -> list[tuple[str, str]]:
    """Return the questions that are answered with a whole number, for a choice: path and label."""
    return [(path, _label(path, names)) for path, kind in names.kinds.items() if kind == Kind.INTEGER]


def _value(typed: str, kind: str, choices: Choices) -> Value:
    """Return a value as the expression has it; raises Refused with what to write instead."""
    if not typed:
        raise Refused("no_value", N_("Hãy chọn hoặc ghi giá trị."))
    if choices:
        found = _key(typed, choices)
        if found is None:
            raise Refused("no_choice", N_("“{value}” không phải là lựa chọn nào ở đây; hãy chọn lại."), value=typed)
        return found == "true" if kind == Kind.YES_NO else found
    if kind == Kind.DATE:
        return read_day(typed, code="day").isoformat()
    if kind == Kind.DECIMAL:
        return read_decimal(typed)
    if kind in NUMBERS:
        if not _GROUPED.fullmatch(typed):
            raise Refused("no_whole", N_("Hãy ghi một số nguyên, ví dụ 2 hoặc 8.000."))
        return int(typed.replace(".", "").replace(" ", ""))
    return typed
