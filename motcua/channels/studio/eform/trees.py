"""The schema of a form as a tree of names: where a question's own schema stands, and whether it must be answered."""

from collections.abc import Mapping
from typing import Any

from motcua.eforms.definitions import DEFINITIONS, PREFIX

Tree = dict[str, Any]


def node_at(root: Tree, path: str) -> Tree | None:
    """Return the schema that this form itself writes at a path; None where it is part of a ready definition."""
    here: Any = root
    for key in path.split("."):
        properties = here.get("properties")
        here = properties.get(key) if isinstance(properties, dict) else None
        if not isinstance(here, dict):
            return None
    return here  # type: ignore[no-any-return]


def seen_at(root: Tree, path: str) -> Tree:
    """Return the schema at a path, of a part of a ready definition that definition's; empty where there is none."""
    here: Any = root
    for key in path.split("."):
        reference = str(here.get("$ref", ""))
        ready = DEFINITIONS.get(reference.removeprefix(PREFIX), {}) if reference.startswith(PREFIX) else {}
        properties = {**_mapping(ready.get("properties")), **_mapping(here.get("properties"))}
        here = properties.get(key)
        if not isinstance(here, dict):
            return {}
    return here  # type: ignore[no-any-return]


def put_node(root: Tree, path: str, node: Tree) -> None:
    """Write a schema at a path; objects on the way that are missing are made."""
    here, (*way, last) = root, path.split(".")
    for key in way:
        here = here.setdefault("properties", {}).setdefault(key, {"type": "object", "properties": {}})
    here.setdefault("properties", {})[last] = node


def drop_node(root: Tree, path: str) -> None:
    """Remove what this form writes at a path, and what around it is then empty."""
    way, _dot, last = path.rpartition(".")
    parent = node_at(root, way) if way else root
    if parent is None or last not in parent.get("properties", {}):
        return
    set_required(root, path, is_required=False)
    del parent["properties"][last]
    if way and not parent["properties"] and "$ref" not in parent:
        drop_node(root, way)


def may_require(root: Tree, path: str) -> bool:
    """Tell whether this form can say that a question must be answered: not where a ready definition says so."""
    way, _dot, last = path.rpartition(".")
    parent = node_at(root, way) if way else root
    return parent is not None and last not in needed_anyway(parent)


def needed_anyway(node: Mapping[str, Any]) -> list[str]:
    """Return the parts that the ready definition of a schema requires by itself."""
    reference = str(node.get("$ref", ""))
    return list(DEFINITIONS.get(reference.removeprefix(PREFIX), {}).get("required", []))


def is_required(root: Tree, path: str) -> bool:
    """Tell whether the object around a question requires it."""
    way, _dot, last = path.rpartition(".")
    parent = node_at(root, way) if way else root
    if parent is None:
        return last in needed_anyway(seen_at(root, way))
    return last in _listed(parent.get("required")) or last in needed_anyway(parent)


def set_required(root: Tree, path: str, *, is_required: bool) -> None:
    """Say that a question must be answered, or need not be; what is said already stays in its place."""
    way, _dot, last = path.rpartition(".")
    parent = node_at(root, way) if way else root
    if parent is None:
        return
    listed = _listed(parent.get("required"))
    if is_required and last not in listed:
        _insert(parent, [*listed, last])
    elif not is_required and last in listed:
        rest = [name for name in listed if name != last]
        if rest:
            parent["required"] = rest
        else:
            del parent["required"]


def _insert(parent: Tree, required: list[str]) -> None:
    """Write what is required before the properties, as people read it."""
    if "required" in parent or "properties" not in parent:
        parent["required"] = required
        return
    properties = parent.pop("properties")
    parent["required"], parent["properties"] = required, properties


def _listed(value: Any) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
