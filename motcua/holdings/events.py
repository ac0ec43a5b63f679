"""What this app announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CopyAsked:
    """Somebody wants a copy of all that is held of them."""

    copy_id: int
