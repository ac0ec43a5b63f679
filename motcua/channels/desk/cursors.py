"""Where a page of a list begins, as a piece of an address. It says nothing that the page before did not show."""

import base64
import binascii
from datetime import datetime
from typing import Any


def write(after: tuple[Any, ...] | None) -> str:
    """Return the text for an address; empty at the end of a list."""
    if after is None:
        return ""
    parts = [part.isoformat() if isinstance(part, datetime) else str(part) for part in after]
    return base64.urlsafe_b64encode("|".join(parts).encode()).decode().rstrip("=")


def read(text: str, *, dated: bool) -> tuple[Any, ...] | None:
    """Return the place that a text means; None, the beginning, for one that nobody wrote."""
    try:
        parts = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split("|")
        if dated:
            moment, number = parts
            at = datetime.fromisoformat(moment)
            return (at, int(number)) if at.tzinfo is not None else None
        (number,) = parts
        return (int(number),)
    except (ValueError, binascii.Error):
        return None
