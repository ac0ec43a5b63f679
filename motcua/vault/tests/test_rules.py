"""What a store holds, and how long it counts."""

from datetime import date

import pytest

from motcua.vault.rules import (
    Asked,
    ItemState,
    Match,
    codes_in,
    is_proof,
    is_same_paper,
    last_day,
    match_of,
    state_said,
)


@pytest.mark.parametrize(
    ("issued", "amount", "unit", "last"),
    [
        ("2026-11-23", 6, "month", "2027-05-23"),  # Decree 123/2015 art. 23(1)
        ("2026-08-31", 6, "month", "2027-02-28"),  # Civil Code art. 148: the month's last day
        ("2026-12-05", 1, "month", "2027-01-05"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2026-11-23", 90, "day", "2027-02-21"),
    ],
)
def test_a_validity_ends_on_a_day_of_the_calendar(issued: str, amount: int, unit: str, last: str) -> None:
    assert last_day(date.fromisoformat(issued), amount=amount, unit=unit) == date.fromisoformat(last)


def test_the_day_tells_whether_an_item_that_stands_still_counts() -> None:
    day = date(2026, 11, 23)
    assert state_said(ItemState.CURRENT, valid_from=day, valid_until=day, on=day) == "Còn giá trị"
    assert state_said(ItemState.CURRENT, valid_from=None, valid_until=day, on=date(2026, 11, 24)) == "Hết hạn"
    assert state_said(ItemState.CURRENT, valid_from=day, valid_until=None, on=date(2026, 11, 22)) == "Chưa có giá trị"
    assert state_said(ItemState.REVOKED, valid_from=None, valid_until=None, on=day) == "Đã bị thu hồi"


def test_a_photocopy_that_nobody_compared_proves_nothing() -> None:
    """Decree 45/2020 art. 16 with Decree 118/2025 art. 40(8): only what was accepted as correct is kept."""
    assert not is_proof(originals=0, copies=0, was_compared=False)
    assert is_proof(originals=1, copies=0, was_compared=False)
    assert is_proof(originals=0, copies=1, was_compared=False)
    assert is_proof(originals=0, copies=0, was_compared=True)


def test_an_item_is_the_paper_asked_for_by_its_code_its_type_or_its_name() -> None:
    asked = Asked("birth", "Bản chính Giấy khai sinh của trẻ", codes_in("KQ.G15.000001; KQ.G15.000002"), "G-01")
    kept = {"result_code": "", "paper_type": "", "name": "Trích lục"}
    assert match_of(asked, **kept) is None
    assert match_of(asked, **{**kept, "result_code": "KQ.G15.000002", "paper_type": "G-01"}) == Match.CODE
    assert match_of(asked, **{**kept, "paper_type": "G-01"}) == Match.TYPE
    assert match_of(asked, **{**kept, "name": "GIẤY KHAI SINH"}) == Match.NAME
    assert match_of(Asked("x", "Trích lục khai sinh"), **{**kept, "name": "Trích lục"}) == Match.NAME
    # Nothing is not the same as nothing.
    assert match_of(Asked("x", "Đơn"), **kept) is None


def test_the_same_paper_is_told_by_the_words_of_its_name() -> None:
    assert is_same_paper("Bản chính Giấy khai sinh của trẻ", "GIẤY KHAI SINH")
    assert not is_same_paper("Giấy chứng sinh", "Giấy khai sinh")
    assert not is_same_paper("Giấy khai sinh", "Giấy")
