"""What pages need from whoever brings texts as data."""

from typing import Protocol


class English(Protocol):
    """Knows the English of texts of data. Chosen by `settings.PORTS["texts"]`."""

    def __call__(self, text: str) -> str:
        """Return the English of a Vietnamese text; empty where there is none."""
        ...
