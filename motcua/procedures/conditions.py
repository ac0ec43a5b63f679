"""Conditions of packages in words, where they have the usual shapes: who configures a procedure need not read code.

Comparisons of a question with a value, lists of values, what was answered at all, items of a list, dates, joined by
and, or, not. What has another shape is not put into words: better the code than half of what it says. The plainest of
them, comparisons joined by and alone or by or alone, are rows too, which forms let choose, and are written from rows.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from motcua.eforms.fields import NUMBERS, Kind
from motcua.lib.marks import N_
from motcua.procedures.rules.names import Channel

CHANNELS: dict[str, str] = {
    Channel.DIRECT: N_("trực tiếp"),
    Channel.ONLINE: N_("trực tuyến"),
    Channel.POST: N_("bưu chính"),
}
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^'\\]*'|\"[^\"\\]*\")|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)"
    r"|(?P<sign>==|!=|<=|>=|&&|\|\||[-+<>!()\[\],]))"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_HOURS = re.compile(r"(\d{1,6})h")
_MIDNIGHT = "T00:00:00Z"
# A day has ten characters.
_DAY_LONG = 10
_SIGNS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NUMBERS = {
    "==": N_("%(name)s bằng %(value)s"),
    "!=": N_("%(name)s khác %(value)s"),
    "<": N_("%(name)s nhỏ hơn %(value)s"),
    "<=": N_("%(name)s không quá %(value)s"),
    ">": N_("%(name)s lớn hơn %(value)s"),
    ">=": N_("%(name)s từ %(value)s trở lên"),
}
_DAYS = {
    "==": N_("%(name)s là ngày %(value)s"),
    "!=": N_("%(name)s không phải ngày %(value)s"),
    "<": N_("%(name)s trước ngày %(value)s"),
    "<=": N_("%(name)s đến hết ngày %(value)s"),
    ">": N_("%(name)s sau ngày %(value)s"),
    ">=": N_("%(name)s từ ngày %(value)s"),
}
_IS, _IS_NOT = N_("%(name)s là %(value)s"), N_("%(name)s không phải là %(value)s")
_ANSWERED, _UNANSWERED = N_("%(name)s đã trả lời"), N_("%(name)s chưa trả lời")
_NO_DAY = N_("%(name)s chưa ghi đủ ngày, tháng, năm")
_SINCE = {
    ">": N_("đã quá %(value)s ngày kể từ %(name)s"),
    "<=": N_("chưa quá %(value)s ngày kể từ %(name)s"),
}
_YES, _NO = N_("%(name)s: có"), N_("%(name)s: không")
_NULL = object()
# What looks like a name and is none.
_WORDS = frozenset({"true", "false", "null", "in"})
# How rows say that a question was answered at all, or was not.
ANSWERED, UNANSWERED = "answered", "unanswered"
ORDERED = frozenset({"<", "<=", ">", ">="})
Value = str | int | float | bool | None
_TEXTS = frozenset({Kind.TEXT, Kind.TEXTAREA})
_WHOLE = frozenset({Kind.INTEGER, Kind.MONEY})


class Other(str):
    """The path of another answer, as the value that a row compares with."""

    __slots__ = ()


@dataclass(frozen=True)
class Names:
    """What paths of a condition are called: questions by their labels, and what values of theirs are called.

    `kinds`: how those are asked that rows can compare (`eforms.fields.Kind`); not an item of a list, which are many.
    """

    labels: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One comparison: a path, a sign (of the language, or ANSWERED, UNANSWERED, which have no value), a value."""

    path: str
    sign: str
    value: Value = None


@dataclass(frozen=True)
class Rows:
    """A condition of comparisons alone, joined by `&&` or `||`."""

    rows: tuple[Row, ...] = ()
    join: str = "&&"


def may_compare(kind: str, other: str) -> bool:
    """Tell whether answers of two kinds can stand beside each other in a row."""
    return (kind == other and kind in {Kind.DATE, Kind.DECIMAL}) or any(
        {kind, other} <= one for one in (_TEXTS, _WHOLE)
    )


