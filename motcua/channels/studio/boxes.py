"""What the forms of a package consist of: boxes, and the parts that they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Box:
    """One box. `key` is a dotted path in the item; `kind`: text, long, number, money, day, yes, one, many,
    lines, pairs (a key and its words on each line) or named (the same as a list)."""

    key: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: Choices = ()
    is_needed: bool = False
    # Kept as null where it is empty (an amount that nobody knows), rather than left out.
    keeps_null: bool = False
    only_new: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the package. `slug` stands in its address; `key` is where it is in package.yaml ("": at the top).

    One that is `optional` has a box that says whether the procedure has it at all; one that `needs` another part of
    the package has no items while that is empty.
    """

    slug: str
    key: str
    name: str
    boxes: tuple[Box, ...]
    is_list: bool = True
    optional: str = ""
    fresh: Mapping[str, Any] = field(default_factory=dict)
    needs: str = ""
