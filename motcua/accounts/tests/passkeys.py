"""An authenticator in memory: makes a passkey and answers with it, as a browser would post it (WebAuthn level 2)."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings

PRESENT, NEW = 0x01, 0x40


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class Passkey:
    """One key for one site, with its counter."""

    def __init__(self, *, host: str = "localhost", origin: str = "") -> None:
        self.host, self.origin = host, origin or settings.SITE_ADDRESS
        self.identifier = secrets.token_bytes(32)
        self.count = 0
        self._key = ec.generate_private_key(ec.SECP256R1())

    def made(self, options: str) -> str:
        """Return the answer to `navigator.credentials.create`."""
        numbers = self._key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        inside = bytes(16) + len(self.identifier).to_bytes(2, "big") + self.identifier + public
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(PRESENT | NEW) + inside})
        client = self._client("webauthn.create", options)
        return self._answer({"clientDataJSON": _text(client), "attestationObject": _text(attestation)})

    def proven(self, options: str) -> str:
        """Return the answer to `navigator.credentials.get`."""
        self.count += 1
        data, client = self._data(PRESENT), self._client("webauthn.get", options)
        signed = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {"clientDataJSON": _text(client), "authenticatorData": _text(data), "signature": _text(signed)}
        )

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, Any]) -> str:
        name = _text(self.identifier)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