def read_rows(source: str, names: Names) -> Rows | None:
    """Return a condition as rows; None where rows cannot hold it, or where it names what has no label or kind."""
    if not source.strip():
        return Rows()
    try:
        reader = _Reader(source, names)
        reader.either()
    except _Unusual:
        return None
    rows = _without_implied(reader.rows, reader.joins)
    joins = reader.joins if len(rows) > 1 else set()
    if not reader.is_done or not reader.is_flat or len(joins) > 1 or not all(_is_known(row, names) for row in rows):
        return None
    return Rows(tuple(rows), next(iter(joins), "&&"))


def _is_known(row: Row, names: Names) -> bool:
    kinds = names.kinds
    return row.path in kinds and (
        not isinstance(row.value, Other) or may_compare(kinds[row.path], kinds.get(row.value, ""))
    )


def _looked_at(row: Row) -> list[str]:
    """Return the paths that a row is about."""
    return [row.path, *([str(row.value)] if isinstance(row.value, Other) else [])]


def write_rows(rows: Rows, *, has_guards: bool = True) -> str:
    """Return the expression of rows. Raises ValueError for a text that cannot be quoted.

    Without guards what compares an answer that is not there cannot be computed; with them it does not hold.
    """
    is_alone = rows.join == "&&"
    return f" {rows.join} ".join(_written(row, is_alone=is_alone, has_guards=has_guards) for row in rows.rows)


def _written(row: Row, *, is_alone: bool, has_guards: bool) -> str:
    if row.sign in {ANSWERED, UNANSWERED}:
        return f"{row.path} {'!=' if row.sign == ANSWERED else '=='} null"
    compared = f"{row.path} {row.sign} {_literal(row.value)}"
    open_ones = [path for path in _looked_at(row) if path.startswith(("answers.", "item."))]
    if not has_guards or row.sign not in ORDERED or not open_ones:
        return compared
    # What is not answered has no order: without this the whole could not be computed.
    guarded = " && ".join([*(f"{path} != null" for path in open_ones), compared])
    return guarded if is_alone else f"({guarded})"


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Other) or not isinstance(value, str):
        return str(value)
    quote = '"' if "'" in value else "'"
    if quote in value or "\\" in value:
        raise ValueError(value)
    return f"{quote}{value}{quote}"


def _without_implied(rows: list[Row], joins: set[str]) -> list[Row]:
    """Return rows without those said twice: again, or `x != null` beside a comparison that needs it."""
    ordered = {path for row in rows if row.sign in ORDERED for path in _looked_at(row)} if joins <= {"&&"} else set()
    return [row for row in dict.fromkeys(rows) if row.sign != ANSWERED or row.path not in ordered]


def say_condition(source: str, names: Names) -> str:
    """Return a condition in words of the reader's language, the labels as the package has them; empty where it cannot.

    A name nobody has a label for, and every function but the usual ones, cannot be put into words.
    """
    try:
        reader = _Reader(source, names)
        said = reader.either()
        return said if reader.is_done else ""
    except _Unusual:
        return ""


class _Unusual(Exception):
    """This is not one of the usual shapes."""


