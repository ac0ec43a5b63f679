"""Opaque cursors: signed, so that nobody builds one, and short-lived in meaning only."""

from typing import Any

from django.core import signing

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .base_shapes import Shape

SALT = "motcua.api.cursor"
MOST = 100


def after(cursor: str | None, kind: str) -> list[Any] | None:
    """Return the position that a cursor of a list stands for; raises Refused for a cursor of another list."""
    if not cursor:
        return None
    try:
        found_kind, position = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        found_kind, position = "", None
    if found_kind != kind or not isinstance(position, list):
        raise Refused("bad_cursor", N_("Con trỏ phân trang không hợp lệ."))
    return position


def next_of(kind: str, position: list[Any] | None) -> str | None:
    """Return the cursor behind a position, or None at the end."""
    return None if position is None else signing.dumps([kind, position], salt=SALT)


class Page(Shape):
    """What every list has beside its items."""

    next: str | None = None
