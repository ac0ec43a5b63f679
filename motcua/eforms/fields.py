"""The questions of a form, as read from its schema and presentation. Everything here is fixed once a form is loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Any

from motcua.eforms.problems import Words
from motcua.lib.expressions import Expression

MAX_TEXT = 500
MAX_LONG_TEXT = 5000
MAX_ITEMS = 50


class Kind(StrEnum):
    """What a question is asked with."""

    TEXT = "text"
    TEXTAREA = "textarea"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes_no"
    RADIOS = "radios"
    SELECT = "select"
    CHECKBOXES = "checkboxes"
    ADDRESS = "address"
    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    FILE = "file"
    HEADING = "heading"
    GUIDANCE = "guidance"


BLOCKS = frozenset({Kind.PERSON, Kind.ORGANISATION})
CHOSEN = frozenset({Kind.YES_NO, Kind.RADIOS, Kind.SELECT, Kind.CHECKBOXES})
WORDS_ONLY = frozenset({Kind.HEADING, Kind.GUIDANCE})
NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY})


NO_WORDS = Words()


@dataclass(frozen=True)
class Field:
    """One question, or a heading or guidance between questions.

    `path` is absolute; inside a group it is relative to the item. `parts` are the questions of a block or group.
    """

    path: str
    kind: Kind
    label: Words
    hint: Words = NO_WORDS
    format: str = ""
    when: str = ""
    required: bool = False
    many: bool = False
    max_length: int = MAX_TEXT
    options: Mapping[Any, Words] = field(default_factory=dict)
    suggestions: str = ""
    parts: tuple["Field", ...] = ()
    owner: Words = NO_WORDS
    show_if: Expression | None = None
    computed: Expression | None = None
    prefill: str = ""
    # What the system knows is shown and cannot be typed over: always, or where a condition holds.
    locked: bool = False
    locked_if: Expression | None = None
    default: Any = None
    item_label: Words = NO_WORDS
    least: int = 0
    most: int = MAX_ITEMS
    width: int = 0
    rows: int = 5
    prefix: str = ""
    suffix: str = ""
    # It pledges that the answers are true: where all is read once more before filing, it is asked there alone.
    pledge: bool = False

    @property
    def is_question(self) -> bool:
        """Tell whether there is something to answer."""
        return self.kind not in WORDS_ONLY

    @property
    def full_label(self) -> Words:
        """The label with that of the block around it, for lists of problems."""
        if not self.owner:
            return self.label
        return Words(f"{self.owner.vi}: {self.label.vi}", f"{self.owner.english}: {self.label.english}")

    def leaves(self) -> tuple["Field", ...]:
        """Return the questions that hold one value: the parts of a block, else itself."""
        return self._leaves

    @cached_property
    def _leaves(self) -> tuple["Field", ...]:
        # Asked a hundred times with each check of a form.
        if self.kind in BLOCKS:
            return tuple(leaf for part in self.parts for leaf in part.leaves())
        return (self,) if self.is_question else ()


@dataclass(frozen=True)
class Step:
    """One page of questions."""

    key: str
    title: Words
    fields: tuple[Field, ...]
    guidance: Words = NO_WORDS
    show_if: Expression | None = None


@dataclass(frozen=True)
class Relation:
    """A check between answers."""

    holds: Expression
    path: str
    message: Words
    when: Expression | None = None


def get(answers: Any, path: str) -> Any:
    """Return the value at a dotted path, or None."""
    for key in path.split(".") if path else ():
        if isinstance(answers, Mapping):
            answers = answers.get(key)
        elif isinstance(answers, Sequence) and not isinstance(answers, str) and key.isdigit():
            answers = answers[int(key)] if int(key) < len(answers) else None
        else:
            return None
    return answers


def put(answers: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a dotted path; mappings and list items that are missing on the way are made."""
    keys = path.split(".")
    last = keys[-1]
    here: Any = answers
    for key, following in pairwise(keys):
        fresh: Any = [] if following.isdigit() else {}
        if isinstance(here, list):
            while len(here) <= int(key):
                here.append({})
            here = here[int(key)]
            continue
        if not isinstance(here.get(key), type(fresh)):
            here[key] = fresh
        here = here[key]
    if isinstance(here, list):
        while len(here) <= int(last):
            here.append(None)
        here[int(last)] = value
    else:
        here[last] = value


def drop(answers: Any, path: str) -> None:
    """Remove the value at a dotted path, if it is there."""
    way, _, last = path.rpartition(".")
    here = get(answers, way)
    if isinstance(here, dict):
        here.pop(last, None)


def is_empty(value: Any) -> bool:
    """Tell whether nothing is answered: absent, no text, or a block or list of nothing."""
    if isinstance(value, Mapping):
        return all(is_empty(item) for item in value.values())
    if isinstance(value, list):
        return all(is_empty(item) for item in value)
    return value is None or value == ""


def pruned(value: Any) -> Any:
    """Return the value without what is not answered; list items keep their places, empty ones at the end go."""
    if isinstance(value, Mapping):
        return {key: pruned(item) for key, item in value.items() if not is_empty(item)}
    if isinstance(value, list):
        items = [pruned(item) for item in value]
        while items and is_empty(items[-1]):
            items.pop()
        return items
    return value
