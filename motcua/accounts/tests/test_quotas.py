"""Counts of what people and lines to the network do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from motcua.accounts import quotas
from motcua.accounts.models import Spending
from motcua.accounts.rules.quotas import FILES, line_of
from motcua.lib.refusals import Refused

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
THREE = replace(FILES, most=3)
pytestmark = pytest.mark.django_db


def use(times: int, whose: str = "7", *, at: datetime = NOW) -> None:
    for _ in range(times):
        quotas.spend(THREE, whose, now=at)


def test_whoever_is_beyond_waits_until_the_stretch_is_over() -> None:
    use(3)
    with pytest.raises(Refused) as refused:
        use(1, at=NOW + timedelta(minutes=20))
    assert (refused.value.code, refused.value.params) == ("too_many", {"minutes": 40})
    with pytest.raises(Refused):
        use(1, at=NOW + timedelta(minutes=59, seconds=59))
    use(3, at=NOW + timedelta(hours=1))


def test_others_and_other_things_are_counted_apart() -> None:
    use(3)
    use(3, "8")
    quotas.spend(replace(THREE, kind="draft"), "7", now=NOW)


def test_looking_counts_nothing() -> None:
    for _ in range(5):
        quotas.require_left(THREE, "7", now=NOW)
    use(3)
    with pytest.raises(Refused):
        quotas.require_left(THREE, "7", now=NOW)
    quotas.require_left(THREE, "7", now=NOW + timedelta(hours=1))


def test_the_table_names_nobody_and_is_emptied() -> None:
    use(1, "203.0.113.9")
    assert "203.0.113.9" not in str(list(Spending.objects.values_list("bucket", flat=True)))
    assert quotas.sweep(now=NOW + timedelta(hours=23)) == 0
    assert quotas.sweep(now=NOW + timedelta(hours=25)) == 1


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_line_is_what_one_subscriber_has(address: str, line: str) -> None:
    assert line_of(address) == line
