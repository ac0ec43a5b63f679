"""Sealing of small secrets (identity numbers): authenticated encryption, and a keyed index to find them again."""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Unopenable(Exception):
    """None of the keys opens this seal, or it was altered."""


def _derive(secret: str, purpose: str) -> bytes:
    return hashlib.blake2b(secret.encode(), digest_size=32, person=purpose.encode()[:16]).digest()


@dataclass(frozen=True)
class Sealer:
    """Seals with the first key, opens with any: rotation puts a new key in front.

    A seal is one byte of key mark, twelve of nonce, then AES-256-GCM ciphertext with tag (NIST SP 800-38D).
    """

    keys: tuple[str, ...]
    index_key: str

    @classmethod
    def from_text(cls, keys: str, index_key: str) -> "Sealer":
        """Build from a comma-separated list of keys, newest first."""
        return cls(tuple(part.strip() for part in keys.split(",") if part.strip()), index_key)

    def seal(self, value: str) -> bytes:
        """Return the value sealed with the newest key."""
        key = _derive(self.keys[0], "motcua seal")
        nonce = os.urandom(12)
        return key[:1] + nonce + AESGCM(key).encrypt(nonce, value.encode(), None)

    def open(self, sealed: bytes) -> str:
        """Return what was sealed; raises Unopenable."""
        for secret in self.keys:
            key = _derive(secret, "motcua seal")
            if key[:1] != sealed[:1]:
                continue
            try:
                return AESGCM(key).decrypt(sealed[1:13], sealed[13:], None).decode()
            except InvalidTag:
                continue
        raise Unopenable("no key opens this seal")

    @property
    def marks(self) -> tuple[bytes, ...]:
        """Return the first byte of every seal of each key; one pair of keys in 256 has the same."""
        return tuple(_derive(secret, "motcua seal")[:1] for secret in self.keys)

    @property
    def mark(self) -> bytes:
        """Return the first byte of every seal that the newest key makes."""
        return self.marks[0]

    def is_current(self, sealed: bytes) -> bool:
        """Tell whether the newest key made this seal."""
        return self.mark == sealed[:1]

    def index(self, value: str) -> str:
        """Return a keyed digest by which equal values are found without opening them (HMAC-SHA-256)."""
        key = _derive(self.index_key, "motcua index")
        return base64.urlsafe_b64encode(hmac.new(key, value.encode(), hashlib.sha256).digest()[:24]).decode()
