"""Numbers and money in the reader's language."""

import pytest
from django.utils import translation

from motcua.ui.amounts import said_sum, say_money, say_number, show_money


def test_thousands_stand_apart_as_the_reader_writes_them() -> None:
    assert (say_number(2563), say_money(75_000)) == ("2.563", "75.000 đồng")
    assert show_money(75_000) == "75.000\N{NO-BREAK SPACE}đồng"
    with translation.override("en"):
        assert (say_number(2563), say_money(75_000)) == ("2,563", "75,000 VND")


@pytest.mark.django_db  # a procedure may have its own English
@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("8.000 đồng", "8,000 VND"),
        ("từ 1.500.000 đồng", "from 1,500,000 VND"),
        ("đến 500 đồng", "up to 500 VND"),
        ("8.000 đồng/bản", '<span lang="vi">8.000 đồng/bản</span>'),
    ],
)
def test_a_sum_that_comes_as_data_is_written_as_the_reader_does(text: str, english: str) -> None:
    assert said_sum(text) == text
    with translation.override("en"):
        assert str(said_sum(text)) == english
