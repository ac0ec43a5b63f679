"""Conditions chosen in rows: what nobody changed stays as it was written, what was typed wrong stays as typed."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from motcua.approvals.models import Sketch
from motcua.channels.studio.choosing import condition_of, read_condition
from motcua.procedures.conditions import Names
from motcua.procedures.packages.folders import read_folder
from motcua.procedures.questions import names_of
from motcua.ui.testing import fetch

PACKAGES = sorted(Path(__file__).resolve().parents[4].glob("packages/*/package.yaml"))
NAMES = Names(
    labels={
        "answers.relation": "“Quan hệ”",
        "answers.copies": "“Số bản sao”",
        "answers.born": "“Ngày sinh”",
        "answers.wed": "“Đã kết hôn”",
        "channel": "cách nộp",
    },
    values={"answers.relation": {"father": "Cha", "mother": "Mẹ"}, "channel": {"online": "trực tuyến"}},
    kinds={
        "answers.relation": "radios",
        "answers.copies": "integer",
        "answers.born": "date",
        "answers.wed": "yes_no",
        "channel": "select",
    },
)


def sent(old: str, *rows: tuple[str, str, str], join: str = "&&", text: str | None = None, act: str = "") -> QueryDict:
    post = QueryDict(mutable=True)
    post["when-was"], post["when"], post["when-join"] = old, old if text is None else text, join
    for number, row in enumerate(rows or [("", "==", "")], start=1):
        for box, value in zip(("path", "sign", "value"), row, strict=True):
            post[f"when-{box}-{number}"] = value
    if act:
        post["when-act"] = act
    return post


def kept(old: str, *rows: tuple[str, str, str], **more: Any) -> tuple[str, dict[str, str]]:
    problems: dict[str, str] = {}
    return read_condition("when", sent(old, *rows, **more), old, NAMES, problems), problems


def sent_again(source: str, names: Names) -> QueryDict:
    page = condition_of("when", source, names, {}, None)
    post = sent(page.was, *((row.path, row.sign, row.value) for row in page.rows), join=page.join or "&&")
    # A box on one line sends no line breaks.
    post["when"] = page.text.replace("\n", "")
    return post


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.parent.name)
def test_a_condition_that_nobody_changed_comes_back_as_it_was_written(path: Path) -> None:
    about, names = yaml.safe_load(path.read_text(encoding="utf-8")), names_of(read_folder(path.parent))
    for item in (*about["papers"], *about["fees"], *about.get("cases", ())):
        old, problems = item.get("when", ""), dict[str, str]()
        assert read_condition("when", sent_again(old, names), old, names, problems) == old
        assert problems == {}


def test_spaces_and_lines_of_an_expression_are_no_change() -> None:
    for old in ("answers.wed   ==true", "answers.copies\n  > 0 && answers.wed", "size(channel)  > 3"):
        assert read_condition("when", sent_again(old, NAMES), old, NAMES, {}) == old


@pytest.mark.parametrize(
    ("rows", "join", "written"),
    [
        ([("answers.relation", "==", "father")], "&&", "answers.relation == 'father'"),
        # Before the page offers the values, one types them as people see them.
        ([("answers.relation", "!=", "mẹ")], "&&", "answers.relation != 'mother'"),
        ([("answers.wed", "==", "Không")], "&&", "answers.wed == false"),
        ([("answers.copies", ">=", "1.000")], "&&", "answers.copies != null && answers.copies >= 1000"),
        ([("answers.born", "<", "1/9/2026")], "&&", "answers.born != null && answers.born < '2026-09-01'"),
        ([("answers.born", "answered", "")], "&&", "answers.born != null"),
        (
            [("answers.wed", "==", "true"), ("", "==", ""), ("channel", "==", "online")],
            "||",
            "answers.wed == true || channel == 'online'",
        ),
    ],
)
def test_rows_are_written_as_an_expression(rows: list[tuple[str, str, str]], join: str, written: str) -> None:
    assert kept("", *rows, join=join) == (written, {})


def test_an_answer_is_compared_with_another_by_the_label_of_its_question() -> None:
    names = Names(
        {**NAMES.labels, "answers.until": "“Đến ngày”", "answers.since": "“Từ ngày”", "today": "ngày nộp"},
        NAMES.values,
        {**NAMES.kinds, "answers.until": "date", "answers.since": "date", "today": "date"},
    )
    problems: dict[str, str] = {}

    def written(value: str, sign: str = ">=", *, has_guards: bool = True) -> str:
        post = sent("", ("answers.until", sign, value))
        return read_condition("when", post, "", names, problems, has_guards=has_guards)

    guarded = "answers.until != null && answers.since != null && answers.until >= answers.since"
    assert written("“Từ ngày”") == guarded
    assert written('"từ ngày"', has_guards=False) == "answers.until >= answers.since"
    assert written("“Ngày nộp”", "==") == "answers.until == today"
    assert problems == {}
    assert written("“Quan hệ”") == ""
    assert list(problems) == ["when-value-1"]
    for source in (guarded, "answers.until >= answers.since", "answers.until == today"):
        page = condition_of("when", source, names, {}, None)
        assert not page.is_code
        assert page.rows[0].value in {"“Từ ngày”", "“Ngày nộp”"}
        assert read_condition("when", sent_again(source, names), source, names, {}) == source
    assert "“Từ ngày”" in page.rows[0].others
    # What are no answers of one kind stays an expression, and is said all the same.
    page = condition_of("when", "answers.relation != answers.copies", names, {}, None)
    assert page.is_code
    assert page.words == "“Quan hệ” không phải là câu trả lời ở “Số bản sao”"


def test_what_was_removed_is_gone() -> None:
    assert kept("answers.wed == true", ("", "==", "")) == ("", {})
    assert kept("answers.wed == true", ("answers.wed", "==", "true"), text="") == ("", {})


def test_the_expression_can_be_written_and_cleared_for_rows() -> None:
    assert kept("", text=" size(channel) > 3 ") == ("size(channel) > 3", {})
    row = ("answers.wed", "==", "true")
    assert kept("size(channel) > 3", row, text="") == ("answers.wed == true", {})
    for old, text in (("size(channel) > 3", None), ("", "size(channel) > 3")):
        assert list(kept(old, row, text=text)[1]) == ["when-text"]


@pytest.mark.parametrize(
    ("row", "box"),
    [
        (("", "==", "x"), "path"),
        (("answers.gone", "==", "x"), "path"),
        (("answers.wed", "~", "true"), "sign"),
        (("answers.relation", ">", "father"), "sign"),
        (("answers.relation", "==", ""), "value"),
        (("answers.relation", "==", "Bác"), "value"),
        (("answers.copies", ">", "hai"), "value"),
        (("answers.born", ">", "31/2/2026"), "value"),
    ],
)
def test_a_wrong_box_says_so_and_keeps_what_was_typed(row: tuple[str, str, str], box: str) -> None:
    post, problems = sent("", ("answers.wed", "==", "true"), row), dict[str, str]()
    read_condition("when", post, "", NAMES, problems)
    assert list(problems) == [f"when-{box}-2"]
    page = condition_of("when", "", NAMES, problems, post)
    assert [name for name, _what in page.rows[1].problems] == [box]
    assert page.rows[1].value == row[2]


def test_a_row_offers_the_values_of_its_field_and_another_row_can_be_added() -> None:
    page = condition_of("when", "", NAMES, {}, sent("", ("answers.relation", "==", "Cha"), act="more"))
    assert [list(row.choices) for row in page.rows] == [[("father", "Cha"), ("mother", "Mẹ")], []]
    assert page.rows[0].value == "father"
    # Another field was chosen since: the value of the one before it is none of its own.
    page = condition_of("when", "", NAMES, {}, sent("", ("answers.wed", "==", "father"), act="look"))
    assert (page.rows[0].value, len(page.rows)) == ("", 1)
    full = condition_of("when", "", NAMES, {}, sent("", *[("answers.wed", "==", "true")] * 6, act="more"))
    assert full.is_full
    assert len(full.rows) == 6


def test_what_rows_cannot_hold_is_told_in_words_where_words_can() -> None:
    page = condition_of("when", "answers.wed && (answers.relation == 'father' || !answers.wed)", NAMES, {}, None)
    assert page.is_code
    assert page.words.startswith("“Đã kết hôn”: có và (")


def test_a_paper_is_asked_for_in_rows(admin: Client, code: str) -> None:
    fetch(admin, reverse("studio:sketch", args=[code]), method="post", expect=302)
    address = reverse("studio:item", args=[code, "giay-to", 0])
    page = fetch(admin, address)
    assert "Viết bằng biểu thức" in page.text
    given = {**page.fields(".studio-form"), "key": "anh", "name": "Ảnh thẻ", "originals": "hai"}
    # The values are shown, and one row more; nothing is said of a form that is not to be kept yet.
    page = fetch(admin, address, method="post", data={**given, "when-path-1": "channel", "when-act": "more"})
    assert page.words(".govuk-error-message") == []
    given = page.fields(".studio-form")
    assert given["originals"] == "hai"
    assert "trực tuyến" in page.words("#when-value-1 option")
    given |= {"originals": "1", "when-value-1": "online", "when-path-2": "today", "when-sign-2": ">="}
    page = fetch(admin, address, method="post", data={**given, "when-value-2": "31/2/2026"}, expect=422)
    assert [link.get("href") for link in page.select(".govuk-error-summary a")] == ["#when-value-2"]
    given = page.fields(".studio-form")
    assert given["when-value-2"] == "31/2/2026"
    fetch(admin, address, method="post", data={**given, "when-value-2": "1/9/2026"}, expect=302)
    paper = yaml.safe_load(Sketch.objects.get().content["files"]["package.yaml"])["papers"][-1]
    assert paper["when"] == "channel == 'online' && today >= '2026-09-01'"

    number = len(fetch(admin, reverse("studio:part", args=[code, "giay-to"])).select(".studio-items__one"))
    page = fetch(admin, reverse("studio:item", args=[code, "giay-to", number]))
    assert page.fields(".studio-form")["when-value-2"] == "01/09/2026"
