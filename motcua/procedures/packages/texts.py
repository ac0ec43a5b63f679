"""Every text of a package that people read: what `en.json` must have the English of."""

from collections.abc import Iterator, Mapping
from typing import Any

from motcua.procedures.packages.folders import Folder
from motcua.workflow.names import step_names

# Keys under which a text stands, and those under which each value is one.
_ABOUT = frozenset({"title", "lead", "name", "hint", "group", "per", "text", "note", "label", "no_show"})
_SHOWN = frozenset({"title", "label", "hint", "guidance", "heading", "message", "item_label", "prefix", "suffix"})
_ALL_BELOW = frozenset({"options", "labels", "who"})


def texts_of(folder: Folder) -> Iterator[str]:
    """Give the texts of a package, some more than once; those that have their English at their own place are left out.

    The folder has passed the linter's first look: its parts have the shapes they should have.
    """
    yield from _found(folder.about, _ABOUT)
    yield from _found(folder.presentation, _SHOWN)
    yield from step_names(folder.process)


def _found(value: Any, keys: frozenset[str]) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in _ALL_BELOW or (key in keys and isinstance(inner, str)):
                yield from _all(inner)
            else:
                yield from _found(inner, keys)
    elif isinstance(value, list):
        for inner in value:
            yield from _found(inner, keys)


def _all(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, Mapping) and "vi" not in value:
        yield from (text for inner in value.values() for text in _all(inner))
    elif isinstance(value, list):
        yield from (text for inner in value for text in _all(inner))
