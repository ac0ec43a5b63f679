"""What conditions of a form may speak of: the questions before a place, and in a group those of its item."""

from collections.abc import Sequence
from dataclasses import replace

from motcua.eforms.fields import Step
from motcua.eforms.parsing import steps_of
from motcua.procedures.conditions import Names
from motcua.procedures.packages.folders import Folder
from motcua.procedures.questions import COMPARED, names_of

from .drafts import Spot


def names_before(folder: Folder, spot: Spot, steps: Sequence[Step] | None = None) -> Names:
    """Return the names for the conditions of a question; number 0 is one that comes to the end of its page.

    A form with faults has those of its questions that can be read. `steps` are its pages, where they were read before.
    """
    if steps is None:
        steps = steps_of(folder.schema, folder.presentation)
    whole = steps[: spot.step - 1]
    here = steps[spot.step - 1 : spot.step]
    count = spot.number - 1 if spot.number else None
    names = names_of(folder, [*whole, *(replace(step, fields=step.fields[:count]) for step in here)])
    if spot.inner is None or not here or not 1 <= spot.number <= len(here[0].fields):
        return names
    group = here[0].fields[spot.number - 1]
    labels, values, kinds = dict(names.labels), dict(names.values), dict(names.kinds)
    for part in group.parts[: spot.inner - 1 if spot.inner else None]:
        for leaf in part.leaves():
            path = f"item.{leaf.path}"
            labels[path] = f"“{leaf.full_label.vi}”"
            values[path] = {str(key): words.vi for key, words in leaf.options.items()}
            if leaf.kind in COMPARED:
                kinds[path] = leaf.kind
    return Names(labels, values, kinds)


def listed(names: Names) -> list[tuple[str, str]]:
    """Return the names that an expression may use, with their labels, for whoever types one."""
    found = []
    for path, label in names.labels.items():
        values = ", ".join(f"{key} = {words}" for key, words in names.values.get(path, {}).items() if key)
        found.append((path, f"{label.strip('“”')}{f' ({values})' if values else ''}"))
    return found
