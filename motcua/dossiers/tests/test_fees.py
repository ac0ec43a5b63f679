"""What is to be paid, by channel, case and answers."""

from typing import Any

import pytest

from motcua.dossiers.rules.fees import charges, total

FEE: dict[str, Any] = {
    "key": "one",
    "name": "Lệ phí",
    "kind": "charge",
    "channels": ["direct"],
    "amount": 5000,
    "text": "5.000 đồng",
}


def amounts(*fees: dict[str, Any], channel: str = "direct", case: str = "", **answers: Any) -> list[int | None]:
    context = {"answers": answers}
    return [charge.amount for charge in charges(fees, channel=channel, case=case, context=context)]


def test_a_fee_hangs_on_channel_and_case() -> None:
    assert amounts(FEE) == [5000]
    assert amounts(FEE, channel="online") == []
    assert amounts(FEE | {"cases": ["late"]}, case="late") == [5000]
    assert amounts(FEE | {"cases": ["late"]}, case="timely") == []


def test_a_fee_hangs_on_answers() -> None:
    assert amounts(FEE | {"when": "answers.late"}, late=True) == [5000]
    assert amounts(FEE | {"when": "answers.late"}, late=False) == []
    assert amounts(FEE | {"count": "answers.copies"}, copies=3) == [15000]
    assert amounts(FEE | {"count": "answers.copies", "cap": 12000}, copies=3) == [12000]


@pytest.mark.parametrize("part", [{"when": "answers.late"}, {"count": "answers.copies"}, {"unclear": True}])
def test_what_is_not_settled_is_no_amount(part: dict[str, Any]) -> None:
    """Nobody is charged a guess: an answer still missing, or a fee that the published record leaves open."""
    (found,) = charges(
        [FEE | part], channel="direct", case="", context={"answers": {"late": None, "copies": None}} | {}
    )
    assert found.amount is None
    assert total([found]) is None
    (found,) = charges([FEE | part], channel="direct", case="", context=None)
    assert (found.amount, found.text) == (None, "5.000 đồng")


def test_the_total_is_the_sum() -> None:
    assert total(charges([FEE, FEE], channel="direct", case="", context={})) == 10000
    assert total([]) == 0
