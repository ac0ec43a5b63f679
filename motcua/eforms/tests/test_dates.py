"""Dates of e-forms: what is wrong with one is told by case, and leads to the very box."""

import pytest
from django.http import QueryDict

from motcua.eforms.tests.forms import CONTEXT, GOOD, codes, form


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("on", "2026-02-30", "no_such_day"),
        ("on", "1990", "only_year"),
        ("on", "1990-05", "day_missing"),
        ("on", "31/02/2026", "no_such_day"),
        ("on", "2026-02-29", "not_leap_year"),
        ("on", "31/4/2026", "no_such_day"),
        ("on", "/5/1990", "day_missing"),
        ("on", "3//1990", "month_missing"),
        ("on", "3/5/", "year_missing"),
        ("on", "3/5/90", "short_year"),
        ("on", "3/5/1790", "too_early"),
        ("on", "3/5/2290", "too_late"),
        ("on", "ba/năm/1990", "not_digits"),
        ("on", "hôm qua, lúc mười giờ", "not_digits"),
        ("month", "2026-13", "no_such_month"),
        ("month", "1990", "month_missing"),
        ("month", "/5/90", "short_year"),
        ("month", "2026-05-03", "month"),
        ("year", "90", "short_year"),
        ("year", "//nay", "not_digits"),
        ("year", "1990-05", "year"),
        ("elder", "3//1950", "month_missing"),
    ],
)
def test_each_mistake_has_its_code(field: str, value: str, code: str) -> None:
    assert codes(GOOD, **{field: value})[field] == code


@pytest.mark.parametrize(
    ("boxes", "said", "part"),
    [
        (("30", "2", "2026"), "“Ngày”: tháng 2/2026 không có ngày 30.", "day"),
        (("29", "2", "2026"), "“Ngày”: năm 2026 không phải năm nhuận: tháng 2 chỉ có 28 ngày.", "day"),
        (("3", "13", "2026"), "“Ngày”: không có tháng 13. Hãy ghi như 27/11/2026.", "month"),
        (("3", "5", "90"), "“Ngày”: hãy ghi năm đủ bốn chữ số, ví dụ 27/11/2026.", "year"),
        (("", "", "1990"), "“Ngày”: mới có năm; hãy ghi cả ngày và tháng.", "day"),
        (("3", "", "1990"), "“Ngày”: còn thiếu ô “Tháng”.", "month"),
        (("3", "năm", "1990"), "“Ngày”: ô “Tháng” chỉ ghi chữ số, ví dụ 11.", "month"),
        (("3/4", "5", "1990"), "“Ngày”: ô “Ngày” chỉ ghi chữ số, ví dụ 27.", "day"),
    ],
)
def test_a_wrong_date_leads_to_its_box_and_keeps_what_was_typed(
    boxes: tuple[str, str, str], said: str, part: str
) -> None:
    typed = dict(zip(("on.day", "on.month", "on.year"), boxes, strict=True))
    query = QueryDict(mutable=True)
    query.update(typed)
    answers = form().read(query, CONTEXT, step="dates")
    found = [problem for problem in form().check({**GOOD, **answers}, CONTEXT) if problem.path == "on"]
    assert [problem.text for problem in found] == [said]
    page = form().page("dates", {**GOOD, **answers}, CONTEXT, found)
    assert page is not None
    (control,) = [one for one in page.controls if one.path == "on"]
    assert page.errors == [{"text": said, "href": f"#{control.id}-{part}"}]
    assert tuple(box["value"] for box in control.more["boxes"]) == boxes
    assert [box["name"] for box in control.more["boxes"] if "--error" in box["classes"]] == [f"on.{part}"]


@pytest.mark.parametrize(("born", "part"), [("2030", "year"), ("2026-12", "month"), ("2026-11-30", "day")])
def test_a_day_to_come_leads_to_the_box_that_makes_it_so(born: str, part: str) -> None:
    (found,) = [one for one in form().check({**GOOD, "elder": born}, CONTEXT) if one.path == "elder"]
    assert (found.code, found.part) == ("in_future", part)
