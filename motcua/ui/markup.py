"""Small filters the component macros are made of. Everything they give is escaped unless it came in as Markup."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup, escape

_ATTRIBUTE_NAME = re.compile(r"[^\s\"'<>/=\x00-\x1f]+")

_NOTHING = (type(None), Undefined, bool)


def part(value: Any) -> Mapping[str, Any] | None:
    """Give a component's option one shape: a mapping with `text`; None when there is nothing.

    Text is escaped where it is printed; only Markup passes as it is, under the key `html` too.
    """
    if isinstance(value, _NOTHING):
        return None
    if isinstance(value, Mapping):
        return {**value, "text": value.get("html") or value.get("text", "")}
    if isinstance(value, str) and not value:
        return None
    return {"text": value}


def entries(value: Any) -> Sequence[Any]:
    """Give the list out of a list, or out of a mapping with `items`; empty when there is nothing."""
    if isinstance(value, Mapping):
        value = value.get("items")
    if isinstance(value, _NOTHING):
        return []
    return list(value)


def css_classes(value: Any) -> str:
    """Give further CSS classes with the space before them; empty when there are none."""
    if isinstance(value, _NOTHING) or value == "":
        return ""
    return f" {value}"


def attributes(value: Any) -> Markup:
    """Write HTML attributes, each with the space before it.

    True gives the bare name; None and False leave it out. Markup passes as it is.
    Raises ValueError for a name that is not an attribute's name.
    """
    if isinstance(value, _NOTHING):
        return Markup("")
    if isinstance(value, Markup):
        return value
    written = []
    for name, item in value.items():
        if not _ATTRIBUTE_NAME.fullmatch(name):
            raise ValueError(f"not a name of an HTML attribute: {name!r}")
        if item is None or item is False or isinstance(item, Undefined):
            continue
        written.append(f" {name}" if item is True else f' {name}="{escape(item)}"')
    return Markup("".join(written))  # noqa: S704 - every name is checked and every value escaped above


def i18n_attributes(texts: Mapping[str, str | Mapping[str, str]]) -> Markup:
    """Write the `data-i18n.…` attributes from which the scripts of GOV.UK Frontend take their texts."""
    written: dict[str, str] = {}
    for key, text in texts.items():
        if isinstance(text, Mapping):
            written.update({f"data-i18n.{key}.{form}": words for form, words in text.items()})
        else:
            written[f"data-i18n.{key}"] = text
    return attributes(written)
