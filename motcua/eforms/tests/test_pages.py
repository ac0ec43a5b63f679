"""What stands on the page: labels tied to boxes, errors beside them, escaping, languages, and how long it takes."""

from typing import Any

import pytest
from django.template import engines
from lxml import html

from motcua.eforms.form import Form
from motcua.eforms.tests.forms import CONTEXT, GOOD, SomePlaces, form

ANSWERS = {
    **GOOD,
    "agrees": True,
    "kind": "other",
    "place": {"old_text": "Lạc Xuân"},
    "children": [{"full_name": "<script>alert(1)</script>"}, {}],
}


def drawn(step: str, answers: dict[str, Any], *, check: bool = False) -> Any:
    page = form().page(step, answers, CONTEXT, form().check(answers, CONTEXT) if check else ())
    source = '{% from "eforms/form.html" import questions, problems %}{{ problems(page) }}{{ questions(page) }}'
    template = engines["jinja2"].env.from_string(source)  # type: ignore[attr-defined]
    return html.fromstring(f"<form>{template.render(page=page)}</form>")


@pytest.mark.parametrize("step", ["plain", "dates", "choices", "blocks"])
def test_every_box_has_a_label_and_every_id_is_unique(step: str) -> None:
    page = drawn(step, ANSWERS, check=True)
    ids = [element.get("id") for element in page.cssselect("[id]")]
    assert len(ids) == len(set(ids))
    labelled = {label.get("for") for label in page.cssselect("label")}
    boxes = page.cssselect("input:not([type=hidden]), select, textarea")
    assert boxes
    assert [box.get("id") for box in boxes if box.get("id") not in labelled] == []


@pytest.mark.parametrize("step", ["plain", "dates", "choices", "blocks"])
def test_every_error_of_the_summary_leads_to_its_box(step: str) -> None:
    wrong = {
        **ANSWERS,
        "name": "",
        "on": "x",
        "elder": "2090",
        "wants": ["zz"],
        "owner": {"identity": "1"},
        "firm": {"tax_code": "1"},
    }
    page = drawn(step, wrong, check=True)
    links = page.cssselect(".govuk-error-summary a")
    assert links
    for link in links:
        assert page.cssselect(link.get("href")), link.get("href")
    assert len(page.cssselect(".govuk-error-message")) == len(links)


def test_what_people_type_is_never_markup() -> None:
    page = drawn("blocks", ANSWERS)
    assert page.cssselect("script") == []
    assert page.cssselect("#f-children-0-full_name")[0].get("value") == "<script>alert(1)</script>"


def test_optional_questions_say_so_and_hidden_ones_are_not_there() -> None:
    page = drawn("choices", {**ANSWERS, "kind": "new"})
    assert page.cssselect("#f-other") == []
    assert "(không bắt buộc)" in page.cssselect("fieldset")[2].text_content()
    assert page.cssselect("[name=_asked]")[0].get("value") == "agrees kind floors wants"


def test_a_box_left_blank_is_no_answer_to_a_condition() -> None:
    form = Form.from_package(
        {"type": "object", "properties": {"since": {"$ref": "motcua:date"}, "until": {"$ref": "motcua:date"}}},
        {
            "steps": [
                {
                    "key": "s",
                    "title": "S",
                    "fields": [
                        {"path": "since", "label": "Từ ngày"},
                        {"path": "until", "label": "đến ngày", "show_if": "answers.since != null"},
                    ],
                }
            ]
        },
        SomePlaces(),
    )
    blank = {"since.day": "", "since.month": "", "since.year": ""}
    answers = form.read(blank, CONTEXT, step="s", base={})
    assert [shown.path for _, fields in form.settle(answers, CONTEXT).shown for shown in fields] == ["since"]
