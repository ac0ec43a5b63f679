"""The keys of one PKCS#11 token, with a session that stays open: a login takes longer than a signature."""

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pkcs11
from django.conf import settings
from pkcs11 import KeyType, Mechanism, ObjectClass, PKCS11Error
from pkcs11.util.ec import encode_ecdsa_signature

from motcua.lib.refusals import Unavailable

# DER of DigestInfo before a SHA-256 hash (RFC 8017, 9.2): every token signs a ready hash, few hash themselves.
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass
class _Session:
    """An open session and the keys already found in it."""

    session: pkcs11.Session
    keys: dict[str, Any] = field(default_factory=dict)


class _Sessions:
    """The open session of one token in this process. A fork has none: the library must be opened anew there."""

    def __init__(self) -> None:
        self.opened = 0
        # One call at a time: side by side in threads, python-pkcs11 0.10 over SoftHSM 2.6 ends the whole process.
        self._lock = threading.RLock()
        self._kept: _Session | None = None
        self._pid = os.getpid()

    @contextmanager
    def one(self) -> Iterator[_Session]:
        """Give the session to one thread, the others wait; it stays open until it is forgotten."""
        with self._lock:
            if self._pid != os.getpid():
                self._kept, self._pid = None, os.getpid()
            if self._kept is None:
                token = pkcs11.lib(settings.PKCS11_MODULE).get_token(token_label=settings.PKCS11_TOKEN)
                self._kept = _Session(token.open(user_pin=settings.PKCS11_PIN))
                self.opened += 1
            yield self._kept

    def forget(self) -> None:
        """Close it where it is open: the token was taken out, restarted, or has logged us out."""
        with self._lock:
            kept, self._kept = self._kept, None
            if kept is not None:
                with suppress(PKCS11Error):  # gone already
                    kept.session.close()


sessions = _Sessions()


class TokenKeys:
    """A key holder whose references are labels of private keys in the token of `MOTCUA_PKCS11_TOKEN`."""

    def open(self, *, reference: str, count: int, secret: str) -> str:
        """Return nothing: the login of this process counts for as many signatures as it makes."""
        return ""

    def sign(self, *, reference: str, data: bytes, permit: str) -> bytes:
        """Return the signature of the data. Raises Unavailable where the token or the key is not to be had."""
        for is_last in (False, True):
            try:
                with sessions.one() as session:
                    return _sign(session, reference, data)
            except pkcs11.NoSuchKey as problem:
                raise Unavailable(f"the token holds no private key called {reference}") from problem
            except PKCS11Error as problem:
                # A session that died while it lay idle is the usual harm: a new one tells whether the token is there.
                sessions.forget()
                if is_last:
                    raise Unavailable(f"the token: {type(problem).__name__} {problem}") from problem
        raise AssertionError("unreachable")


def _sign(session: _Session, label: str, data: bytes) -> bytes:
    if label not in session.keys:
        session.keys[label] = session.session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=label)
    key = session.keys[label]
    digest = hashlib.sha256(data).digest()
    if key.key_type == KeyType.EC:
        return bytes(encode_ecdsa_signature(key.sign(digest, mechanism=Mechanism.ECDSA)))
    return bytes(key.sign(DIGEST_INFO + digest, mechanism=Mechanism.RSA_PKCS))
