"""The parts of a block of boxes (a person, an organisation): which are asked, in which order, with which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.eforms.definitions import DEFINITIONS, PART_LABELS
from motcua.lib.text import clean

from .options import said, sorting

Item = Mapping[str, Any]
PARTS = "part-ask"


@dataclass(frozen=True)
class BlockPart:
    """One part of a block as a page has it. `is_fixed`: a block cannot do without it."""

    key: str
    name: str
    is_asked: bool
    is_required: bool
    is_fixed: bool
    place: str
    words: str
    error: str = ""


def keys_of(block: str) -> list[str]:
    """Return the parts of a ready block in their usual order."""
    return list(DEFINITIONS[block]["properties"])


def _order(block: str, item: Item) -> list[str]:
    """Return all parts of a block: those that are asked in their order, then the others."""
    keys = keys_of(block)
    asked = [key for key in item.get("parts", keys) if key in keys]
    return [*asked, *(key for key in keys if key not in asked)]


def parts_of(
    block: str, schema: Item, item: Item, problems: Mapping[str, str], typed: QueryDict | None
) -> Sequence[BlockPart]:
    """Return the parts of a block to be drawn; with `typed`, as they were typed there."""
    fixed, needed = set(DEFINITIONS[block]["required"]), set(schema.get("required", []))
    asked, labels = item.get("parts", keys_of(block)), item.get("labels", {})
    found = []
    for number, key in enumerate(_order(block, item), start=1):
        is_asked, is_required, place, words = key in asked, key in needed, str(number), said(labels.get(key))
        if typed is not None and f"part-place-{key}" in typed:
            # A box that cannot be emptied is not sent.
            is_asked = key in typed.getlist(PARTS) or (is_asked and key in fixed)
            is_required = key in typed.getlist("part-need")
            place, words = typed.get(f"part-place-{key}", ""), typed.get(f"part-words-{key}", "")
        error = problems.get(f"part-place-{key}", "")
        found.append(
            BlockPart(key, _(PART_LABELS[key]), is_asked, is_required, key in fixed, place, words, error=error)
        )
    return found


def read_parts(
    block: str, schema: Item, item: Item, post: QueryDict, problems: dict[str, str]
) -> tuple[list[str] | None, dict[str, Any], list[str]]:
    """Return what a form means: the parts in order (None: all as usual), other words for some, and the required ones.

    What is wrong is added to `problems`, by the name of its box.
    """
    keys, order = keys_of(block), _order(block, item)
    fixed = set(DEFINITIONS[block]["required"])
    # A box that cannot be emptied is not sent.
    asked = {*post.getlist(PARTS), *(fixed & set(item.get("parts", keys)))}
    needed = set(post.getlist("part-need"))
    placed: list[tuple[tuple[int, int, int], str]] = []
    labels: dict[str, Any] = {}
    for number, key in enumerate(order, start=1):
        place = clean(post.get(f"part-place-{key}", str(number)))
        if not (place.isascii() and place.isdigit() and len(place) <= 3):
            problems[f"part-place-{key}"] = _("Thứ tự là một số, ví dụ 2.")
            place = str(number)
        placed.append((sorting(int(place), number), key))
        text = " ".join(clean(post.get(f"part-words-{key}", "")).split())
        old = item.get("labels", {}).get(key)
        if text:
            labels[key] = old if said(old) == text else text
    parts = [key for _place, key in sorted(placed) if key in asked]
    listed = [str(key) for key in schema.get("required", [])]
    # What the block requires by itself may also be said again, as it was.
    required = [key for key in listed if key in needed or key in fixed]
    required += [key for key in keys if key in needed and key not in listed and key not in fixed]
    return (None if parts == keys and "parts" not in item else parts), _ordered(labels, item), required


def _ordered(labels: dict[str, Any], item: Item) -> dict[str, Any]:
    """Return the words in the order in which they stood before."""
    old = item.get("labels", {})
    return {key: labels[key] for key in [*(key for key in old if key in labels), *labels] if key in labels}
