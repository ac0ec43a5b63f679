"""Forms that are refused when they are loaded: faulty, hostile, or none at all."""

from copy import deepcopy
from typing import Any

import pytest

from motcua.eforms.form import Form, FormRefused
from motcua.eforms.tests.forms import PRESENTATION, SCHEMA, form


def broken(change: str, value: Any) -> list[str]:
    schema, presentation = deepcopy(SCHEMA), deepcopy(PRESENTATION)
    fields = presentation["steps"][0]["fields"]
    match change:
        case "schema":
            schema["properties"]["name"] = value
        case "check":
            presentation["checks"] = [value]
        case "step":
            presentation["steps"][0].update(value)
        case "group":
            group = next(f for step in presentation["steps"] for f in step["fields"] if f.get("path") == "children")
            group["fields"][-1]["show_if"] = value
        case "choice":
            presentation["steps"][2]["fields"][2] |= value
        case _:
            fields[2][change] = value
    with pytest.raises(FormRefused) as refused:
        form(schema, presentation)
    return refused.value.faults


@pytest.mark.parametrize("place", ["show_if", "computed"])
@pytest.mark.parametrize(
    "source",
    [
        "__import__('os')",
        "answers.__class__.__mro__",
        "open('/etc/passwd')",
        "system('id')",
        "1 +",
        "x" * 3000,
        "globals()",
        "item.a",
        5,
    ],
)
def test_hostile_expressions_are_refused_when_the_form_is_loaded(place: str, source: Any) -> None:
    assert broken(place, source)


def test_hostile_expressions_are_refused_in_checks_and_steps_too() -> None:
    assert broken("check", {"holds": "__import__('os')", "path": "on", "message": "x"})
    assert broken("check", {"holds": "true", "when": "exec('x')", "path": "on", "message": "x"})
    assert broken("step", {"show_if": "__import__('os')"})


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("schema", {"$ref": "https://example.com/x.json"}),
        ("schema", {"$ref": "file:///etc/passwd"}),
        ("schema", {"$ref": "motcua:nothing"}),
        ("schema", {"type": "nonsense"}),
        ("schema", {"type": "string", "pattern": "("}),
        ("schema", {"$id": "https://example.com", "type": "string"}),
        ("path", "nowhere"),
        ("widget", "address"),
        ("width", 7),
        ("colour", "red"),
        ("label", ""),
        ("show_if", "answers.kind == 'new'"),
        ("show_if", "answers.nowhere == 'new'"),
        ("show_if", "answers.name == 5"),
        ("group", "item.shcool != ''"),
        ("group", "item.school == true"),
        ("check", {"holds": "true", "path": "nowhere", "message": "x"}),
        ("check", {"holds": "true", "path": "on"}),
        ("choice", {"options": {"new": "Mới"}}),
        ("step", {"key": "Có dấu"}),
        ("step", {"fields": []}),
        ("step", {"key": "dates"}),
    ],
)
def test_faults_of_a_package_are_found_when_it_is_loaded(change: str, value: Any) -> None:
    assert broken(change, value)


@pytest.mark.parametrize(
    ("schema", "presentation"),
    [(None, None), ({}, {}), ({"type": "object"}, {"steps": [1]}), (SCHEMA, {"steps": [{"key": []}]})],
)
def test_what_is_no_form_at_all_is_refused(schema: Any, presentation: Any) -> None:
    with pytest.raises(FormRefused):
        Form.from_package(schema, presentation)
