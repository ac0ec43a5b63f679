"""What is scanned, what a paper's words suggest, in which order pages go: without a database."""

from datetime import date
from typing import Any

import pytest

from motcua.dossiers.rules.digitisation import PaperFacts, Placed, Stage, check_stage, in_order, stage_of
from motcua.dossiers.rules.suggestions import suggest
from motcua.lib.refusals import Refused

ON_PAPER: dict[str, Any] = {
    "is_on_paper": True,
    "is_only_shown": False,
    "is_wanted": True,
    "has_files": False,
    "at_counter": True,
}


@pytest.mark.parametrize(
    ("differs", "stage"),
    [
        ({}, Stage.AWAITED),  # Decree 118/2025/NĐ-CP art. 17(1)(c): what is handed in on paper
        ({"has_files": True}, Stage.SCANNED),
        ({"is_only_shown": True}, Stage.NOT_NEEDED),  # Circular 03/2025/TT-VPCP art. 5(2)(b)
        ({"is_on_paper": False, "has_files": True, "at_counter": False}, Stage.NOT_NEEDED),  # art. 5(2)(a)
        ({"is_on_paper": False}, Stage.NOT_NEEDED),  # not handed in at all
        ({"is_wanted": False}, Stage.NOT_NEEDED),  # the package says so
        ({"kept": "signed"}, Stage.SIGNED),
    ],
)
def test_what_the_law_says_of_a_paper(differs: dict[str, Any], stage: Stage) -> None:
    assert stage_of(**{"kept": "", **ON_PAPER, **differs}) == stage


def test_a_scan_is_looked_at_before_it_is_signed_and_looked_at_again_when_more_comes() -> None:
    check_stage(Stage.SCANNED, Stage.ACCEPTED)
    check_stage(Stage.SIGNED, Stage.SCANNED)
    for here, there in (
        (Stage.SCANNED, Stage.SIGNED),
        (Stage.SIGNED, Stage.ACCEPTED),
        (Stage.SCANNED, Stage.NOT_NEEDED),
    ):
        with pytest.raises(Refused, match="wrong_stage"):
            check_stage(here, there)


def test_pages_go_to_their_papers_in_the_order_asked_for() -> None:
    """Circular 01/2023/TT-VPCP art. 8(2): images in the order of the pages."""
    pages = [
        Placed(1, 1, "deed", order=3),
        Placed(1, 2, "", order=1),
        Placed(1, 3, "deed", order=2),
        Placed(2, 1, "id"),
    ]
    found = {key: [(one.scan_id, one.page) for one in own] for key, own in in_order(pages).items()}
    assert found == {"id": [(2, 1)], "deed": [(1, 3), (1, 1)]}


BIRTH = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ ĐƠN DƯƠNG Độc lập - Tự do - Hạnh phúc
Số: 217 / 2020

GIẤY KHAI SINH
Họ, chữ đệm, tên: K'Brểu Minh An
Ngày, tháng, năm sinh: 05/01/2019
Số định danh cá nhân: 068 219 012 345
Đơn Dương, ngày 12 tháng 3 năm 2020
"""
LICENCE = """SỞ XÂY DỰNG
Số: 45/GPXD-SXD
Cấp cho: Công ty Cao Nguyên
Ngày cấp: 01/02/2024. Giấy phép có giá trị đến ngày 31/12/2027
Mã vạch 123456789012
"""


def test_what_a_paper_seems_to_say() -> None:
    assert suggest(BIRTH) == {
        "number": "217/2020",
        "issued_on": "2020-03-12",
        "issuer": "ỦY BAN NHÂN DÂN XÃ ĐƠN DƯƠNG",
        "holder": "K'Brểu Minh An",
        "identity_number": "068219012345",
    }
    assert suggest(LICENCE) == {
        "number": "45/GPXD-SXD",
        "issued_on": "2024-02-01",
        "valid_until": "2027-12-31",
        "issuer": "SỞ XÂY DỰNG",
        "holder": "Công ty Cao Nguyên",
    }


@pytest.mark.parametrize("text", ["", "\n \n", "Số: \nngày 31 tháng 2 năm 2020\nHọ và tên: ....", "%PDF \x00 ỦY BAN"])
def test_where_nothing_is_to_be_read_nothing_is_guessed(text: str) -> None:
    assert suggest(text) == {}


def test_dates_of_a_paper_that_cannot_be() -> None:
    today = date(2026, 11, 30)
    PaperFacts(issued_on=today, valid_until=today).check(today)
    with pytest.raises(Refused, match="issued_later"):
        PaperFacts(issued_on=date(2026, 12, 1)).check(today)
    with pytest.raises(Refused, match="valid_backwards"):
        PaperFacts(issued_on=today, valid_until=date(2026, 1, 1)).check(today)
