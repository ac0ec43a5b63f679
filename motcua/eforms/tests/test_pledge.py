"""The pledge that the answers are true: asked once, where all is read over before filing."""

from collections.abc import Sequence
from typing import Any

import pytest

from motcua.eforms.form import Form, FormRefused
from motcua.eforms.tests.forms import CONTEXT, GOOD, form

AGREED = {"path": "agreed", "label": "Tôi cam đoan", "pledge": True}
KEPT = {"holds": "answers.agreed == true", "path": "agreed", "message": "Phải cam đoan."}


def pledging(*fields: dict[str, Any], checks: Sequence[dict[str, Any]] = (KEPT,)) -> Form:
    schema = {
        "type": "object",
        "required": ["name", "agreed"],
        "properties": {
            "name": {"type": "string"},
            "agreed": {"type": "boolean"},
            "other": {"type": "boolean"},
        },
    }
    asked = [{"path": "name", "label": "Tên"}, *(fields or (AGREED,))]
    return form(schema, {"steps": [{"key": "all", "title": "Tất cả", "fields": asked}], "checks": list(checks)})


def test_the_pledge_is_asked_where_all_is_read_once_more() -> None:
    whole = pledging()
    before = whole.before_pledge
    assert whole.pledge is not None
    assert before.check({"name": "An"}, CONTEXT) == []
    assert [row.path for part in before.summary({"name": "An", "agreed": False}, CONTEXT) for row in part.rows] == [
        "name"
    ]
    assert {problem.path for problem in whole.check({"name": "An"}, CONTEXT)} == {"agreed"}
    assert whole.check({"name": "An", "agreed": False}, CONTEXT)
    assert whole.check(whole.pledged({"name": "An"}), CONTEXT) == []
    assert form().before_pledge.check(GOOD, CONTEXT) == []
    assert form().pledged(GOOD) == GOOD


@pytest.mark.parametrize(
    ("fields", "checks"),
    [
        ([AGREED | {"pledge": False}], [KEPT]),
        ([AGREED | {"show_if": "answers.name == 'An'"}], [KEPT]),
        ([AGREED, AGREED | {"path": "other"}], [KEPT]),
        ([AGREED, {"path": "other", "label": "Khác", "show_if": "answers.agreed == true"}], [KEPT]),
        ([AGREED], [KEPT | {"path": "name"}]),
        ([AGREED, {"path": "other", "label": "Khác"}], [KEPT, {**KEPT, "path": "other"}]),
    ],
)
def test_a_pledge_depends_on_nothing_and_nothing_on_it(
    fields: list[dict[str, Any]], checks: list[dict[str, Any]]
) -> None:
    with pytest.raises(FormRefused, match="pledge"):
        pledging(*fields, checks=checks)
