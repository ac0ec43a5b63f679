"""What remains of answers once conditions have spoken: hidden questions go, computed and locked values come in."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from motcua.eforms import partial_dates
from motcua.eforms.fields import BLOCKS, Field, Kind, Step, get, is_empty, pruned, put
from motcua.eforms.problems import Words
from motcua.lib.expressions import Expression, ExpressionRefused


@dataclass(frozen=True)
class Context:
    """What is known besides the answers: the day, who signed in, for whom, the chosen case and the channel."""

    today: date
    person: Mapping[str, Any] = field(default_factory=dict)
    organisation: Mapping[str, Any] = field(default_factory=dict)
    # Whose dossier it will be, where that is a person: the one who signed in, or whom they file for.
    owner: Mapping[str, Any] = field(default_factory=dict)
    case: str = ""
    channel: str = "portal"


@dataclass(frozen=True)
class Shown:
    """One question that is asked, with its place in the answers (`children.0.full_name`) and its item's number."""

    field: Field
    path: str
    group: Field | None = None
    number: int = 0

    @property
    def label(self) -> Words:
        """The label, with item number or block in front, for lists."""
        label = self.field.full_label
        if self.group is None:
            return label
        item = self.group.item_label or self.group.label
        return Words(
            f"{item.vi} {self.number + 1}: {label.vi}",
            f"{item.english} {self.number + 1}: {label.english}",
        )


@dataclass
class Settled:
    """The answers that count, the questions that were asked, and the names that conditions may use."""

    answers: dict[str, Any]
    names: dict[str, Any]
    shown: list[tuple[Step, list[Shown]]] = field(default_factory=list)

    def questions(self) -> Iterator[Shown]:
        """Give every question that is asked, in order."""
        for _, shown in self.shown:
            yield from shown


PERSON_NAMES = (
    "full_name",
    "birth",
    "sex",
    "identity",
    "paper",
    "nationality",
    "ethnicity",
    "address",
    "phone",
    "email",
)
ORGANISATION_NAMES = ("name", "tax_code", "address", "phone", "representative", "position")


class Skeleton:
    """Every declared question with null for its answer, so that a condition may look at what is not there."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._definitions = schema.get("$defs", {})
        self._root = self._shape(schema, 0)

    def _shape(self, schema: Any, depth: int) -> Any:
        while isinstance(schema, dict) and "$ref" in schema:
            schema = self._definitions.get(schema["$ref"].removeprefix("#/$defs/"), {})
        if depth > 8 or not isinstance(schema, dict):
            return None
        if "properties" in schema:
            return {key: self._shape(inner, depth + 1) for key, inner in schema["properties"].items()}
        if schema.get("type") == "array":
            return [self._shape(schema.get("items", {}), depth + 1)]
        return float if schema.get("type") == "number" else None

    def over(self, answers: Any) -> dict[str, Any]:
        """Return the answers with null where nothing is answered; decimal numbers become doubles."""
        return _merged(self._root, answers)  # type: ignore[no-any-return]


def _merged(shape: Any, value: Any) -> Any:
    if isinstance(shape, dict):
        given = value if isinstance(value, Mapping) else {}
        return {key: _merged(inner, given.get(key)) for key, inner in shape.items()}
    if isinstance(shape, list):
        return [_merged(shape[0], item) for item in value] if isinstance(value, list) else []
    if shape is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    # A box that was left blank comes as an empty text; it is as little an answer as none at all.
    return None if value == "" else value


def _years(start: Any, end: Any) -> int:
    if not (
        isinstance(start, str)
        and isinstance(end, str)
        and partial_dates.is_partial(start)
        and partial_dates.is_partial(end)
    ):
        raise ValueError("years() takes two dates")
    return partial_dates.years(start, end)


def _say(value: Any) -> str:
    return "" if value is None else partial_dates.say(value) if isinstance(value, str) else str(value)


def names_of(skeleton: Skeleton, answers: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Return the names that an expression of this form may use, over these answers."""
    return {
        "answers": skeleton.over(answers),
        "person": {name: context.person.get(name) for name in PERSON_NAMES},
        "organisation": {name: context.organisation.get(name) for name in ORGANISATION_NAMES},
        "today": context.today.isoformat(),
        "case": context.case,
        "channel": context.channel,
        "years": _years,
        "say": _say,
    }


def holds(condition: Expression | None, names: Mapping[str, Any]) -> bool:
    """Tell whether a condition holds; one that cannot be computed yet does not."""
    if condition is None:
        return True
    try:
        return condition.value(names) is True
    except ExpressionRefused:
        return False


