"""Boxes of items: what was typed in them read, and an item shown in them again. What no box knows of stays."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.procedures.conditions import Names
from motcua.ui.texts import worded as worded_refusal

from .boxes import CONDITIONS, Box, Choices, Part, Shown
from .choosing import YES_NO, condition_of, is_asking, read_condition, read_decimal, whole_numbers

NUMBER = re.compile(r"-?\d{1,12}")
# Chosen where no question says a number: it is written as a formula.
TYPED = "~"
USED = "_used"
NO_NAMES = Names({})


def is_asked(part: Part, post: QueryDict) -> bool:
    """Tell whether a form was sent for more rows of a condition, and not to be kept."""
    return any(is_asking(box.key, post) for box in part.boxes if box.kind in CONDITIONS)


def read(
    part: Part, post: QueryDict, item: Mapping[str, Any], names: Names = NO_NAMES
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the item with what was posted put in, and what could not be read: {box: message}.

    `names` are what conditions may speak of; of a row of one, its own box has the message.
    """
    problems: dict[str, str] = {}
    if part.optional and not post.get(USED):
        return {}, problems
    changed: dict[str, Any] = dict(item)
    for box in part.boxes:
        if box.only_new and box.key in item:
            continue
        if box.kind in CONDITIONS:
            old, has_guards = str(item.get(box.key) or ""), box.kind == "condition"
            value = read_condition(box.key, post, old, names, problems, has_guards=has_guards)
        else:
            value = _value(box, post, problems)
        _put(changed, box, value)
        if box.is_needed and value in (None, "", []) and box.key not in problems:
            problems[box.key] = _("Hãy ghi mục này.")
    _finish(part, changed)
    return changed, problems


def _value(box: Box, post: QueryDict, problems: dict[str, str]) -> Any:
    if box.kind == "many":
        return [value for value in post.getlist(box.key) if value]
    text = clean(post.get(box.key, ""))
    if box.kind == "yes":
        return bool(text)
    if box.kind == "truth":
        return {"true": True, "false": False}.get(text)
    if box.kind == "size":
        return int(text) if text in dict(box.choices) and text else None
    if box.kind == "formula":
        return (clean(post.get(f"{box.key}-typed", "")) if text == TYPED else text) or None
    if box.kind == "lines":
        return [line for line in text.split("\n") if line]
    if box.kind == "pairs":
        return _pairs(box, text, problems)
    if box.kind == "named":
        pairs = _pairs(box, text, problems)
        return [{"key": key, "name": words} for key, words in pairs.items()] if isinstance(pairs, dict) else pairs
    if box.kind == "day" and text:
        return _day(box, text, problems)
    if box.kind in {"number", "money"} and text:
        digits = text.replace(".", "").replace(" ", "").removesuffix("đồng").removesuffix("đ")
        if not NUMBER.fullmatch(digits):
            problems[box.key] = _("Hãy ghi số nguyên, chỉ gồm chữ số; ví dụ: 8.000.")
            return text
        return int(digits)
    if box.kind == "decimal" and text:
        return _decimal(box, text, problems)
    return text or None


def _decimal(box: Box, text: str, problems: dict[str, str]) -> int | float | str:
    try:
        return read_decimal(text)
    except Refused as refusal:
        problems[box.key] = worded_refusal(refusal)
        return text


def _day(box: Box, text: str, problems: dict[str, str]) -> str:
    try:
        day, month, year = (int(part) for part in re.split(r"[/.-]", text))
        return date(year, month, day).isoformat()
    except ValueError:
        problems[box.key] = _("Hãy ghi ngày/tháng/năm, ví dụ: 1/9/2026.")
        return text


def _pairs(box: Box, text: str, problems: dict[str, str]) -> Any:
    pairs = [[side.strip() for side in line.partition("=")[::2]] for line in text.split("\n") if line.strip()]
    if any(not key or not words for key, words in pairs) or len({key for key, _words in pairs}) != len(pairs):
        problems[box.key] = _("Hãy ghi mỗi dòng một lựa chọn, ví dụ: dat = Đạt; mỗi khóa một lần.")
        return text
    return dict(pairs)


def _put(item: dict[str, Any], box: Box, value: Any) -> None:
    """Put a value in its place; where it says what stands there already, the item stays to the letter."""
    first, _dot, second = box.key.partition(".")
    before = _get(item, box.key)
    if isinstance(before, str) and isinstance(value, str) and _as_shown(before, box) == _as_shown(value, box):
        return
    empty = value is None or value in ("", [], {}) or (value is False and box.kind != "truth")
    if second:
        inner = {**item.get(first, {})}
        if empty:
            inner.pop(second, None)
        else:
            inner[second] = value
        if inner or first in item:
            item[first] = inner
    elif empty and box.keeps_null:
        item[first] = None
    elif empty and not (box.kind == "yes" and first in item) and not box.is_needed:
        item.pop(first, None)
    else:
        item[first] = value


