"""What may travel in a job, and how patient the queue is."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import pytest

from motcua.outbox import rules


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (int, 7),
        (str, "ă"),
        (bool, True),
        (datetime, datetime(2026, 11, 23, 7, 0, tzinfo=UTC)),
        (date, date(2026, 11, 24)),
        (UUID, UUID("6f1c9d1e-4a0e-4b0e-9d5e-1f2a3b4c5d6e")),
        (UUID | None, None),
        (UUID | None, UUID("6f1c9d1e-4a0e-4b0e-9d5e-1f2a3b4c5d6e")),
        (Colour, Colour.RED),
        (list[date], [date(2026, 9, 2)]),
        (tuple[int, ...], (1, 2)),
    ],
)
def test_what_travels_arrives_as_it_left(hint: object, value: object) -> None:
    arrived = rules.from_json(hint, rules.to_json(value))
    assert arrived == value
    assert type(arrived) is type(value)


@pytest.mark.parametrize("value", [object(), {"name": "An"}, 1.5, b"x", datetime(2026, 1, 1)])  # noqa: DTZ001 - refused
def test_only_ids_travel(value: object) -> None:
    with pytest.raises(TypeError):
        rules.to_json(value)


def test_retries_outlast_a_days_outage() -> None:
    waits: list[timedelta] = []
    while (wait := rules.wait_after(len(waits))) is not None:
        waits.append(wait)
    assert waits[:4] == [timedelta(seconds=15 * 2**n) for n in range(4)]
    assert max(waits) == timedelta(hours=1)
    assert timedelta(hours=36) < sum(waits, timedelta()) < timedelta(hours=48)
