"""What a list says in a few words is never more than the rules say."""

from typing import Any

import pytest

from motcua.procedures.rules.summaries import fee_in_short, time_in_short


def fee(amount: int | None, **more: Any) -> dict[str, Any]:
    return {"channels": ["direct"], "amount": amount, "text": str(amount), **more}


@pytest.mark.parametrize(
    ("fees", "words"),
    [
        ([], ""),
        ([fee(0)], "Miễn phí"),
        ([fee(50000)], "50.000 đồng"),
        ([fee(8000, per="bản")], "8.000 đồng/bản"),
        ([fee(8000), fee(20000)], "từ 8.000 đồng"),
        ([fee(0), fee(20000)], "đến 20.000 đồng"),
        ([fee(5000, when="case == 'late'")], "Miễn phí, trừ vài trường hợp"),
        ([fee(0), fee(8000, when="answers.copies > 0")], "Miễn phí, trừ vài trường hợp"),
        ([fee(50000), fee(8000, when="answers.copies > 0")], "từ 8.000 đồng"),
        ([fee(0, unclear=True)], ""),
        ([fee(None)], ""),
    ],
)
def test_fees(fees: list[dict[str, Any]], words: str) -> None:
    assert fee_in_short(fees) == words


def test_times() -> None:
    same_day = {"channels": ["direct", "online"], "text": "Trong ngày; nhận sau 15 giờ thì ngày làm việc tiếp theo"}
    assert time_in_short([]) == ""
    assert time_in_short([same_day]) == "Trong ngày"
    assert time_in_short([{"channels": ["online"], "text": "5 ngày"}, same_day]) == "Trong ngày (tùy trường hợp)"