def computed(expression: Expression, names: Mapping[str, Any]) -> Any:
    """Return a computed value, or None where something it needs is not answered yet."""
    try:
        value = expression.value(names)
    except ExpressionRefused:
        return None
    return value if isinstance(value, str | int | float | bool) else None


def known(field_: Field, context: Context) -> Any:
    """Return the value from which a question is prefilled, or None."""
    source, _, rest = field_.prefill.partition(".")
    values = {"person": context.person, "organisation": context.organisation, "owner": context.owner}.get(source, {})
    if not rest and field_.kind in BLOCKS:
        return None
    return get(values, rest) if rest else None


def locked_value(field_: Field, names: Mapping[str, Any], context: Context) -> Any:
    """Return the value that stands whatever is typed, or None where the question is open."""
    if field_.locked or (field_.locked_if is not None and holds(field_.locked_if, names)):
        return known(field_, context)
    return None


def needless(field_: Field, names: Mapping[str, Any], context: Context) -> frozenset[str]:
    """Return the parts of a block that need no asking: another paper, of somebody whose number is known."""
    leaves = {leaf.path.rpartition(".")[2]: leaf for leaf in field_.leaves()} if field_.kind in BLOCKS else {}
    if {"identity", "paper"} <= set(leaves) and not is_empty(locked_value(leaves["identity"], names, context)):
        return frozenset({leaves["paper"].path})
    return frozenset()


def settle(steps: tuple[Step, ...], skeleton: Skeleton, answers: Mapping[str, Any], context: Context) -> Settled:
    """Go through the form in order: what is hidden is dropped, so later conditions see it as not answered."""
    kept = deepcopy(dict(answers))
    result = Settled(kept, names_of(skeleton, kept, context))
    for step in steps:
        visible = holds(step.show_if, result.names)
        shown: list[Shown] = []
        for field_ in step.fields:
            if visible and holds(field_.show_if, result.names):
                shown += _ask(field_, result, context)
            else:
                _hide(field_, result)
        if visible and any(one.field.is_question for one in shown):
            result.shown.append((step, shown))
    result.answers = pruned(kept)
    return result


def _ask(field_: Field, result: Settled, context: Context) -> list[Shown]:
    shown = [Shown(field_, field_.path)]
    if field_.kind == Kind.GROUP:
        return shown + _ask_items(field_, result)
    for path in needless(field_, result.names, context):
        _set(result, path, None)
    for leaf in field_.leaves():
        locked = locked_value(leaf, result.names, context)
        if field_.computed is not None or not is_empty(locked):
            _set(result, leaf.path, locked if field_.computed is None else computed(field_.computed, result.names))
    if field_.kind in BLOCKS and not field_.required and _is_untouched(field_, result.answers):
        _hide(field_, result)
    return shown


def _is_untouched(block: Field, answers: Mapping[str, Any]) -> bool:
    """Tell whether a block holds nothing but its defaults: nobody has begun to fill it in."""
    return all(is_empty(value := get(answers, leaf.path)) or value == leaf.default for leaf in block.leaves())


def _ask_items(group: Field, result: Settled) -> list[Shown]:
    shown = []
    items = get(result.names["answers"], group.path)
    for number, item in enumerate(items if isinstance(items, list) else ()):
        names = {**result.names, "item": item}
        for field_ in group.parts:
            path = f"{group.path}.{number}.{field_.path}"
            if not holds(field_.show_if, names):
                for leaf in field_.leaves():
                    _set(result, f"{group.path}.{number}.{leaf.path}", None)
                continue
            if field_.computed is not None:
                _set(result, path, computed(field_.computed, names))
            shown.append(Shown(field_, path, group, number))
    return shown


def _hide(field_: Field, result: Settled) -> None:
    if field_.is_question:
        _set(result, field_.path, [] if field_.kind == Kind.GROUP else None)


def _set(result: Settled, path: str, value: Any) -> None:
    """Set a value both in the answers that are kept and in what conditions see; nothing is made for a null."""
    if value is not None or get(result.answers, path) is not None:
        put(result.answers, path, value)
    if value is not None or get(result.names["answers"], path) is not None:
        where = result.names["answers"]
        if isinstance(get(where, path), dict) and value is None:
            _blank(get(where, path))
        else:
            put(where, path, value)


def _blank(block: dict[str, Any]) -> None:
    for key, value in block.items():
        if isinstance(value, dict):
            _blank(value)
        else:
            block[key] = [] if isinstance(value, list) else None
