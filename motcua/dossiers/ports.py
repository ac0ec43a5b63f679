"""What the case needs from those above it."""

from collections.abc import Sequence
from typing import Protocol

from .rules.synchronisation import Told


class Synchroniser(Protocol):
    """Knows how far others were told of a dossier: a function, `synchronisation.<name>` in settings."""

    def __call__(self, dossier_id: int) -> Sequence[Told]:
        """Return one entry for each system that is to know, of the newest thing it is to be told."""
