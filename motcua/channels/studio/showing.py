"""How pages show a package: facts by section, the process as a picture and as rows, differences by file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers.rules.steps import label_of
from motcua.procedures.arrows import Speaker, Way
from motcua.procedures.packages.folders import FILES
from motcua.procedures.questions import cases_in
from motcua.procedures.saying import (
    SECTIONS,
    Change,
    Line,
    lines_of,
    outline_of,
    say_agency,
    say_budget,
    say_role,
    steps_of,
)
from motcua.ui.texts import translated
from motcua.workflow.picture import Picture, picture_of
from motcua.workflow.rules import NodeType, Outline

from .sources import Source

# Lines around a change, and how many lines of differences a page shows of one file.
AROUND, MOST_LINES = 3, 600
# What is told by a picture or by its own page.
APART = frozenset({"process", "form"})


@dataclass(frozen=True)
class Group:
    """What belongs to one section."""

    key: str
    name: str
    items: Sequence[Any]


def facts(source: Source) -> list[Group]:
    """Return the facts of a package by section, without those that have a page of their own."""
    return _grouped([line for line in lines_of(source.folder) if line.section not in APART])


def changes(found: Sequence[Change]) -> list[Group]:
    """Return differences by section."""
    return _grouped(found)


def _grouped(items: Sequence[Line] | Sequence[Change]) -> list[Group]:
    groups: dict[str, list[Any]] = {}
    for item in items:
        groups.setdefault(item.section, []).append(item)
    return [Group(key, _(SECTIONS[key]), groups[key]) for key in SECTIONS if key in groups]


@dataclass(frozen=True)
class Course:
    """A process: its picture, where it has one, its steps and the ways out of its choices as rows."""

    picture: Picture | None
    steps: Sequence[dict[str, str]]
    ways: Sequence[Way] = ()


def course_of(source: Source) -> Course:
    """Return the process of a package; of a diagram that cannot be read, nothing."""
    return course_of_text(source.folder.process, cases_in(source.folder))


def course_of_text(bpmn: str, cases: Sequence[dict[str, Any]] = ()) -> Course:
    """Return the process that a diagram's text draws; nothing of one that cannot be read."""
    outline = outline_of(bpmn)
    if outline is None:
        return Course(None, [])
    speaker = Speaker(outline, cases, say_outcome)
    rows = [
        {
            "name": node.name,
            "who": say_role(node.role),
            "agency": say_agency(node.agency),
            "budget": say_budget(node.budget) if node.type == NodeType.STEP else "",
            "outcomes": ", ".join(say_outcome(node.kind, outcome) for outcome in node.outcomes),
        }
        for node in steps_of(outline)
    ]
    return Course(_picture(bpmn, outline, speaker) if rows else None, rows, list(speaker.ways()))


def say_outcome(kind: str, outcome: str) -> str:
    """Return how a step of a kind ends, in words; an outcome that nobody knows stands as it is."""
    return _(label_of(kind, outcome))


def _picture(bpmn: str, outline: Outline, speaker: Speaker) -> Picture | None:
    try:
        return picture_of(bpmn, outline, say=translated, label=speaker.label)
    except ValueError:
        # A place that is no number: the drawing of something that is still being written.
        return None


@dataclass(frozen=True)
class Row:
    """A line of a file: `kind` is same, gone, come or skip; the numbers are those of the old and the new file."""

    kind: str
    old: int | None
    new: int | None
    text: str


@dataclass(frozen=True)
class FileChange:
    """One file that differs, with how much, and its differing lines."""

    name: str
    gone: int
    come: int
    rows: Sequence[Row]
    is_cut: bool


def file_changes(old: dict[str, str], new: dict[str, str]) -> list[FileChange]:
    """Return the files that differ, in the order of a package."""
    found = []
    for name in FILES:
        before, after = old.get(name, ""), new.get(name, "")
        if before == after:
            continue
        rows = list(_rows(before.splitlines(), after.splitlines()))
        gone, come = (sum(row.kind == kind for row in rows) for kind in ("gone", "come"))
        found.append(FileChange(name, gone, come, rows[:MOST_LINES], len(rows) > MOST_LINES))
    return found


def _rows(before: list[str], after: list[str]) -> Iterator[Row]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(AROUND):
        first = group[0]
        if first[1] or first[3]:
            yield Row("skip", None, None, "…")
        for kind, start, end, new_start, new_end in group:
            if kind == "equal":
                for step in range(end - start):
                    yield Row("same", start + step + 1, new_start + step + 1, before[start + step])
                continue
            for number in range(start, end):
                yield Row("gone", number + 1, None, before[number])
            for number in range(new_start, new_end):
                yield Row("come", None, number + 1, after[number])
