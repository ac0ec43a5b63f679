"""Moments are said alike by pages and papers, and in English too."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from motcua.lib import dates
from motcua.ui import moments

FULL = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
LATE = datetime(2026, 11, 26, 20, 5, tzinfo=UTC)


@pytest.mark.parametrize("moment", [FULL, LATE])
def test_vietnamese_is_that_of_the_papers(moment: datetime) -> None:
    day = dates.today(moment)
    assert moments.say_date(day) == dates.say_date(day)
    assert moments.say_moment(moment) == dates.say_moment(moment)


def test_no_line_of_a_page_breaks_within_an_hour() -> None:
    assert moments.show_moment(LATE) == "Thứ Sáu, 27/11/2026, 3\N{NO-BREAK SPACE}giờ\N{NO-BREAK SPACE}05"
    assert moments.show_moment(FULL).replace("\N{NO-BREAK SPACE}", " ") == moments.say_moment(FULL)


def test_english() -> None:
    with translation.override("en"):
        assert moments.say_moment(FULL) == "Thursday, 26/11/2026, 14:00"
        assert moments.say_moment(LATE) == "Friday, 27/11/2026, 3:05"
