"""The two files of a form while somebody edits them: pages, questions and checks found, moved, put in and taken out."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from motcua.procedures.packages.folders import Folder

from .kinds import GROUP, kind_of
from .naming import name_from
from .trees import Tree, drop_node, node_at

SCHEMA, PRESENTATION = "form.json", "presentation.json"
Item = dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """A question's place: the number of its page, its own there, and that in its group; each from 1, 0 for a new one.

    Without `inner` it stands on the page itself.
    """

    step: int
    number: int
    inner: int | None = None


@dataclass
class Room:
    """What questions stand in, a page or a group: their list, and the schema that their paths begin in."""

    fields: list[Item]
    root: Tree
    is_group: bool = False


class Draft:
    """A form as it is being edited. What is edited is a copy; the files it came from stay."""

    def __init__(self, schema: Mapping[str, Any], presentation: Mapping[str, Any]) -> None:
        self.schema: Tree = deepcopy(dict(schema)) or {"type": "object", "properties": {}}
        self.presentation: Item = deepcopy(dict(presentation)) or {"steps": []}

    @property
    def steps(self) -> list[Item]:
        """The pages."""
        steps: list[Item] = self.presentation["steps"]
        return steps

    @property
    def checks(self) -> list[Item]:
        """The checks between questions."""
        return self.presentation.get("checks") or []

    def room(self, spot: Spot) -> Room | None:
        """Return the page or the group in which a place is; None where there is none."""
        if not 1 <= spot.step <= len(self.steps):
            return None
        fields = self.steps[spot.step - 1]["fields"]
        if spot.inner is None:
            return Room(fields, self.schema)
        if not 1 <= spot.number <= len(fields):
            return None
        group = fields[spot.number - 1]
        node = node_at(self.schema, str(group.get("path", "")))
        if node is None or kind_of(node, str(group.get("widget", ""))) != GROUP or "properties" not in node["items"]:
            return None
        inner = group.setdefault("fields", [])
        return Room(inner, node["items"], is_group=True) if _is_list_of_items(inner) else None

    def put_check(self, number: int, check: Item) -> None:
        """Put a check in the place of one, or behind the last (number 0)."""
        checks = self.presentation.setdefault("checks", [])
        if number:
            checks[number - 1] = check
        else:
            checks.append(check)

    def drop_check(self, number: int) -> None:
        """Take a check out."""
        del self.presentation["checks"][number - 1]

    def put_step(self, number: int, step: Item, *, after: int = 0) -> int:
        """Put a page in the place of one, or a new one (number 0) behind another; returns its number."""
        if number:
            self.steps[number - 1] = step
            return number
        self.steps.insert(after, step)
        return after + 1

    def drop_step(self, number: int) -> None:
        """Take a page out, with all its questions."""
        room = Room(self.steps[number - 1]["fields"], self.schema)
        while room.fields:
            self.drop(room, 1)
        del self.steps[number - 1]

    def drop(self, room: Room, number: int) -> None:
        """Take a question out, with what the schema says of it."""
        field = room.fields.pop(number - 1)
        self._forget(room, field)

    def _forget(self, room: Room, field: Item) -> None:
        path = str(field.get("path", ""))
        # A part of a ready block goes with the block, once nobody asks any of it.
        while "." in path and node_at(room.root, path) is None:
            path = path.rpartition(".")[0]
        others = room.fields if room.is_group else [one for step in self.steps for one in step["fields"]]
        if path and not any(one is not field and _touches(path, str(one.get("path", ""))) for one in others):
            drop_node(room.root, path)

    def new_step_key(self, title: str) -> str:
        """Return a key for a new page, from its title."""
        return name_from(title, {str(step.get("key")) for step in self.steps}, "trang")

    def spots(self) -> Iterator[tuple[Spot, Item]]:
        """Give every question and what stands between, in order; those in a group behind it."""
        for number, step in enumerate(self.steps, start=1):
            for place, field in enumerate(step["fields"], start=1):
                yield Spot(number, place), field
                inner = field.get("fields")
                for within, one in enumerate(inner if _is_list_of_items(inner) else (), start=1):
                    yield Spot(number, place, within), one

    def files(self, folder: Folder, kept: Mapping[str, str]) -> dict[str, str]:
        """Return a package's files with this form in them; a file that says the same stays to the letter."""
        files = dict(kept)
        for name, old, new in (
            (SCHEMA, folder.schema, self.schema),
            (PRESENTATION, folder.presentation, self.presentation),
        ):
            if name not in kept or _in_json(old) != _in_json(new):
                files[name] = _in_json(new)
        return files


def draft_of(folder: Folder) -> Draft | None:
    """Return the form of a package to be edited; None where its files have a shape that boxes cannot show."""
    if any(file in {SCHEMA, PRESENTATION} and what != "missing" for file, _place, what in folder.faults):
        return None
    steps = folder.presentation.get("steps", []) if folder.presentation else []
    checks = folder.presentation.get("checks", [])
    right = (
        _is_schema(folder.schema)
        and _is_list_of_items(steps)
        and all(_is_list_of_questions(step.get("fields", [])) for step in steps)
        and _is_list_of_items(checks)
    )
    if not right:
        return None
    draft = Draft(folder.schema, folder.presentation)
    draft.presentation.setdefault("steps", [])
    for step in draft.steps:
        step.setdefault("fields", [])
    return draft


def moved(items: list[Any], number: int, to: int) -> None:
    """Move one of a list, in the list: `to` is its new number."""
    items.insert(to - 1, items.pop(number - 1))


def _touches(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}.") or other.startswith(f"{path}.")


def _is_list_of_items(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _is_list_of_questions(value: Any) -> bool:
    """Tell whether questions have the shapes that boxes show: words of options by value, parts in a list."""
    return _is_list_of_items(value) and all(
        isinstance(one.get("options", {}), dict)
        and isinstance(one.get("labels", {}), dict)
        and _is_list_of(str, one.get("parts", []))
        and isinstance(one.get("path", ""), str)
        and _is_list_of_questions(one.get("fields", []))
        for one in value
    )


def _is_schema(value: Any) -> bool:
    """Tell whether a schema has objects, lists and references where boxes look for them."""
    if not isinstance(value, dict) or not isinstance(value.get("properties", {}), dict):
        return False
    return (
        _is_list_of(str, value.get("required", []))
        and isinstance(value.get("enum", []), list)
        and ("items" not in value or _is_schema(value["items"]))
        and all(_is_schema(inner) for inner in value.get("properties", {}).values())
    )


def _is_list_of(kind: type, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)


def _in_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
