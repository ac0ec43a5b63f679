"""A day from three boxes or from one, and a stretch of two."""

from datetime import date

import pytest
from django.http import QueryDict

from motcua.lib.refusals import Refused
from motcua.ui import stretches
from motcua.ui.days import boxes, day_in, typed_day

DAY = date(2026, 11, 27)


def given(**parts: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(parts)
    return query


def test_three_boxes_one_box_and_all_of_it_in_the_first() -> None:
    for query in (given(**boxes(DAY, "on")), given(on="27/11/2026"), given(**{"on-day": "27/11/2026"})):
        assert day_in(query, "on", code="x") == DAY
    assert typed_day(given(), "on") == ""
    for parts in ({"on-day": "27"}, {"on-day": "27", "on-year": "2026"}, {"on-month": "11", "on-year": "2026"}):
        with pytest.raises(Refused, match="no_day"):
            day_in(given(**parts), "on", code="no_day")


def test_a_stretch_says_what_is_wrong_in_each_of_its_boxes() -> None:
    usual = {"first": DAY.replace(day=1), "last": DAY}
    asked = stretches.stretch_in(given(), **usual)
    assert (asked.first, asked.last, asked.days) == ("01/11/2026", "27/11/2026", (usual["first"], DAY))
    asked = stretches.stretch_in(given(tu="29/2/2027", den="27/11/26"), **usual)
    assert [one["href"] for one in asked.errors] == ["#tu", "#den"]
    assert (asked.first, asked.last, asked.days) == ("29/2/2027", "27/11/26", None)
    asked = stretches.stretch_in(given(tu="2026-11-28"), **usual)
    assert (asked.first, [one["href"] for one in asked.errors]) == ("28/11/2026", ["#tu"])


@pytest.mark.parametrize(
    ("on", "period", "first", "last"),
    [
        ("2026-11-27", "hom-nay", "2026-11-27", "2026-11-27"),
        ("2026-11-29", "tuan-nay", "2026-11-23", "2026-11-29"),
        ("2028-02-10", "thang-nay", "2028-02-01", "2028-02-29"),
        ("2027-01-31", "thang-truoc", "2026-12-01", "2026-12-31"),
        ("2026-12-31", "quy-nay", "2026-10-01", "2026-12-31"),
        ("2026-02-28", "quy-nay", "2026-01-01", "2026-03-31"),
        ("2026-02-28", "nam-nay", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_moves_along_with_the_day(on: str, period: str, first: str, last: str) -> None:
    today = date.fromisoformat(on)
    asked = stretches.stretch_in(given(ky=period), first=today, last=today)
    assert (asked.days, asked.period) == ((date.fromisoformat(first), date.fromisoformat(last)), period)
    typed = stretches.stretch_in(given(ky=period, tu="1/1/2026", den="2/1/2026"), first=today, last=today)
    assert (typed.days, typed.period) == ((date(2026, 1, 1), date(2026, 1, 2)), ""), "what is typed counts"
