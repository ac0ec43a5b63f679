"""Conditions in words: the usual shapes read as one tells a colleague, everything else stays code."""

from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

from motcua.lib.expressions import compile_expression
from motcua.procedures.conditions import ANSWERED, UNANSWERED, Names, Row, Rows, read_rows, say_condition, write_rows
from motcua.procedures.packages.folders import read_folder
from motcua.procedures.questions import names_of
from motcua.procedures.saying import compare, lines_of

PACKAGES = Path(__file__).resolve().parents[3] / "packages"

NAMES = Names(
    labels={
        "answers.married": "“Cha mẹ có đăng ký kết hôn”",
        "answers.relation": "“Quan hệ”",
        "answers.copies": "“Số bản sao”",
        "answers.identity": "“Số định danh”",
        "answers.birth": "“Ngày sinh”",
        "answers.children": "“Con”",
        "answers.children.alive": "“Còn sống”",
        "case": "trường hợp",
        "today": "ngày nộp",
    },
    values={"answers.relation": {"father": "Cha", "mother": "Mẹ"}, "case": {"house": "Nhà ở riêng lẻ"}},
    kinds={
        "answers.married": "yes_no",
        "answers.relation": "radios",
        "answers.copies": "integer",
        "answers.identity": "text",
        "answers.birth": "date",
        "case": "select",
        "today": "date",
    },
)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("answers.married == true", "“Cha mẹ có đăng ký kết hôn”: có"),
        ("answers.married", "“Cha mẹ có đăng ký kết hôn”: có"),
        ("!answers.married", "“Cha mẹ có đăng ký kết hôn”: không"),
        ("answers.married != true", "“Cha mẹ có đăng ký kết hôn”: không"),
        ("answers.relation == 'father'", "“Quan hệ” là “Cha”"),
        ('case != "house"', "trường hợp không phải là “Nhà ở riêng lẻ”"),
        ("answers.relation in ['father', 'mother']", "“Quan hệ” là một trong: “Cha”, “Mẹ”"),
        ("answers.copies > 0", "“Số bản sao” lớn hơn 0"),
        ("2 <= answers.copies", "“Số bản sao” từ 2 trở lên"),
        ("answers.identity != null && answers.identity != ''", "“Số định danh” đã trả lời"),
        ("answers.identity == null", "“Số định danh” chưa trả lời"),
        ("has(answers.identity)", "“Số định danh” đã trả lời"),
        ("answers.children.size() == 0", "“Con” chưa trả lời"),
        ("size(answers.children) > 0", "“Con” đã trả lời"),
        ("answers.children.exists(c, c.alive == false)", "có mục mà “Còn sống”: không"),
        (
            "timestamp(today + 'T00:00:00Z') - timestamp(answers.birth + 'T00:00:00Z') > duration('1440h')",
            "đã quá 60 ngày kể từ “Ngày sinh”",
        ),
        ("answers.birth.size() < 10", "“Ngày sinh” chưa ghi đủ ngày, tháng, năm"),
        (
            "today >= '2026-01-01' && today < '2027-03-01'",
            "ngày nộp từ ngày 01/01/2026 và ngày nộp trước ngày 01/03/2027",
        ),
        (
            "answers.married == false && (answers.relation == 'father' || answers.copies > 1)",
            "“Cha mẹ có đăng ký kết hôn”: không và (“Quan hệ” là “Cha” hoặc “Số bản sao” lớn hơn 1)",
        ),
        (
            "answers.married == false && answers.copies > 1 || answers.relation == 'father'",
            "“Cha mẹ có đăng ký kết hôn”: không và “Số bản sao” lớn hơn 1 hoặc “Quan hệ” là “Cha”",
        ),
    ],
)
def test_usual_shapes_are_said(source: str, said: str) -> None:
    assert say_condition(source, NAMES) == said


@pytest.mark.parametrize(
    "source",
    [
        "answers.unknown == true",
        "answers.copies * 2 > 4",
        "timestamp(today + 'T00:00:00Z') - timestamp(answers.birth + 'T00:00:00Z') > duration('50h')",
        "timestamp(answers.birth + 'T00:00:00Z') - timestamp(today + 'T00:00:00Z') > duration('24h')",
        "answers.copies > 0 ? true : false",
        "answers.relation < 'x'",
        "answers.children.size() > 3",
        "answers.married == true )",
        "answers.relation.matches('^a')",
        "answers.married == 'it\\'s'",
        "",
    ],
)
def test_what_is_unusual_stays_code(source: str) -> None:
    assert say_condition(source, NAMES) == ""


