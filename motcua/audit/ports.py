"""What the trail needs from those above it."""

from datetime import datetime
from typing import Protocol


class Notary(Protocol):
    """Signs what is published of the trail with a key that the database does not hold."""

    def is_ready(self) -> bool:
        """Tell whether a key is entered at all: a province may begin without."""
        ...

    def sign(self, *, data: bytes) -> tuple[bytes, str]:
        """Return the signature and the certificate with those that issued it (PEM, the signer's first).

        Raises Unavailable where there is no key, or it cannot be reached.
        """
        ...

    def witness(self, *, data: bytes) -> bytes | None:
        """Return the RFC 3161 token (DER) that the data was there now; None where no service of time is set.

        Raises Unavailable where it cannot be reached.
        """
        ...

    def is_good(self, *, data: bytes, signature: bytes, chain: str, at: datetime) -> bool:
        """Tell whether a signature is of this data, by a certificate of an authority we trust, valid at that moment."""
        ...
