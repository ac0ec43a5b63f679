"""Conditions in words: the usual shapes read as one tells a colleague, everything else stays code."""

from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

from motcua.procedures.conditions import Names, say_condition
from motcua.procedures.packages.folders import read_folder
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
