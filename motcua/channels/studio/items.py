"""Items of a package's parts: what they are called, how they are told, what their boxes offer, where faults belong."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers.paperwork.statutory import registry
from motcua.dossiers.rules.form_sets import FormKind
from motcua.procedures.conditions import Names
from motcua.procedures.saying import (
    say_ask_within,
    say_cases,
    say_channels,
    say_fee,
    say_limit,
    say_paper,
    say_reason,
    say_stop,
    say_when,
)

from .boxes import Part
from .editing import PARTS, held

# How an item of a list is told.
TOLD: dict[str, Callable[[Mapping[str, Any], Mapping[str, str], Names], str]] = {
    "papers": say_paper,
    "fees": say_fee,
    "limits": lambda entry, cases, _names: (
        f"{say_channels(entry['channels'])}{say_cases(entry, cases)}: {say_limit(entry)}"
    ),
    "clock_stops": lambda entry, _cases, _names: say_stop(entry),
    "cases": lambda entry, _cases, names: (
        _("chỉ có khi: %(when)s") % {"when": say_when(entry["when"], names)} if entry.get("when") else ""
    ),
    "supplement.ask_within_cases": lambda entry, _cases, _names: say_ask_within(entry),
    "result.fields": lambda entry, _cases, _names: " / ".join(map(str, (entry.get("options") or {}).values())),
}


def part_of(place: str) -> Part | None:
    """Return the part whose form has a place of package.yaml: the one that lies deepest."""
    parts = [part for part in PARTS if part.key and f"{place}.".startswith(f"{part.key}.")]
    return max(parts, key=lambda one: len(one.key), default=None)


def lacking(part: Part, about: Mapping[str, Any]) -> dict[str, str]:
    """Return the part that must have something first, for its link; nothing where it has, or none is needed."""
    needed = next((one for one in PARTS if part.needs and one.key == part.needs), None)
    if needed is None or held(about, needed):
        return {}
    return {"name": _(needed.name), "slug": needed.slug}


def offered(about: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Return what boxes let choose of the package itself, and the sector's forms; of what is half written, nothing."""
    sources = {"cases": about.get("cases"), "originals": about.get("papers")}
    forms: dict[str, list[tuple[str, str]]] = {
        kind.value: [("", _("không thay"))] for kind in (FormKind.RECEPTION, FormKind.SUPPLEMENT, FormKind.REFUSAL)
    }
    for number, form in registry().replacing.items():
        forms.setdefault(form.kind.value, []).append((number, f"{number}: {form.title}"))
    return forms | {
        box: [(str(one.get("key", "")), str(one.get("name", ""))) for one in items or () if isinstance(one, dict)]
        for box, items in sources.items()
    }


def box_of(part: Part, place: str, number: int | None) -> str:
    """Return the box that a place is about; empty where it is about none."""
    before = "" if not part.key else f"{part.key}." if number is None else f"{part.key}.{number - 1}."
    path = place.removeprefix(before) if place.startswith(before) else ""
    keys = {box.key for box in part.boxes}
    return path if path in keys else path.partition(".")[0] if path.partition(".")[0] in keys else ""


def name_of(entry: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    """Return what an item is called: by its own words, by why it is there, or by the cases that it is for."""
    own = entry.get("name") or entry.get("label") or entry.get("text") or say_reason(entry)
    cases = {str(case.get("key")): str(case.get("name")) for case in about.get("cases") or ()}
    return str(own) or "; ".join(cases.get(str(key), str(key)) for key in entry.get("cases") or ())


def told(part: Part, entry: dict[str, Any], about: dict[str, Any], names: Names) -> str:
    """Say an item in words; of one that is still half written, its keys."""
    tell = TOLD[part.key]
    cases = {str(case.get("key")): str(case.get("name")) for case in about.get("cases") or ()}
    try:
        return tell(entry, cases, names)
    except (KeyError, TypeError, AttributeError, ValueError):
        return ", ".join(f"{key}: {value}" for key, value in entry.items())[:300]
