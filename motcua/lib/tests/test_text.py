"""Vietnamese text."""

import unicodedata

import pytest

from motcua.lib import text


def test_fold_makes_tone_positions_and_case_equal() -> None:
    assert text.fold("HÒA") == text.fold("hoà") == "hoa"
    assert text.fold("Đăng ký khai sinh") == "dang ky khai sinh"
    assert text.fold(unicodedata.normalize("NFD", "Đơn Dương")) == "don duong"


def test_clean_keeps_lines_and_drops_what_cannot_be_seen() -> None:
    assert text.clean(" a\u200b\x00 b\r\n\u00a0c ") == "a b\nc"
    assert text.clean(unicodedata.normalize("NFD", "hồ sơ")) == "hồ sơ"


@pytest.mark.parametrize("name", ["K'", "Y", "H' Hen Niê", "O'Brien", "Ksor H'Đung", "Nguyễn Thị-An"])
def test_names_of_every_kind_have_a_key(name: str) -> None:
    assert text.sort_key(name).isascii()
    assert text.sort_key(name)


def test_names_sort_by_given_name_in_the_vietnamese_alphabet() -> None:
    names = ["Trần Văn Đức", "Nguyễn Thị An", "Lê Ân", "Phạm Dung", "Bùi Ánh", "Hoàng Ăng", "Vũ Thị Ạnh", "Đỗ Ảnh"]
    ordered = sorted(names, key=text.sort_key)
    assert [name.split()[-1] for name in ordered] == ["An", "Ảnh", "Ánh", "Ạnh", "Ăng", "Ân", "Dung", "Đức"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", 0), ("007", 7), ("9" * 17, 10**17 - 1), ("9" * 18, None), ("", None), ("²", None), ("٣", None)],
)
def test_only_digits_that_a_row_id_can_have_are_a_number(typed: str, number: int | None) -> None:
    assert text.read_number(typed) == number
