"""Number and symbol of outgoing papers (Decree 30/2020/NĐ-CP article 15, Phụ lục I part I.3, Phụ lục III part I)."""

import pytest

from motcua.dossiers.rules.outgoing import numbered, symbol_of
from motcua.organisations.symbols import MOST, symbol_from


@pytest.mark.parametrize(
    ("title", "agency", "said"),
    [
        ("", "Ủy ban nhân dân xã Đơn Dương", "07/UBND"),
        ("Giấy mời", "Uỷ ban nhân dân tỉnh Lâm Đồng", "07/GM-UBND"),
        ("THÔNG BÁO", "Sở Xây dựng", "07/TB-SXD"),
        ("Thư xin lỗi", "Sở Nông nghiệp và Môi trường", "07/SNNVMT"),
        ("Quyết định", "Trung tâm Phục vụ hành chính công xã Đơn Dương", "07/QĐ-TTPVHCC"),
    ],
)
def test_number_and_symbol(title: str, agency: str, said: str) -> None:
    assert numbered(7, symbol_of(title, symbol_from(agency))) == said


def test_an_official_letter_names_who_drafts_it_and_a_named_kind_does_not() -> None:
    """Phụ lục I, mục II.3: only a công văn carries the letters of the unit that drafts it."""
    assert symbol_of("", "UBND", "VP") == "UBND-VP"
    assert symbol_of("Thông báo", "UBND", "VP") == "TB-UBND"


def test_numbers_grow_and_names_may_be_odd() -> None:
    assert numbered(123, "UBND") == "123/UBND"
    assert symbol_from("Đội 1 – Ban “Quản lý”") == "ĐBL"
    assert len(symbol_from("a " * 40)) == MOST
