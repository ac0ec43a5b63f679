"""What this app announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RehearsalAsked:
    """Somebody wants a proposal tried on the past."""

    rehearsal_id: int
