"""The menu of officials, as `ui/desk.html` shows it: groups of entries, each with its key."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its words (a message to be translated), where it leads, its key and what waits there."""

    text: str
    address: str
    shortcut: str = ""
    count: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading (a message to be translated)."""

    title: str
    entries: tuple[Entry, ...]


def grouped(*groups: tuple[str, Iterable[Entry | None]]) -> list[Group]:
    """Return the groups that have entries; None stands for an entry that its reader does not get."""
    made = [Group(title, tuple(entry for entry in entries if entry is not None)) for title, entries in groups]
    return [group for group in made if group.entries]
