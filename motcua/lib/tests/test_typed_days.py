"""Days as people type them: understood in every usual way, and told what is wrong where they are none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis.strategies import dates

from motcua.lib.refusals import Refused
from motcua.lib.typed_days import read_day


@pytest.mark.parametrize(
    "typed", ["27/11/2026", " 27-11-2026 ", "27.11.2026", "27 11 2026", "27 / 11 / 2026", "27112026", "2026-11-27"]
)
def test_a_day_is_read_however_people_write_it(typed: str) -> None:
    assert read_day(typed, code="x") == date(2026, 11, 27)


@given(dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    for typed in (f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"{day:%d%m%Y}"):
        assert read_day(typed, code="x") == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Hãy ghi ngày hẹn."),
        ("29/02/2027", "Năm 2027 không phải năm nhuận: tháng 2 chỉ có 28 ngày."),
        ("30/02/2028", "Tháng 2/2028 không có ngày 30."),
        ("31/4/2026", "Tháng 4/2026 không có ngày 31."),
        ("0/4/2026", "Tháng 4/2026 không có ngày 0."),
        ("11/13/2026", "Không có tháng 13. Hãy ghi như 27/11/2026."),
        ("27/11/26", "Hãy ghi năm đủ bốn chữ số, ví dụ 27/11/2026."),
        ("27/11/0026", "Năm phải từ 1800 trở đi."),
        ("27/11/2206", "Năm không được sau 2200."),
        ("27/11", "Hãy ghi đủ ngày, tháng, năm, ví dụ 27/11/2026."),
        ("27//2026", "Hãy ghi đủ ngày, tháng, năm, ví dụ 27/11/2026."),
        ("hôm qua", "Không hiểu ngày “hôm qua”. Hãy ghi như 27/11/2026."),
        ("27/11/2026 14:05", "Không hiểu ngày “27/11/2026 14:05”. Hãy ghi như 27/11/2026."),
        ("２７/11/2026", "Không hiểu ngày “２７/11/2026”. Hãy ghi như 27/11/2026."),
        ("-", "Hãy ghi đủ ngày, tháng, năm, ví dụ 27/11/2026."),
    ],
)
def test_what_is_no_day_is_told_so_that_it_can_be_mended(typed: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_day(typed, code="no_day", ask="Hãy ghi ngày hẹn.")
    assert refused.value.code == "no_day"
    assert str(refused.value.message).format(**refused.value.params) == said
