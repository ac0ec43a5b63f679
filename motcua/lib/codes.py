"""Random codes that people read and type."""

import secrets

# Without 0/O and 1/I, which people confuse on paper and on the phone.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def lookup_secret(length: int = 4) -> str:
    """Return a short secret that guards the look-up of a dossier together with its code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
