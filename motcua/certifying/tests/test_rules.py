"""Fees by Circular 226/2016/TT-BTC, article 4: worked by hand."""

import pytest

from motcua.certifying.rules import Item, Rate, check
from motcua.lib.refusals import Refused

COPY = Rate(first_rate=2000, first_pages=2, next_rate=1000, cap=200_000)
CASE = Rate(first_rate=10_000, is_per_case=True)


@pytest.mark.parametrize(
    ("pages", "copies", "fee"),
    [
        (1, 1, 2_000),
        (2, 1, 4_000),
        (3, 1, 5_000),  # two at 2,000, the third at 1,000
        (10, 1, 12_000),
        (198, 1, 200_000),  # 4,000 + 196,000: exactly the cap
        (199, 1, 200_000),
        (2000, 1, 200_000),
        (3, 4, 20_000),
        (199, 3, 600_000),  # the cap is for each copy
    ],
)
def test_a_copy_costs_by_the_pages_of_its_original(pages: int, copies: int, fee: int) -> None:
    assert COPY.fee(Item("Bằng tốt nghiệp", pages, copies)) == fee


def test_a_signature_costs_by_the_case() -> None:
    assert CASE.fee(Item("Sơ yếu lý lịch", pages=6, copies=3)) == 10_000


@pytest.mark.parametrize(
    ("items", "requester", "signer", "code"),
    [
        ([Item("a")], " ", "x", "no_requester"),
        ([], "x", "x", "nothing_certified"),
        ([Item("a", pages=0)], "x", "x", "bad_count"),
        ([Item("a", copies=501)], "x", "x", "bad_count"),
        ([Item("a")] * 21, "x", "x", "too_many_items"),
        ([Item("a")], "x", "", "no_signer"),
    ],
)
def test_what_a_book_cannot_be_without(items: list[Item], requester: str, signer: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        check(items, requester=requester, signer=signer)
