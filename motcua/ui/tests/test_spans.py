"""One day is a day, two are days, and a half is several."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from motcua.ui.spans import say_span


@pytest.mark.parametrize(
    ("amount", "unit", "vietnamese", "english"),
    [
        (1, "working_day", "1 ngày làm việc", "1 working day"),
        (10, "working_day", "10 ngày làm việc", "10 working days"),
        (1, "day", "1 ngày", "1 day"),
        (Decimal("0.5"), "day", "0,5 ngày", "0.5 days"),
        (Decimal("1.0"), "working_hour", "1 giờ làm việc", "1 working hour"),
        (24, "working_hour", "24 giờ làm việc", "24 working hours"),
        (1, "month", "1 tháng", "1 month"),
    ],
)
def test_a_time_is_said_in_either_language(amount: int | Decimal, unit: str, vietnamese: str, english: str) -> None:
    with override("vi"):
        assert say_span(amount, unit) == vietnamese
    with override("en"):
        assert say_span(amount, unit) == english
