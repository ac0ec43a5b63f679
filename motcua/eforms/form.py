"""The form of one procedure version: loaded once, then asked for pages, checks and summaries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from typing import Any

import jsonschema_rs

from motcua.eforms import reading
from motcua.eforms.checking import Checker, Declared, validator
from motcua.eforms.definitions import IDENTITY_FORMATS, PREFIX
from motcua.eforms.fields import Field, Kind, Relation, Step, get, put
from motcua.eforms.parsing import Parser
from motcua.eforms.places import Places
from motcua.eforms.problems import FormRefused, Problem
from motcua.eforms.settling import Context, Settled, Skeleton, known, names_of, settle
from motcua.eforms.showing import Drawer, Page, Section, said, sections
from motcua.eforms.units import UNITS
from motcua.organisations.rules import unit_key


class Form:
    """Questions in steps over a schema. It never changes; answers are passed in and come back new."""

    def __init__(
        self, schema: dict[str, Any], steps: tuple[Step, ...], relations: tuple[Relation, ...], places: Places = UNITS
    ) -> None:
        self.schema = schema
        self.steps = steps
        self._relations = relations
        self._places = places
        self._validator = validator(schema)
        self._skeleton = Skeleton(schema)
        self._declared = Declared(frozenset(_asked(steps)), frozenset(_optional(schema, schema.get("$defs", {}))))

    @classmethod
    def from_package(cls, schema: Any, presentation: Any, places: Places = UNITS) -> "Form":
        """Read the two files of a package; raises FormRefused with every fault found."""
        try:
            parser = Parser(schema, presentation)
        except (KeyError, TypeError, ValueError, AttributeError) as mistake:
            raise FormRefused([f"not the shape of a form: {mistake!r}"]) from mistake
        faults = list(dict.fromkeys(parser.faults))
        if not faults:
            try:
                return cls(parser.schema, parser.steps, parser.relations, places)
            except (jsonschema_rs.ValidationError, ValueError) as mistake:
                faults = [f"form.json: not a valid schema: {str(mistake).splitlines()[0]}"]
        raise FormRefused(faults)

    @cached_property
    def pledge(self) -> Field | None:
        """The question by which people pledge that their answers are true, if the form has one."""
        return next((field for step in self.steps for field in step.fields if field.pledge), None)

    @cached_property
    def before_pledge(self) -> "Form":
        """The same form without its pledge, for pages before the one where all is read once more."""
        if self.pledge is None:
            return self
        steps = tuple(replace(step, fields=tuple(one for one in step.fields if not one.pledge)) for step in self.steps)
        relations = tuple(one for one in self._relations if one.path != self.pledge.path)
        before = Form(self.schema, steps, relations, self._places)
        before._declared = self._declared  # what the schema requires and no page shows yet is not missing
        return before

    def pledged(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers of somebody who pledges."""
        result = deepcopy(dict(answers))
        if self.pledge is not None:
            put(result, self.pledge.path, True)
        return result

    def settle(self, answers: Mapping[str, Any], context: Context) -> Settled:
        """Return the answers that count: hidden questions dropped, computed and locked values set."""
        return settle(self.steps, self._skeleton, answers, context)

    def names(self, answers: Mapping[str, Any], context: Context) -> dict[str, Any]:
        """Return the names for other expressions over these answers (papers, fees)."""
        return names_of(self._skeleton, answers, context)

    def judged(self, answers: Mapping[str, Any], context: Context) -> tuple[Settled, list[Problem]]:
        """Return the answers that count, and what must be mended in them before filing."""
        settled = self.settle(answers, context)
        checker = Checker(settled, context, self._places, self._declared)
        return settled, checker.problems(self._validator, self._relations)

    def check(self, answers: Mapping[str, Any], context: Context, step: str | None = None) -> list[Problem]:
        """Return what must be mended before filing, in the order of the questions; of one step only, if named."""
        settled, found = self.judged(answers, context)
        if step is None:
            return found
        paths = [one.path for where, shown in settled.shown if where.key == step for one in shown if one.path]
        return [problem for problem in found if any(within(problem.path, path) for path in paths)]

    def step_of(self, problem: Problem, answers: Mapping[str, Any], context: Context) -> str:
        """Return the key of the step where a problem can be mended; the first step for one that is nowhere."""
        steps = self.settle(answers, context).shown
        for step, shown in steps:
            if any(one.path and within(problem.path, one.path) for one in shown):
                return step.key
        return steps[0][0].key if steps else ""

    def steps_for(self, answers: Mapping[str, Any], context: Context) -> list[Step]:
        """Return the steps that have something to ask."""
        return [step for step, _ in self.settle(answers, context).shown]

    def page(
        self, step: str, answers: Mapping[str, Any], context: Context, problems: Sequence[Problem] = ()
    ) -> Page | None:
        """Return a step ready to be drawn, or None where it does not exist or has nothing to ask."""
        settled = self.settle(answers, context)
        for one, shown in settled.shown:
            if one.key == step:
                return Drawer(settled, answers, context, self._places, problems).page(one, shown)
        return None

    def pages(self, answers: Mapping[str, Any], context: Context, problems: Sequence[Problem] = ()) -> list[Page]:
        """Return every step ready to be drawn, for the counter, where all is asked on one screen."""
        settled = self.settle(answers, context)
        return [
            Drawer(settled, answers, context, self._places, problems).page(step, shown) for step, shown in settled.shown
        ]

    def read(
        self,
        post: Mapping[str, Any],
        context: Context,
        *,
        step: str | None = None,
        base: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the answers with what was posted put in; of one step, or of all. Nothing is refused here."""
        answers = deepcopy(dict(base or {}))
        for one in self.steps:
            if step in (None, one.key):
                reading.read_step(one, post, answers)
                self._resolve(one.fields, answers, context)
        return answers

    def part(
        self, paths: Iterable[str], answers: Mapping[str, Any], context: Context, problems: Sequence[Problem] = ()
    ) -> list[Page]:
        """Return pages with these questions alone; a group whole, where a question of its items is among them."""
        settled, is_open = self.settle(answers, context), self._opens(paths)
        some = [(step, [one for one in shown if one.path and is_open(one.path)]) for step, shown in settled.shown]
        return [
            Drawer(settled, answers, context, self._places, problems, is_open).page(step, shown)
            for step, shown in some
            if shown
        ]

    def read_part(
        self, paths: Iterable[str], post: Mapping[str, Any], context: Context, *, base: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the answers with what was posted for these questions put in, and for no other."""
        answers, is_open = deepcopy(dict(base)), self._opens(paths)
        for one in self.steps:
            reading.read_step(one, post, answers, is_open)
            self._resolve([field for field in one.fields if is_open(field.path)], answers, context)
        return answers

    def _opens(self, paths: Iterable[str]) -> Callable[[str], bool]:
        """Return a test of a question's path: one of these, above or below one, or in the same group."""
        groups = [field.path for step in self.steps for field in step.fields if field.kind == Kind.GROUP]
        wanted = {next((group for group in groups if within(path, group)), path) for path in paths}
        return lambda path: any(within(path, one) for one in wanted)

    def take(self, answers: Mapping[str, Any], context: Context) -> dict[str, Any]:
        """Return answers that a machine sent, cleaned, with old place names resolved; raises reading.TooMuch."""
        taken: dict[str, Any] = reading.taken(answers)
        for step in self.steps:
            self._resolve(step.fields, taken, context)
        return taken

    def prefilled(self, answers: Mapping[str, Any], context: Context) -> dict[str, Any]:
        """Return the answers with what is not answered yet filled from what the system knows, and from defaults."""
        result = deepcopy(dict(answers))
        reading.prefill(self.steps, result, lambda leaf: known(leaf, context))
        return result

    def summary(self, answers: Mapping[str, Any], context: Context) -> list[Section]:
        """Return the answers as people read them, for review, the desk and print."""
        return sections(self.settle(answers, context), context, self._places)

    def said(self, answers: Mapping[str, Any], context: Context, *, own_words: bool = True) -> dict[str, Any]:
        """Return every question's answer as people read it, in the shape of the answers, for printed templates.

        `own_words`: whether the old name that a person typed for a place stands beside the place's name of today.
        """
        return said(self.steps, self.settle(answers, context), context, self._places, own_words=own_words)

    def file_questions(self, step: str) -> list[Field]:
        """Return the questions of a step that are answered with files; the page sends those as `_file.<path>`."""
        fields = [field for one in self.steps if one.key == step for field in one.fields]
        return [
            leaf for field in fields if field.kind != Kind.GROUP for leaf in field.leaves() if leaf.kind == Kind.FILE
        ]

    def without_files(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return answers without the files among them: a file belongs to one dossier."""
        result = deepcopy(dict(answers))
        for step in self.steps:
            for one in self.file_questions(step.key):
                put(result, one.path, None)
        return result

    def files(self, answers: Mapping[str, Any], context: Context) -> dict[str, list[str]]:
        """Return the ids of the files that the answers name, by the label of their question."""
        return self.files_of(self.settle(answers, context))

    def files_of(self, settled: Settled) -> dict[str, list[str]]:
        """Return the same of answers that were settled already."""
        found: dict[str, list[str]] = {}
        for one in settled.questions():
            value = get(settled.answers, one.path) if one.field.kind == Kind.FILE else None
            ids = [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str) and item]
            if ids:
                found.setdefault(one.label.vi, []).extend(ids)
        return found

    def identity_paths(self) -> list[str]:
        """Return the paths of identity numbers; `*` stands for any item of a group."""
        return list(self._identity_paths)

    @cached_property
    def _identity_paths(self) -> tuple[str, ...]:
        found = []
        for step in self.steps:
            for field in step.fields:
                inside = (
                    [(f"{field.path}.*.", part) for part in field.parts] if field.kind == Kind.GROUP else [("", field)]
                )
                for prefix, one in inside:
                    found += [prefix + leaf.path for leaf in one.leaves() if leaf.format in IDENTITY_FORMATS]
        return tuple(dict.fromkeys([*found, *_formatted(self.schema, self.schema.get("$defs", {}))]))

    def _resolve(self, fields: Sequence[Field], answers: dict[str, Any], context: Context) -> None:
        """Find the ward of every address that was typed by name; the person's own words are kept beside it."""
        for field in fields:
            if field.kind == Kind.GROUP:
                items = get(answers, field.path)
                for item in items if isinstance(items, list) else ():
                    if isinstance(item, dict):
                        self._resolve(field.parts, item, context)
                continue
            for leaf in field.leaves():
                value = get(answers, leaf.path)
                if leaf.kind == Kind.ADDRESS and isinstance(value, dict):
                    put(answers, leaf.path, self._resolved(value, context))

    def _resolved(self, value: dict[str, Any], context: Context) -> dict[str, Any]:
        typed, province, chosen = (str(value.get(name) or "") for name in ("old_text", "province", "ward"))
        if typed:
            found = self._places.find(typed, province, context.today)
            matching = [place for place in found if place.code == chosen] or (found if len(found) == 1 else [])
            if not matching:
                return {name: item for name, item in value.items() if name != "ward"}
            ward = matching[0]
            own_words = {} if unit_key(ward.name) == unit_key(typed) else {"old_text": typed}
            kept = {name: item for name, item in value.items() if name != "old_text"}
            return {**kept, "province": ward.province, "ward": ward.code, **own_words}
        if chosen and not province and (place := self._places.ward(chosen, context.today)):
            return {**value, "province": place.province}
        return value


def within(path: str, around: str) -> bool:
    """Tell whether one place in the answers is the other, or lies above or below it."""
    return path == around or path.startswith(f"{around}.") or around.startswith(f"{path}.")


def _asked(steps: Sequence[Step]) -> list[str]:
    paths = []
    for step in steps:
        for field in step.fields:
            if field.is_question:
                paths.append(field.path)
            if field.kind == Kind.GROUP:
                paths += [f"{field.path}.{leaf.path}" for part in field.parts for leaf in part.leaves()]
            else:
                paths += [leaf.path for leaf in field.leaves()]
    return paths


def _followed(schema: Any, definitions: Mapping[str, Any]) -> Any:
    for _ in range(10):
        if not (isinstance(schema, Mapping) and "$ref" in schema):
            break
        schema = {
            **definitions.get(schema["$ref"].removeprefix("#/$defs/"), {}),
            **{k: v for k, v in schema.items() if k != "$ref"},
        }
    return schema


def _optional(schema: Any, definitions: Mapping[str, Any], path: str = "", depth: int = 0) -> list[str]:
    """Return the objects that may be left out."""
    found: list[str] = []
    schema = _followed(schema, definitions)
    if depth > 6 or not isinstance(schema, Mapping):
        return found
    for name, inner in schema.get("properties", {}).items():
        here = f"{path}.{name}".strip(".")
        if "properties" in (_followed(inner, definitions) or {}):
            if name not in schema.get("required", []):
                found.append(here)
            found += _optional(inner, definitions, here, depth + 1)
    return found


def _formatted(schema: Any, definitions: Mapping[str, Any], path: str = "", depth: int = 0) -> list[str]:
    """Return the paths of identity numbers that the schema declares, asked on a page or not."""
    schema = _followed(schema, definitions)
    if depth > 8 or not isinstance(schema, Mapping):
        return []
    if schema.get("format") in IDENTITY_FORMATS:
        return [path]
    if schema.get("type") == "array":
        return _formatted(schema.get("items", {}), definitions, f"{path}.*", depth + 1)
    found: list[str] = []
    for name, inner in schema.get("properties", {}).items():
        found += _formatted(inner, definitions, f"{path}.{name}".strip("."), depth + 1)
    return found


__all__ = ["PREFIX", "Context", "Form", "FormRefused", "Problem"]