def test_our_words_are_the_readers() -> None:
    with translation.override("en"):
        assert say_condition("answers.married == true || answers.copies > 0", NAMES) == (
            "“Cha mẹ có đăng ký kết hôn”: yes or “Số bản sao” is more than 0"
        )


def test_the_packages_conditions_are_nearly_all_said_and_the_code_stays_beside() -> None:
    lines = [line for code in ("1.001193", "1.004222", "1.013225") for line in lines_of(read_folder(PACKAGES / code))]
    told = [line for line in lines if line.codes]
    assert len(told) > 10
    raw = [line for line in told if any(code in line.words for code in line.codes if code.startswith("answers."))]
    assert len(raw) * 5 < len(told), [line.codes for line in raw]


def test_a_change_that_reads_the_same_shows_its_code() -> None:
    old = read_folder(PACKAGES / "1.001193")
    paper = next(one for one in old.about["papers"] if one.get("when"))
    new = replace(old, about=deepcopy(old.about))
    next(one for one in new.about["papers"] if one["key"] == paper["key"])["when"] = f"({paper['when']})"
    (change,) = compare(old, new)
    assert f"[({paper['when']})]" in change.new


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("", Rows()),
        ("!answers.married", Rows((Row("answers.married", "==", False),))),
        ("2 <= answers.copies", Rows((Row("answers.copies", ">=", 2),))),
        ("answers.copies != null && answers.copies > 0", Rows((Row("answers.copies", ">", 0),))),
        ("answers.identity != null && answers.identity != ''", Rows((Row("answers.identity", ANSWERED),))),
        ("answers.identity == null", Rows((Row("answers.identity", UNANSWERED),))),
        (
            "answers.relation in ['father', 'mother']",
            Rows((Row("answers.relation", "==", "father"), Row("answers.relation", "==", "mother")), "||"),
        ),
        (
            "today >= '2026-01-01' && case != \"house\"",
            Rows((Row("today", ">=", "2026-01-01"), Row("case", "!=", "house"))),
        ),
        (
            "(answers.copies != null && answers.copies > 2) || answers.married",
            Rows((Row("answers.copies", ">", 2), Row("answers.married", "==", True)), "||"),
        ),
    ],
)
def test_comparisons_are_rows_and_rows_are_written_as_they_are_read(source: str, rows: Rows) -> None:
    assert read_rows(source, NAMES) == rows
    assert read_rows(write_rows(rows), NAMES) == rows


@pytest.mark.parametrize(
    "source",
    [
        "answers.married && (answers.relation == 'father' || answers.copies > 1)",
        "answers.copies != null && (answers.copies > 1 || answers.married)",
        "answers.married && answers.copies > 1 || answers.relation == 'father'",
        "answers.children.exists(c, c.alive == false)",
        "answers.children.size() > 0",
        "answers.birth.size() < 10",
        "timestamp(today + 'T00:00:00Z') - timestamp(answers.birth + 'T00:00:00Z') > duration('1440h')",
        "answers.unknown == 'x'",
        "size(case) > 3",
        "answers.copies >",
    ],
)
def test_what_rows_cannot_hold_is_none(source: str) -> None:
    assert read_rows(source, NAMES) is None


def test_what_rows_write_can_be_computed_where_nothing_is_answered() -> None:
    rows = (Row("answers.copies", ">", 2), Row("answers.birth", "<", "2026-01-01"), Row("answers.relation", "!=", "x"))
    nothing = {"answers": {"copies": None, "birth": None, "relation": "x"}}
    for join in ("&&", "||"):
        assert compile_expression(write_rows(Rows(rows, join))).holds(nothing) is False
    assert say_condition(write_rows(Rows(rows[:1])), NAMES) == "“Số bản sao” lớn hơn 2"
    assert "đã trả lời" in say_condition("answers.copies != null && (answers.copies > 1 || answers.married)", NAMES)


def test_a_text_that_cannot_be_quoted_is_refused() -> None:
    assert write_rows(Rows((Row("answers.identity", "==", "d'Arc"),))) == 'answers.identity == "d\'Arc"'
    for text in ("a'b\"c", "a\\b"):
        with pytest.raises(ValueError, match="a"):
            write_rows(Rows((Row("answers.identity", "==", text),)))


def test_items_of_a_list_are_no_rows_and_most_of_our_conditions_are() -> None:
    names = [(read_folder(path), path.name) for path in sorted(PACKAGES.glob("*")) if path.is_dir()]
    held = left = 0
    for folder, _name in names:
        known = names_of(folder)
        for item in (*folder.about.get("papers", ()), *folder.about.get("fees", ()), *folder.about.get("cases", ())):
            if source := item.get("when"):
                is_held = read_rows(source, known) is not None
                held, left = held + is_held, left + (not is_held)
    assert held > 4 * left > 0
