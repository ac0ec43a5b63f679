"""What the case needs from those above it."""

from collections.abc import Sequence
from typing import Protocol

from motcua.lib.population import Question, Registered

from .rules.synchronisation import Told


class Synchroniser(Protocol):
    """Knows how far others were told of a dossier: a function, `synchronisation.<name>` in settings."""

    def __call__(self, dossier_id: int) -> Sequence[Told]:
        """Return one entry for each system that is to know, of the newest thing it is to be told."""


class Population(Protocol):
    """The national population database. Chosen by `settings.PORTS["population"]`; without one nobody is looked up."""

    def look_up(self, *, question: Question) -> Registered | None:
        """Return the entry of one person, whole, or None where nobody has this number, name and birth.

        Raises Unavailable where it does not answer, or not in a way that can be read. Never inside a transaction.
        """
        ...
