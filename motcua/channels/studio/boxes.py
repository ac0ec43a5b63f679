"""What the forms of a package consist of: boxes, and the parts that they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .choosing import Condition

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Box:
    """One box. `key` is a dotted path in the item; `kind`: text, long, number, money, decimal, day, yes, truth (yes,
    no or neither), one, size (one number of some), many, lines, pairs (a key and its words on each line), named (the
    same as a list), condition or holds (rows or an expression), or formula (a question's number or an expression)."""

    key: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: Choices = ()
    is_needed: bool = False
    # Kept as null where it is empty (an amount that nobody knows), rather than left out.
    keeps_null: bool = False
    only_new: bool = False
    # What can be chosen the package itself says.
    is_offered: bool = False


# Kinds of boxes that are rows or an expression; what `holds` is not guarded against what is not answered.
CONDITIONS = frozenset({"condition", "holds"})


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


@dataclass(frozen=True)
class Shown:
    """A box with what it shows."""

    box: Box
    name: str
    value: Any
    choices: tuple[tuple[str, str], ...] = ()
    error: str = ""
    condition: Condition | None = None
    # The expression of a formula that no choice says.
    typed: str = ""

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Return what is wrong: which control, and why."""
        rows = self.condition.rows if self.condition is not None else ()
        found = [(f"{self.name}-{box}-{row.number}", what) for row in rows for box, what in row.problems]
        control = f"{self.name}-typed" if self.box.kind == "formula" else self.name
        return found + ([(control, self.error)] if self.error else [])

    def without_faults(self) -> "Shown":
        """Return it as it is, and nothing said about it: of a form that is not to be kept yet."""
        quiet = self.condition.without_faults() if self.condition is not None else None
        return replace(self, error="", condition=quiet)
