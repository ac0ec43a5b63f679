"""What an expression says of the answers, held against the schema before anybody files.

CEL takes a misspelt name and a value that no answer can have without a word: the condition never holds, and the
question or the paper is silently never asked for.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(
    r"""(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)"""
    r"""|(?P<sign>==|!=|\S)""",
    re.DOTALL,
)
_LOOPS = frozenset({"all", "exists", "exists_one", "filter", "map"})
_EQUAL = frozenset({"==", "!="})
_RECKONING = frozenset({"+", "-", "*", "/", "%"})
# Stands in a path for any item of a list.
_ITEM = "*"
_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": (int, float),
    "number": (int, float),
}


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


_NOTHING = _Token("", "")


@dataclass(frozen=True)
class Look:
    """One place where an expression looks at an answer: its path as written, its schema, and what is wrong with it."""

    path: str
    schema: Mapping[str, Any] | None
    fault: str = ""


def looks(source: str, scope: Mapping[str, Any], definitions: Mapping[str, Any]) -> list[Look]:
    """Return every look of an expression at the names of a scope (name -> schema)."""
    return list(_Reader(source, scope, definitions).read())


class _Reader:
    def __init__(self, source: str, scope: Mapping[str, Any], definitions: Mapping[str, Any]) -> None:
        self._tokens = [_Token(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(source)]
        self._scope = dict(scope)
        self._definitions = definitions

    def read(self) -> Iterator[Look]:
        for place, token in enumerate(self._tokens):
            if token.kind == "name" and token.text in self._scope and self._at(place - 1).text != ".":
                yield from self._look(place)

    def _at(self, place: int) -> _Token:
        return self._tokens[place] if 0 <= place < len(self._tokens) else _NOTHING

    def _look(self, start: int) -> Iterator[Look]:
        name = self._tokens[start].text
        keys, end = self._path(start + 1)
        method = ""
        if keys and self._at(end).text == "(":
            method = keys.pop()
        path = ".".join([name, *keys])
        schema = self._followed(self._scope[name])
        for key in keys:
            if schema is None:
                break
            inner = schema.get("items") if key == _ITEM else schema.get("properties", {}).get(key)
            if inner is None:
                yield Look(path, None, f"{path} is not in the schema")
                return
            schema = self._followed(inner)
        yield Look(path, schema)
        if schema is None:
            return
        if method:
            if method in _LOOPS and self._at(end + 1).kind == "name" and self._at(end + 2).text == ",":
                self._scope[self._at(end + 1).text] = schema.get("items", {})
            return
        for value in self._compared(start, end):
            if fault := _misfit(value, schema, self._followed(schema.get("items", {}))):
                yield Look(path, schema, f"{path} is compared with {value!r}: {fault}")

    def _path(self, place: int) -> tuple[list[str], int]:
        keys = []
        while True:
            if self._at(place).text == "." and self._at(place + 1).kind == "name":
                keys.append(self._at(place + 1).text)
                place += 2
            elif self._at(place).text == "[" and self._at(place + 2).text == "]":
                key = self._at(place + 1)
                keys.append(key.text[1:-1] if key.kind == "text" else _ITEM)
                place += 3
            else:
                return keys, place

    def _followed(self, schema: Any) -> Mapping[str, Any] | None:
        """Return a schema with its references followed; None where it cannot be known, and anything may stand."""
        for _ in range(10):
            if not isinstance(schema, Mapping):
                return None
            if "$ref" not in schema:
                return schema
            schema = self._definitions.get(str(schema["$ref"]).removeprefix("#/$defs/"))
        return None

    def _compared(self, start: int, end: int) -> Iterator[Any]:
        """Give the plain values that a look from start to end stands beside; those that are reckoned with are none."""
        before, after = self._at(start - 1).text, self._at(end).text
        if before in _RECKONING or after in _RECKONING:
            return
        if after in _EQUAL and self._at(end + 2).text not in _RECKONING | {".", "["}:
            yield from _plain(self._at(end + 1))
        if after == "in" and self._at(end + 1).text == "[":
            place = end + 2
            while self._at(place).kind and self._at(place).text != "]":
                yield from _plain(self._at(place))
                place += 1
        if before in _EQUAL | {"in"} and self._at(start - 3).text not in _RECKONING | {"."}:
            yield from _plain(self._at(start - 2))


def _plain(token: _Token) -> Iterator[Any]:
    """Give a token's value, where it is a plain one; null is no value, and an escape is left to CEL."""
    if token.kind == "text" and "\\" not in token.text:
        yield token.text[1:-1]
    elif token.kind == "number":
        yield float(token.text) if "." in token.text else int(token.text)
    elif token.text in ("true", "false"):
        yield token.text == "true"


def _misfit(value: Any, schema: Mapping[str, Any], items: Mapping[str, Any] | None) -> str:
    """Return why no answer can have a value, or nothing."""
    if schema.get("type") == "array":
        return _misfit(value, items, None) if items else ""
    if value == "" and ("enum" in schema or schema.get("type") == "string"):
        return ""  # another way to ask whether it is answered
    if "enum" in schema:
        known = any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in schema["enum"])
        return "" if known else f"its answers are {', '.join(map(repr, schema['enum']))}"
    kind = schema.get("type", "")
    wanted = _TYPES.get(kind)
    fits = wanted is None or (isinstance(value, wanted) and (kind == "boolean" or not isinstance(value, bool)))
    return "" if fits else f"it is answered with a {kind}"
