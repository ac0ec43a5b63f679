"""What the form of a package asks, and what its conditions therefore may speak of."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from motcua.eforms.fields import Field, Kind, Step
from motcua.eforms.parsing import steps_of
from motcua.procedures.conditions import CHANNELS, Names
from motcua.procedures.packages.folders import Folder

# Kinds of questions whose answer is one value, which a row of a condition can compare.
COMPARED = frozenset(
    {
        Kind.TEXT,
        Kind.TEXTAREA,
        Kind.INTEGER,
        Kind.DECIMAL,
        Kind.MONEY,
        Kind.DATE,
        Kind.YES_NO,
        Kind.RADIOS,
        Kind.SELECT,
    }
)


def questions_of(folder: Folder) -> Iterator[tuple[str, str, Field, str]]:
    """Give every question of a form: its page, its path, itself, and its label behind that of its group.

    A form with faults gives those that can be read.
    """
    yield from _questions(steps_of(folder.schema, folder.presentation))


def _questions(steps: Sequence[Step]) -> Iterator[tuple[str, str, Field, str]]:
    for step in steps:
        for field in step.fields:
            for leaf in [field, *field.parts] if field.parts else [field]:
                if not leaf.is_question:
                    continue
                path = leaf.path if leaf is field or leaf.path.startswith(field.path) else f"{field.path}.{leaf.path}"
                name = leaf.label.vi if leaf is field else f"{field.label.vi}: {leaf.label.vi}"
                yield step.title.vi, path, leaf, name


def cases_in(folder: Folder) -> list[dict[str, Any]]:
    """Return the cases of a package; of what is half written, those that can be read."""
    return [case for case in folder.about.get("cases") or () if isinstance(case, dict)]


def names_of(folder: Folder, steps: Sequence[Step] | None = None) -> Names:
    """Return what a package's conditions speak of: its questions (or those of some steps), case, way of filing, day."""
    labels = {"case": _("trường hợp"), "channel": _("cách nộp"), "today": _("ngày nộp")}
    values = {
        "case": {str(case.get("key")): str(case.get("name")) for case in folder.about.get("cases") or ()},
        "channel": {key: _(words) for key, words in CHANNELS.items()},
    }
    kinds: dict[str, str] = {"case": Kind.SELECT} if values["case"] else {}
    kinds |= {"channel": Kind.SELECT, "today": Kind.DATE}
    lists: list[str] = []
    for _step, path, leaf, name in questions_of(folder) if steps is None else _questions(steps):
        labels[f"answers.{path}"] = f"“{name}”"
        values[f"answers.{path}"] = {str(key): words.vi for key, words in leaf.options.items()}
        if leaf.kind == Kind.GROUP:
            lists.append(f"{path}.")
        elif leaf.kind in COMPARED and not path.startswith(tuple(lists)):
            kinds[f"answers.{path}"] = leaf.kind
    return Names(labels, values, kinds)


def asked_in(folder: Folder, paths: Sequence[str]) -> list[str]:
    """Return what the questions, or groups of them, at some paths are called; a path that is none stands itself."""
    names = {path: name for _step, path, _leaf, name in questions_of(folder)}
    found = []
    for path in map(str, paths):
        inner = next((name for key, name in names.items() if key.startswith(f"{path}.")), "")
        found.append(names.get(path) or inner.partition(":")[0] or path)
    return found
