"""What certification announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CopiesAsked:
    """Somebody asked for their signature, or for their agency's seal, on electronic copies."""

    user_id: int
