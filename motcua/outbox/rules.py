"""What may travel in a job, and when a failed one is tried again."""

import types
import typing
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

TYPE_NAMES = "int, str, bool, datetime, date, UUID, None, or a list of these"

# Each failure domain has its own queue, so that a mail server that is down never holds up a document.
EVENTS = "events"
QUEUES = {"documents": 4, "reading": 1, "mail": 2, "outside": 2, "upkeep": 1}

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)
# 15 s doubling to an hour takes about one hour; the rest are hourly: together some 40 hours.
MOST_ATTEMPTS = 48


def to_json(value: object) -> Any:
    """Return a value as JSON keeps it; raises TypeError for what may not travel."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a moment without a time zone may not travel")
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    raise TypeError(f"{type(value).__name__} may not travel in a job: only {TYPE_NAMES}")


def from_json(hint: Any, value: Any) -> Any:
    """Return what `to_json` was given, by the type the receiver declares."""
    if value is None or hint is Any or hint is typing.Union:
        return value
    origin = typing.get_origin(hint)
    if origin in {typing.Union, types.UnionType}:
        known = [part for part in typing.get_args(hint) if part is not types.NoneType]
        return from_json(known[0], value) if len(known) == 1 else value
    if origin in {list, tuple}:
        inside = typing.get_args(hint)
        items = [from_json(inside[0] if inside else Any, item) for item in value]
        return tuple(items) if origin is tuple else items
    if hint in {datetime, date}:
        return hint.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, UUID | StrEnum):
        return hint(value)
    return value


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait before trying again, or None when it was tried often enough (a day's outage is)."""
    if attempts >= MOST_ATTEMPTS:
        return None
    if attempts >= 12:
        return LONGEST_WAIT
    return min(FIRST_WAIT * (1 << attempts), LONGEST_WAIT)
