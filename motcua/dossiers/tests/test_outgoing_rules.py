"""Number and symbol of outgoing papers (Decree 30/2020/NĐ-CP article 15, Phụ lục I part I.3, Phụ lục III part I)."""

import pytest

from motcua.dossiers.rules.outgoing import MOST, agency_symbol, numbered, symbol_of


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
    assert numbered(7, symbol_of(title, agency)) == said


def test_numbers_grow_and_names_may_be_odd() -> None:
    assert numbered(123, "UBND") == "123/UBND"
    assert agency_symbol("Đội 1 – Ban “Quản lý”") == "ĐBL"
    assert len(agency_symbol("a " * 40)) == MOST
