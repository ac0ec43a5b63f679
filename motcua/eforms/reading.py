"""From what was typed or sent to answers. What does not convert stays as typed, to be shown again and mended."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, runtime_checkable

from motcua.eforms import definitions, partial_dates
from motcua.eforms.fields import MAX_ITEMS, Field, Kind, Step, get, is_empty, put
from motcua.lib.text import clean

ASKED = "_asked"
ADD = "_add"
REMOVE = "_remove"
# What is longer is cut here; it is far past every limit, so the check still tells the person.
LONGEST_KEPT = 20_000
ADDRESS_PARTS = ("country", "province", "ward", "detail", "old_text")
_NODES = 5_000
_DEPTH = 12
_GROUPED = re.compile(r"-?\d{1,3}(?:[.\u00a0 ]\d{3})+", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?", re.ASCII)
_UNIT = re.compile(r"\s*(?:đ|đồng|vnđ|vnd|₫)$", re.IGNORECASE)


@runtime_checkable
class ManyValued(Protocol):
    """A posted form in which one name may have several values, like Django's QueryDict."""

    def getlist(self, key: str) -> list[str]:
        """Return all values of a name."""


Posted = Mapping[str, Any]


def values(post: Posted, name: str) -> list[str]:
    """Return the texts posted under a name."""
    if isinstance(post, ManyValued):
        return post.getlist(name)
    value = post.get(name, [])
    return [value] if isinstance(value, str) else [str(item) for item in value]


def one(post: Posted, name: str) -> str:
    """Return the text posted under a name, or nothing."""
    found = values(post, name)
    return found[-1][: LONGEST_KEPT * 4] if found else ""


def tidy(text: str, *, lines: bool = False) -> str:
    """Return a typed text in NFC, without control characters, of bearable length."""
    text = clean(text)[:LONGEST_KEPT]
    return text if lines else " ".join(text.split())


def number(text: str, *, whole: bool) -> int | float | str:
    """Read a number as Vietnamese write it (1.500.000 or 1,5); what is none comes back as typed."""
    typed = _UNIT.sub("", text.strip())
    plain = re.sub(r"[.\u00a0 ]", "", typed) if _GROUPED.fullmatch(typed.split(",")[0]) else typed
    plain = plain.replace(",", ".")
    if _WHOLE.fullmatch(plain):
        return int(plain) if whole else float(plain)
    if not whole and _DECIMAL.fullmatch(plain):
        return float(plain)
    return text


def value_of(field: Field, post: Posted, name: str) -> Any:
    """Return the answer to one question from the posted values."""
    match field.kind:
        case Kind.CHECKBOXES:
            chosen = {str(value): value for value in field.options}
            return [chosen.get(text, tidy(text)) for text in dict.fromkeys(values(post, name)) if text][: MAX_ITEMS * 4]
        case Kind.FILE if field.many:
            return [tidy(text) for text in dict.fromkeys(values(post, name)) if text][: MAX_ITEMS * 4]
        case Kind.RADIOS | Kind.SELECT:
            text = tidy(one(post, name))
            return next((value for value in field.options if str(value) == text), text)
        case Kind.YES_NO:
            text = tidy(one(post, name))
            return {"yes": True, "no": False}.get(text, text)
        case Kind.INTEGER | Kind.MONEY:
            text = tidy(one(post, name))
            return number(text, whole=True) if text else ""
        case Kind.DECIMAL:
            text = tidy(one(post, name))
            return number(text, whole=False) if text else ""
        case Kind.DATE:
            if values(post, name):
                return partial_dates.read(tidy(one(post, name)))
            return partial_dates.keep(*(tidy(one(post, f"{name}.{part}"))[:40] for part in ("day", "month", "year")))
        case Kind.ADDRESS:
            return {part: text for part in ADDRESS_PARTS if (text := tidy(one(post, f"{name}.{part}")))}
        case Kind.TEXTAREA:
            return tidy(one(post, name), lines=True)
        case _:
            return definitions.written(field.format, tidy(one(post, name)))


