"""Private keys in files of the keys folder: for the demo, and for small installations without a token."""

from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from django.conf import settings

from motcua.lib.refusals import Unavailable
from motcua.signing.authority import PrivateKey, read_key


class KeyFiles:
    """A key holder whose references are names of files in the folder of signing keys."""

    def open(self, *, reference: str, count: int, secret: str) -> str:
        """Return nothing: whoever may read the folder may sign."""
        return ""

    def sign(self, *, reference: str, data: bytes, permit: str) -> bytes:
        """Return the signature of the data."""
        path = Path(settings.SIGNING_KEYS) / reference
        try:
            key = _key(path, path.stat().st_mtime_ns)
        except FileNotFoundError as problem:
            raise Unavailable(f"the private key {reference} is not in the folder of signing keys") from problem
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(data, ec.ECDSA(hashes.SHA256()))
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())


@lru_cache(maxsize=256)
def _key(path: Path, _changed: int) -> PrivateKey:
    return read_key(path)
