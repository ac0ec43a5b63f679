"""Which page, question or check of a form a fault of the linter is about, and which box of it."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from .options import said

_STEP = re.compile(r"step '(\w*)'")
_NUMBERED_STEP = re.compile(r"steps\[(\d+)\]")
_CHECK = re.compile(r"checks\[(\d+)\]")
_FIELD = re.compile(r": fields\[(\d+)\]")
_PATH = re.compile(r"^'([\w.]+)'")
_SOURCE = re.compile(r"""^('.*'|".*"): """, re.DOTALL)
# The box that a fault of a question, a page or a check names behind its place.
_BOX = re.compile(r": (show_if|computed|locked|label|labels|hint|options|width|title|guidance|holds|when|message): ?")
_BOXES = {"labels": "label", "options": "option-new", "locked": "locked_if"}


def place_of_fault(presentation: Any, what: str) -> str:
    """Return what a fault of presentation.json is about: steps.0, steps.0.fields.2 or checks.1; empty for the whole."""
    if match := _CHECK.match(what):
        return f"checks.{match[1]}"
    step = _step(presentation, what)
    if step is not None:
        return ".".join([f"steps.{step}", *(f"fields.{number}" for number in _FIELD.findall(what))])
    # Some faults say the path that they are about, or the expression.
    if match := _PATH.match(what):
        return next((place for place, key, value in _walk(presentation, "") if (key, value) == ("path", match[1])), "")
    if match := _SOURCE.match(what):
        wanted = match[1]
        return next((place for place, _key, value in _walk(presentation, "") if repr(value) == wanted), "")
    return ""


def box_of_fault(what: str) -> str:
    """Return the box that a fault is about; empty where it is about none."""
    found = _BOX.findall(what)
    return _BOXES.get(found[-1], found[-1]) if found else ""


def say_place(presentation: Any, place: str) -> str:
    """Say a place of presentation.json: page and question by their numbers and labels."""
    keys = place.split(".")
    here = presentation
    said_so_far: list[str] = []
    for name, number in zip(keys[::2], keys[1::2], strict=False):
        items = here.get(name) if isinstance(here, dict) else None
        if not isinstance(items, list) or not number.isdigit() or int(number) >= len(items):
            break
        here = items[int(number)]
        words = said(here.get("title") or here.get("label") or here.get("message")) if isinstance(here, dict) else ""
        form = {"steps": _("Trang %(n)s"), "checks": _("Kiểm tra %(n)s")}.get(name, _("câu %(n)s"))
        said_so_far.append(form % {"n": int(number) + 1} + (f" (“{words[:60]}”)" if words else ""))
    return ", ".join(said_so_far)


def _step(presentation: Any, what: str) -> int | None:
    if match := _NUMBERED_STEP.match(what):
        return int(match[1])
    match = _STEP.match(what)
    steps = presentation.get("steps") if isinstance(presentation, dict) else None
    if match is None or not isinstance(steps, list):
        return None
    keys = [step.get("key") if isinstance(step, dict) else None for step in steps]
    return keys.index(match[1]) if match[1] in keys else None


def _walk(value: Any, place: str) -> Iterator[tuple[str, str, Any]]:
    """Give the place, key and value of everything in the file that is no list or object."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, list):
                for number, one in enumerate(inner):
                    yield from _walk(one, f"{place}.{key}.{number}".strip("."))
            elif not isinstance(inner, dict):
                yield place, key, inner