def read_step(step: Step, post: Posted, answers: dict[str, Any], is_open: Callable[[str], bool] | None = None) -> None:
    """Put what was posted for one page into the answers. Questions that the page did not show stay as they were.

    So do those that `is_open` (told a question's path) does not open to the person, whatever was posted.
    """
    # The counter shows all pages of a form on one screen: each says for itself what it asks.
    asked = set(" ".join(values(post, ASKED)).split()) if ASKED in post else None
    if is_open is not None:
        asked = {name for name in asked or () if is_open(name)}
    for field in step.fields:
        if not field.is_question or field.computed is not None or (is_open is not None and not is_open(field.path)):
            continue
        if field.kind == Kind.GROUP:
            _read_group(field, post, answers, asked)
            continue
        for leaf in field.leaves():
            if asked is None or leaf.path in asked:
                put(answers, leaf.path, value_of(leaf, post, leaf.path))
    _press(step, post, answers, is_open)


def _read_group(group: Field, post: Posted, answers: dict[str, Any], asked: Iterable[str] | None) -> None:
    place = re.compile(re.escape(group.path) + r"\.(\d{1,3})\.")
    names = {match[1] for name in (post if asked is None else asked) if (match := place.match(name))}
    count = min(max((int(name) + 1 for name in names), default=0), group.most + 1, MAX_ITEMS * 2)
    known = get(answers, group.path)
    known = known if isinstance(known, list) else []
    if asked is not None and not names:
        return
    items: list[dict[str, Any]] = [dict(item) if isinstance(item, Mapping) else {} for item in known[:count]]
    items += [{} for _ in range(count - len(items))]
    for number_, item in enumerate(items):
        for field in group.parts:
            for leaf in field.leaves() if field.computed is None else ():
                name = f"{group.path}.{number_}.{leaf.path}"
                if asked is None or name in asked:
                    put(item, leaf.path, value_of(leaf, post, name))
    put(answers, group.path, items)


def _press(step: Step, post: Posted, answers: dict[str, Any], is_open: Callable[[str], bool] | None) -> None:
    """Do what a button "add another" or "remove" asks for."""
    groups = {
        field.path: field
        for field in step.fields
        if field.kind == Kind.GROUP and (is_open is None or is_open(field.path))
    }
    added = groups.get(one(post, ADD))
    if added is not None:
        items = get(answers, added.path)
        items = items if isinstance(items, list) else []
        if len(items) < added.most:
            put(answers, added.path, [*items, {}])
    path, _, index = one(post, REMOVE).rpartition(".")
    if path in groups and index.isdigit():
        items = get(answers, path)
        if isinstance(items, list) and int(index) < len(items):
            put(answers, path, items[: int(index)] + items[int(index) + 1 :])


def pressed(post: Posted) -> bool:
    """Tell whether a button inside the form was pressed, so that the page is to be shown again."""
    return bool(one(post, ADD) or one(post, REMOVE))


class TooMuch(Exception):
    """The answers sent are larger than any form can be."""


def taken(answers: Any) -> Any:
    """Return answers that a machine sent, with every text in NFC and clean; raises TooMuch for absurd sizes."""
    left = [_NODES]

    def walk(value: Any, depth: int) -> Any:
        left[0] -= 1
        if left[0] < 0 or depth > _DEPTH:
            raise TooMuch
        if isinstance(value, str):
            return clean(value[: LONGEST_KEPT * 4])[:LONGEST_KEPT]
        if isinstance(value, Mapping):
            return {clean(str(key))[:100]: walk(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [walk(item, depth + 1) for item in value]
        return value

    return walk(answers, 0)


def prefill(steps: tuple[Step, ...], answers: dict[str, Any], known: Any) -> None:
    """Fill what is not answered yet from what the system knows, then from the defaults."""
    for step in steps:
        for field in step.fields:
            for leaf in field.leaves() if field.computed is None else ():
                if leaf.locked_if is not None or not is_empty(get(answers, leaf.path)):
                    continue
                value = known(leaf)
                if is_empty(value):
                    value = leaf.default
                if not is_empty(value):
                    put(answers, leaf.path, value)
            if field.kind == Kind.GROUP and field.least and is_empty(get(answers, field.path)):
                put(answers, field.path, [{} for _ in range(field.least)])
