"""Checking answers: the schema first, then what a schema cannot say. Pages and the API use this one check."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from motcua.eforms import definitions, partial_dates, problems
from motcua.eforms.fields import BLOCKS, CHOSEN, Field, Kind, Relation, get, is_empty
from motcua.eforms.places import Places
from motcua.eforms.problems import Problem, Words
from motcua.eforms.settling import Context, Settled, Shown, holds
from motcua.lib import personal_id
from motcua.lib.expressions import ExpressionRefused
from motcua.lib.refusals import Refused

_KINDS = jsonschema_rs.ValidationErrorKind
_DATES = {
    "date": problems.NOT_DATE,
    "month": problems.NOT_MONTH,
    "year": problems.NOT_YEAR,
    "partial-date": problems.NOT_PARTIAL,
}
_FORMATS = {
    **_DATES,
    "name": problems.NOT_NAME,
    "phone": problems.NOT_PHONE,
    "mailbox": problems.NOT_EMAIL,
    "identity-paper": problems.NOT_PAPER,
    "file-id": problems.NOT_FILE,
}
_INDEX = re.compile(r"\.\d+(?=\.|$)", re.ASCII)
_LIMITS: dict[type, tuple[str, str]] = {
    _KINDS.MaxLength: ("too_long", problems.TOO_LONG),
    _KINDS.MinLength: ("too_short", problems.TOO_SHORT),
    _KINDS.Minimum: ("too_small", problems.TOO_SMALL),
    _KINDS.ExclusiveMinimum: ("too_small", problems.NOT_ABOVE),
    _KINDS.Maximum: ("too_large", problems.TOO_LARGE),
    _KINDS.ExclusiveMaximum: ("too_large", problems.NOT_BELOW),
    _KINDS.MaxItems: ("too_many", problems.TOO_MANY),
    _KINDS.MinItems: ("too_few", problems.TOO_FEW),
}


def validator(schema: Mapping[str, Any]) -> Any:
    """Return the compiled schema. Patterns run in linear time; `definitions.local` kept references inside."""
    return jsonschema_rs.Draft202012Validator(
        dict(schema),
        validate_formats=True,
        formats=definitions.FORMATS,
        pattern_options=jsonschema_rs.RegexOptions(size_limit=1_000_000, dfa_size_limit=1_000_000),
    )


@dataclass(frozen=True)
class Declared:
    """What the form asks at all (without item numbers), and which objects of the schema may be left out."""

    asked: frozenset[str]
    optional: frozenset[str]


class Checker:
    """One check of settled answers; problems gather by path, the first at each place stays."""

    def __init__(self, settled: Settled, context: Context, places: Places, declared: "Declared") -> None:
        self._settled = settled
        self._declared = declared
        self._context = context
        self._places = places
        self._found: dict[str, Problem] = {}
        self._asked: dict[str, Field] = {}
        self._around: dict[str, Shown] = {}  # a label is worded where a problem names it: most filings have none
        for shown in settled.questions():
            for leaf, path in _leaves(shown):
                self._asked[path] = leaf
                self._around[path] = shown
            if shown.field.is_question:
                self._asked.setdefault(shown.path, shown.field)
                self._around.setdefault(shown.path, shown)

    def problems(self, compiled: Any, relations: Iterable[Relation]) -> list[Problem]:
        """Return what is wrong, in the order of the questions."""
        self._complete()
        for error in compiled.iter_errors(self._settled.answers):
            self._schema_error(error)
        for shown in list(self._settled.questions()):
            self._meaning(shown)
        self._relations(relations)
        order = {path: rank for rank, path in enumerate(self._asked)}
        return sorted(self._found.values(), key=lambda problem: order.get(problem.path, len(order)))

    def _add(self, path: str, code: str, message: str | Words, part: str = "", /, **params: Any) -> None:
        if path not in self._found and not any(path.startswith(f"{known}.") for known in self._found):
            if isinstance(message, str) and "{label}" in message:
                params["label"] = self._label_near(path)
            self._found[path] = Problem(path, code, message, params, part)

    def _label_near(self, path: str) -> Words:
        here = path
        while here:
            if here in self._asked:
                return _label(self._around[here], self._asked[here])
            here = here.rpartition(".")[0]
        return Words(path)

    # What is missing

    def _complete(self) -> None:
        required = {shown.path: shown.field.required for shown in self._settled.questions()}
        for shown in self._settled.questions():
            if not shown.field.is_question or shown.field.computed is not None or self._is_prepared(shown):
                continue
            if shown.field.kind == Kind.GROUP:
                self._enough(shown)
                continue
            for leaf, path in _leaves(shown):
                if (
                    leaf.required
                    and is_empty(get(self._settled.answers, path))
                    and self._applies(shown, path, required)
                ):
                    chosen = leaf.kind in CHOSEN
                    self._add(path, "missing", problems.UNCHOSEN if chosen else problems.MISSING)

    def _is_prepared(self, shown: Shown) -> bool:
        """Tell whether an item at the end of a group was only added and left empty: it is not filed."""
        items = get(self._settled.answers, shown.group.path) if shown.group else None
        return shown.group is not None and shown.number >= len(items if isinstance(items, list) else ())

    def _enough(self, shown: Shown) -> None:
        items = get(self._settled.answers, shown.path)
        count = len(items) if isinstance(items, list) else 0
        least = max(shown.field.least, 1 if shown.field.required else 0)
        if count < least:
            self._add(shown.path, "too_few", problems.TOO_FEW, limit=least)
        if count > shown.field.most:
            self._add(shown.path, "too_many", problems.TOO_MANY, limit=shown.field.most)

    def _applies(self, shown: Shown, path: str, required: Mapping[str, bool]) -> bool:
        """Tell whether a required part is required here: not in a block that is optional and left empty."""
        if shown.field.kind in BLOCKS and not shown.field.required:
            return not is_empty(get(self._settled.answers, shown.path))
        if shown.group is not None:
            return True
        parents = path.split(".")[:-1]
        for depth in range(1, len(parents) + 1):
            parent = ".".join(parents[:depth])
            if parent in self._declared.optional and is_empty(get(self._settled.answers, parent)):
                return False
        return True

    # What the schema says

    def _schema_error(self, error: Any) -> None:
        path = ".".join(str(part) for part in error.instance_path)
        kind, value = error.kind, get(self._settled.answers, path)
        field = self._asked.get(path)
        match kind:
            case _KINDS.Required():
                inner = f"{path}.{kind.property}".strip(".")
                conditional = {"then", "else", "dependentRequired", "dependentSchemas"} & set(
                    map(str, error.schema_path)
                )
                if (inner in self._asked and (conditional or self._asked[inner].kind == Kind.GROUP)) or (
                    inner not in self._asked and not self._is_covered(inner)
                ):
                    self._add(inner, "missing", problems.MISSING)
            case _KINDS.AdditionalProperties():
                for name in list(kind.unexpected)[:10]:
                    inner = f"{path}.{name}".strip(".")[:200]
                    self._add(inner, "unknown", problems.UNKNOWN, name=inner)
            case _KINDS.Type():
                code, message = _type_problem(field, value)
                self._add(path, code, message)
            case _KINDS.Format():
                self._format(path, kind.format, value)
            case _KINDS.Enum() | _KINDS.Constant():
                self._add(path, "not_offered", problems.NOT_OFFERED)
            case _KINDS.UniqueItems():
                self._add(path, "twice", problems.TWICE)
            case _KINDS.MaxLength() if field is not None and field.kind == Kind.DATE:
                pass  # so long a text is no date, and that tells more
            case _ if type(kind) in _LIMITS:
                code, message = _LIMITS[type(kind)]
                self._add(path, code, message, limit=kind.limit)
            case _:
                self._add(path, "wrong_shape", problems.WRONG_SHAPE)

    def _is_covered(self, path: str) -> bool:
        """Tell whether a missing value is hidden now, or a block whose parts say what is missing."""
        plain = _INDEX.sub("", path)
        return any(asked == plain or asked.startswith(f"{plain}.") for asked in self._declared.asked)

    def _format(self, path: str, name: str, value: Any) -> None:
        if name == "personal-id" or name == "tax-code":
            try:
                (definitions.check_tax_number if name == "tax-code" else personal_id.parse)(str(value))
            except Refused as refusal:
                self._add(path, refusal.code, refusal.message, **refusal.params)
            return
        if name in _DATES and (fault := partial_dates.wrong(str(value), name)):
            what = problems.Clause(fault.message, fault.params)
            self._add(path, fault.code, problems.WRONG_DATE, fault.part, what=what)
            return
        self._add(path, name.replace("-", "_"), _FORMATS.get(name, problems.WRONG_SHAPE))

    # What only meaning tells

    def _meaning(self, shown: Shown) -> None:
        if shown.field.kind == Kind.PERSON:
            self._person(shown.path)
        for leaf, path in _leaves(shown):
            value = get(self._settled.answers, path)
            if is_empty(value):
                continue
            if leaf.kind == Kind.DATE and isinstance(value, str) and partial_dates.is_partial(value):
                part = partial_dates.differing(value, self._context.today)
                if leaf.when == "past" and partial_dates.is_after(value, self._context.today):
                    self._add(path, "in_future", problems.IN_FUTURE, part)
                if leaf.when == "future" and partial_dates.is_before(value, self._context.today):
                    self._add(path, "in_past", problems.IN_PAST, part)
            if leaf.kind == Kind.ADDRESS and isinstance(value, Mapping):
                self._address(path, value, leaf)
            if leaf.format == "personal-id" and shown.field.kind != Kind.PERSON:
                self._alone(path, value)

    def _person(self, path: str) -> None:
        """Hold a personal number against year of birth and sex (Decree 70/2024/NĐ-CP, article 6)."""
        person = get(self._settled.answers, path)
        number = person.get("identity") if isinstance(person, Mapping) else None
        if not isinstance(number, str):
            return
        birth, sex = person.get("birth"), person.get("sex")
        born = int(birth[:4]) if isinstance(birth, str) and partial_dates.is_partial(birth) else None
        self._number(f"{path}.identity", number, born, personal_id.Sex(sex) if sex in ("male", "female") else None)

    def _alone(self, path: str, value: Any) -> None:
        """A number beside `birth` and `sex` in the same object is held against them too."""
        around = get(self._settled.answers, path.rpartition(".")[0])
        beside = around if isinstance(around, Mapping) and "." in path else {}
        birth, sex = beside.get("birth"), beside.get("sex")
        born = int(birth[:4]) if isinstance(birth, str) and partial_dates.is_partial(birth) else None
        self._number(path, str(value), born, personal_id.Sex(sex) if sex in ("male", "female") else None)

    def _number(self, path: str, number: str, born: int | None, sex: personal_id.Sex | None) -> None:
        try:
            personal_id.validate(number, this_year=self._context.today.year, birth_year=born, sex=sex)
        except Refused as refusal:
            self._add(path, refusal.code, refusal.message, **refusal.params)

    def _address(self, path: str, value: Mapping[str, Any], leaf: Field) -> None:
        today = self._context.today
        ward, province = value.get("ward"), value.get("province")
        if ward:
            place = self._places.ward(str(ward), today)
            if place is None:
                self._add(path, "no_place", problems.NO_PLACE)
            elif province and place.province != province:
                self._add(path, "not_in_province", problems.NOT_IN_PROVINCE)
        elif value.get("old_text") and not value.get("country"):
            self._add(path, *self._unresolved(str(value["old_text"]), str(province or "")))
        elif not value.get("country") and (leaf.required or value.get("detail")):
            self._add(path, "required", problems.PLACE_NEEDED)

    def _unresolved(self, typed: str, province: str) -> tuple[str, str]:
        """Say why a typed place led to no ward."""
        if len(self._places.find(typed, province, self._context.today)) > 1:
            return "several_places", problems.SEVERAL_PLACES
        if province and self._places.find(typed, "", self._context.today):
            return "not_in_province", problems.NOT_IN_PROVINCE
        return "no_place", problems.NO_PLACE

    def _relations(self, relations: Iterable[Relation]) -> None:
        names = self._settled.names
        for relation in relations:
            if not holds(relation.when, names) or is_empty(get(self._settled.answers, relation.path)):
                continue
            try:
                agrees = relation.holds.value(names)
            except ExpressionRefused:
                continue  # something it compares is not answered yet
            if agrees is False:
                self._add(relation.path, "relation", relation.message)


def _leaves(shown: Shown) -> Iterator[tuple[Field, str]]:
    """Give the questions below one, each with its place in the answers."""
    prefix = shown.path.removesuffix(shown.field.path)
    if shown.field.kind != Kind.GROUP:
        for leaf in shown.field.leaves():
            yield leaf, f"{prefix}{leaf.path}"


def _label(shown: Shown, leaf: Field) -> Words:
    return Shown(leaf, shown.path, shown.group, shown.number).label


def _type_problem(field: Field | None, value: Any) -> tuple[str, str]:
    match field.kind if field else None:
        case Kind.INTEGER:
            return "not_integer", problems.NOT_INTEGER
        case Kind.MONEY:
            return "not_money", problems.NOT_MONEY
        case Kind.DECIMAL:
            return "not_number", problems.NOT_NUMBER
        case Kind.YES_NO:
            return "not_offered", problems.NOT_OFFERED
        case Kind.TEXT | Kind.TEXTAREA | Kind.DATE:
            return "not_text", problems.NOT_TEXT
    return "wrong_shape", problems.WRONG_SHAPE