def _as_shown(text: str, box: Box) -> str:
    # A box on one line sends no line breaks.
    return clean(text) if box.kind == "long" else " ".join(clean(text).split())


def _finish(part: Part, item: dict[str, Any]) -> None:
    """Leave out what stands only half: a unit without an amount, an hour without what it does."""
    if part.key == "limits":
        if item.get("cutoff", {}).get("at"):
            item["cutoff"] = {"effect": "next_working_day", **item["cutoff"]}
        else:
            item.pop("cutoff", None)
        if not item.get("verification", {}).get("amount"):
            item.pop("verification", None)
    if part.key == "supplement" and not item.get("ask_within", {}).get("amount"):
        item.pop("ask_within", None)
    if part.key == "fees" and "kind" not in item:
        item["kind"] = None


def boxes_of(
    part: Part,
    item: Mapping[str, Any],
    offered: Mapping[str, Choices],
    *,
    problems: Mapping[str, str],
    typed: QueryDict | None = None,
    is_new: bool = False,
    names: Names = NO_NAMES,
) -> list[Shown]:
    """Return the boxes of an item to be drawn; what was typed and could not be read stands as it was typed.

    `offered` are the choices that the package itself gives (its cases, its papers as `originals`), and sector forms.
    """
    shown = []
    if part.optional:
        shown.append(Shown(Box(USED, part.optional, "yes"), USED, bool(item), error=problems.get(USED, "")))
    for box in part.boxes:
        is_offered = box.is_offered or part.key == "forms" or (box.key in {"cases", "originals"} and box.kind == "many")
        own = offered.get(box.key, ()) if is_offered else None
        choices = box.choices if own is None else own
        if (box.only_new and not is_new) or (own is not None and not own):
            continue
        value: Any = _get(item, box.key)
        if box.kind == "formula":
            shown.append(_formula(box, str(value or ""), names, problems, typed))
            continue
        if box.kind in CONDITIONS:
            shown.append(_condition(box, str(value or ""), names, problems, typed))
            continue
        if box.kind == "lines":
            value = "\n".join(map(str, value or ()))
        if box.kind == "pairs" and isinstance(value, Mapping):
            value = "\n".join(f"{key} = {words}" for key, words in value.items())
        if box.kind == "named" and isinstance(value, list):
            value = "\n".join(f"{one.get('key', '')} = {one.get('name', '')}" for one in value)
        if box.kind == "truth":
            value = {True: "true", False: "false"}.get(value, "")
            choices = (("", "–"), *YES_NO)
        if box.kind == "decimal" and value is not None:
            value = str(value).replace(".", ",")
        if box.kind == "day" and value:
            value = "/".join(reversed(str(value).split("-")))
        if typed is not None and box.key in problems and box.kind not in {"many", "yes"}:
            value = typed.get(box.key, "")
        worded = tuple((key, _(words) if own is None else words) for key, words in choices)
        shown.append(Shown(box, box.key, "" if value is None else value, worded, problems.get(box.key, "")))
    return shown


def _condition(box: Box, source: str, names: Names, problems: Mapping[str, str], typed: QueryDict | None) -> Shown:
    stands = typed is not None and (is_asking(box.key, typed) or any(one.startswith(f"{box.key}-") for one in problems))
    condition = condition_of(box.key, source, names, problems, typed if stands else None)
    error = problems.get(f"{box.key}-text") or problems.get(box.key, "")
    return Shown(box, box.key, source, error=error, condition=condition)


def _formula(box: Box, source: str, names: Names, problems: Mapping[str, str], typed: QueryDict | None) -> Shown:
    """Return a number that is the answer to a question or, where that cannot say it, a formula."""
    choices = [("", _("một lần cho cả hồ sơ")), *whole_numbers(names), (TYPED, _("công thức khác, viết ở ô dưới"))]
    chosen = source if source in dict(choices) else TYPED
    text = source if chosen == TYPED else ""
    if typed is not None and box.key in problems:
        chosen, text = typed.get(box.key, ""), typed.get(f"{box.key}-typed", text)
    return Shown(box, box.key, chosen, tuple(choices), problems.get(box.key, ""), typed=text)


def _get(item: Mapping[str, Any], key: str) -> Any:
    first, _dot, second = key.partition(".")
    value = item.get(first)
    return value.get(second) if second and isinstance(value, Mapping) else (None if second else value)