class _Reader:
    def __init__(self, source: str, names: Names) -> None:
        self._tokens: list[tuple[str, str]] = []
        self._at, self._names, self._scope = 0, names, dict[str, str]()
        # What was read, as rows; whether it is those alone.
        self.rows: list[Row] = []
        self.joins: set[str] = set()
        self.is_flat = True
        place, source = 0, source.rstrip()
        while place < len(source):
            found = _TOKEN.match(source, place)
            if found is None:
                raise _Unusual
            self._tokens.append((str(found.lastgroup), found[str(found.lastgroup)]))
            place = found.end()

    @property
    def is_done(self) -> bool:
        return self._at == len(self._tokens)

    def either(self) -> str:
        parts = self._joined("||", self._both)
        return f" {_('hoặc')} ".join(parts)

    def _both(self) -> str:
        begin = len(self.rows)
        parts = self._joined("&&", self._one)
        if self.is_flat:
            ordered = [row for row in self.rows[begin:] if row.sign in ORDERED]
            implied = {self._say(_ANSWERED, path) for row in ordered for path in _looked_at(row)}
            parts = [part for part in parts if part not in implied]
        alone = f" {_('hoặc')} "
        # Read aloud, "or" binds less than "and": what would be heard otherwise stands in brackets.
        return f" {_('và')} ".join(f"({part})" if alone in part and len(parts) > 1 else part for part in parts)

    def _joined(self, sign: str, read: Callable[[], str]) -> list[str]:
        parts = [read()]
        while self._takes(sign):
            self.joins.add(sign)
            parts.append(read())
        # `x != null && x != ''` says one thing.
        return list(dict.fromkeys(parts))

    def _one(self) -> str:
        if self._takes("!"):
            return self._compared(self._path(), "==", False)
        if self._takes("("):
            return self._bracketed()
        kind, text = self._peek()
        if kind in {"text", "number"}:
            value = self._value()
            sign = self._sign()
            return self._compared(self._path(), _TURNED.get(sign, sign), value)
        if (kind, text) == ("name", "has") or (kind, text) == ("name", "size"):
            return self._called(text)
        if self._takes_name("timestamp"):
            return self._since()
        path = self._path()
        head, _dot, last = path.rpartition(".")
        if last in {"size", "exists"} and self._takes("("):
            return self._counted(head) if last == "size" else self._some(head)
        if self._takes_name("in"):
            return self._listed(path)
        if self._peek()[1] in _SIGNS:
            sign, (kind, text) = self._sign(), self._peek()
            if kind == "name" and text not in _WORDS:
                return self._against(path, sign, self._path())
            return self._compared(path, sign, self._value())
        return self._compared(path, "==", True)

    def _against(self, path: str, sign: str, other: str) -> str:
        """Say one answer beside another, or a day beside that of filing."""
        self.rows.append(Row(self._whole(path), sign, Other(self._whole(other))))
        label, kind = self._label(other), self._names.kinds.get(self._whole(path), "")
        if kind == Kind.DATE:
            return self._say(_DAYS[sign], path, label.removeprefix(f"{_('ngày')} "))
        said = _("câu trả lời ở %(name)s") % {"name": label}
        if kind in NUMBERS:
            return self._say(_NUMBERS[sign], path, said)
        if sign not in {"==", "!="}:
            raise _Unusual
        return self._say(_IS if sign == "==" else _IS_NOT, path, said)

    def _bracketed(self) -> str:
        """Read on after a bracket. What stands in it may be one row, like `(x != null && x > 2)`."""
        begin, around = len(self.rows), self.joins
        self.joins = set()
        said = self.either()
        self._need(")")
        inner = _without_implied(self.rows[begin:], self.joins)
        self.rows[begin:] = inner
        self.is_flat = self.is_flat and len(inner) == 1
        self.joins = around
        return said

    def _answered(self, path: str, sign: str) -> str:
        self.rows.append(Row(self._whole(path), sign))
        return self._say(_ANSWERED if sign == ANSWERED else _UNANSWERED, path)

    def _called(self, function: str) -> str:
        self._at += 1
        self._need("(")
        path = self._path()
        if function == "has":
            self._need(")")
            return self._answered(path, ANSWERED)
        return self._counted(path)

    def _counted(self, path: str) -> str:
        """Read on after `size(`: how many there are of a list, or letters of a text, is compared with none."""
        self._need(")")
        sign, value = self._sign(), self._value()
        if (sign, value) in {(">", 0), (">=", 1), ("!=", 0)}:
            return self._answered(path, ANSWERED)
        if (sign, value) in {("==", 0), ("<", 1)}:
            return self._answered(path, UNANSWERED)
        if (sign, value) == ("<", _DAY_LONG):
            self.is_flat = False
            return self._say(_NO_DAY, path)
        raise _Unusual

    def _since(self) -> str:
        """Read on after `timestamp`: `(today + …) - timestamp(a day + …) > duration('1440h')`, so many days ago."""
        self.is_flat = False
        begun = self._midnight()
        self._need("-")
        if not self._takes_name("timestamp"):
            raise _Unusual
        path, sign = self._midnight(), self._sign()
        if begun != "today" or sign not in _SINCE or not self._takes_name("duration"):
            raise _Unusual
        self._need("(")
        hours = _HOURS.fullmatch(str(self._value()))
        self._need(")")
        if hours is None or int(hours[1]) % 24:
            raise _Unusual
        return self._say(_SINCE[sign], path, str(int(hours[1]) // 24))

    def _midnight(self) -> str:
        self._need("(")
        path = self._path()
        self._need("+")
        if self._value() != _MIDNIGHT:
            raise _Unusual
        self._need(")")
        return path

    def _some(self, path: str) -> str:
        """Read on after `exists(`: an item of a list of which something holds."""
        self.is_flat = False
        variable = self._path()
        if "." in variable or variable in self._scope:
            raise _Unusual
        self._need(",")
        self._scope[variable] = path
        said = self.either()
        del self._scope[variable]
        self._need(")")
        return _("có mục mà %(condition)s") % {"condition": said}

    def _listed(self, path: str) -> str:
        self._need("[")
        values = [self._value()]
        while self._takes(","):
            values.append(self._value())
        self._need("]")
        self.rows += [Row(self._whole(path), "==", value) for value in values]
        self.joins |= {"||"} if len(values) > 1 else set()
        said = ", ".join(self._said_value(path, value) for value in values)
        return _("%(name)s là một trong: %(values)s") % {"name": self._label(path), "values": said}

    def _compared(self, path: str, sign: str, value: Any) -> str:
        if value is _NULL or value == "":
            if sign not in {"==", "!="}:
                raise _Unusual
            return self._answered(path, UNANSWERED if sign == "==" else ANSWERED)
        if isinstance(value, bool):
            if sign not in {"==", "!="}:
                raise _Unusual
            self.rows.append(Row(self._whole(path), "==", value == (sign == "==")))
            return self._say(_YES if value == (sign == "==") else _NO, path)
        self.rows.append(Row(self._whole(path), sign, value))
        said = self._said_value(path, value)
        if isinstance(value, int | float):
            return self._say(_NUMBERS[sign], path, said)
        if _DAY.fullmatch(value):
            return self._say(_DAYS[sign], path, "/".join(reversed(value.split("-"))))
        if sign not in {"==", "!="}:
            raise _Unusual
        return self._say(_IS if sign == "==" else _IS_NOT, path, said)

    def _say(self, words: str, path: str, value: str = "") -> str:
        return _(words) % {"name": self._label(path), "value": value}

    def _label(self, path: str) -> str:
        label = self._names.labels.get(self._whole(path))
        if label is None:
            raise _Unusual
        return label

    def _said_value(self, path: str, value: Any) -> str:
        known = self._names.values.get(self._whole(path), {})
        if isinstance(value, str):
            return f"“{known.get(value, value)}”"
        return known.get(str(value), f"{value}")

    def _whole(self, path: str) -> str:
        first, dot, rest = path.partition(".")
        return f"{self._scope[first]}{dot}{rest}" if first in self._scope else path

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if not self.is_done else ("", "")

    def _takes(self, sign: str) -> bool:
        found = self._peek() == ("sign", sign)
        self._at += found
        return found

    def _takes_name(self, name: str) -> bool:
        found = self._peek() == ("name", name)
        self._at += found
        return found

    def _need(self, sign: str) -> None:
        if not self._takes(sign):
            raise _Unusual

    def _sign(self) -> str:
        kind, text = self._peek()
        if kind != "sign" or text not in _SIGNS:
            raise _Unusual
        self._at += 1
        return text

    def _path(self) -> str:
        kind, text = self._peek()
        if kind != "name" or text in _WORDS:
            raise _Unusual
        self._at += 1
        return text

    def _value(self) -> Any:
        kind, text = self._peek()
        self._at += 1
        if kind == "text":
            return text[1:-1]
        if kind == "number":
            return float(text) if "." in text else int(text)
        words = {"true": True, "false": False, "null": _NULL}
        if kind == "name" and text in words:
            return words[text]
        raise _Unusual
