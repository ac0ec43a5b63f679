"""The client of a remote signing service: CSC API 1.0.4.0 and 2.0.0.2, https://cloudsignatureconsortium.org

pyHanko's own client speaks v1 only, with another HTTP library, and signs inside pyHanko's process, which the fence
keeps from the network.
"""

import base64
import hashlib
import threading
import time
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings

from motcua.lib.forks import per_process
from motcua.lib.marks import N_
from motcua.lib.recent import Recent
from motcua.lib.refusals import Refused, Unavailable

SECONDS = 10.0
# The person says yes on their telephone meanwhile, where the service asks them itself.
CONSENT_SECONDS = 60.0
SHA256, RSA = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.1"
MOST = 500_000  # bytes of an answer
# What a service answers where the person said no, or typed the wrong secret.
DENIED = {"access_denied", "invalid_otp", "invalid_pin", "authorization_denied"}


# What a service says of a key is believed for a while: of a stack each result would ask for it anew.
BELIEVED = 60.0
# One client for all calls of a process: to make one takes longer than to sign.
_client = per_process(lambda: httpx.Client(limits=httpx.Limits(max_keepalive_connections=0)))


@dataclass(frozen=True)
class _Credential:
    """What a service says of a key: how its owner consents, whether consent names hashes, how it signs."""

    mode: str
    is_bound: bool
    algorithm: str
    most: int


_told: Recent[tuple[str, str, str], _Credential] = Recent(BELIEVED)


class RemoteKeys:
    """A key holder whose references are credential ids at the service, by v1 of the API."""

    version = "v1"

    def open(self, *, reference: str, count: int, secret: str) -> str:
        """Have the owner consent to so many signatures at once; return the consent (SAD).

        None can be had before the documents are known where the service binds it to their hashes (SCAL 2).
        """
        credential = self._credential(reference)
        if credential.is_bound or count > credential.most:
            return ""
        return self._authorise(reference, credential, count=count, secret=secret, hashes=[])

    def sign(self, *, reference: str, data: bytes, permit: str) -> bytes:
        """Return the signature of the data. Raises Unavailable; Refused where the owner does not consent."""
        credential = self._credential(reference)
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        sad = permit or self._authorise(reference, credential, count=1, secret="", hashes=[digest])
        asked = {"credentialID": reference, "SAD": sad, "signAlgo": credential.algorithm}
        told = self._post("signatures/signHash", asked | self._hashes([digest]), seconds=SECONDS)
        try:
            return base64.b64decode(told["signatures"][0], validate=True)
        except (KeyError, IndexError, TypeError, ValueError) as problem:
            raise Unavailable("remote signing: an answer without a signature") from problem

    def _hashes(self, hashes: list[str]) -> dict[str, Any]:
        return {"hash": hashes, "hashAlgo": SHA256}

    def _secrets(self, secret: str) -> dict[str, Any]:
        pin = {"PIN": settings.REMOTE_SIGNING_PIN} if settings.REMOTE_SIGNING_PIN else {}
        return pin | ({"OTP": secret} if secret else {})

    def _mode(self, told: dict[str, Any]) -> str:
        return str(told.get("authMode", "implicit"))

    def _credential(self, reference: str) -> _Credential:
        name = (settings.REMOTE_SIGNING_ADDRESS, self.version, reference)
        return _told.get(name) or _told.keep(name, self._ask_about(reference))

    def _ask_about(self, reference: str) -> _Credential:
        asked = {"credentialID": reference, "certificates": "none", "certInfo": False, "authInfo": True}
        told = self._post("credentials/info", asked, seconds=SECONDS)
        key = told.get("key") or {}
        if key.get("status") == "disabled":
            raise Unavailable("remote signing: the key is disabled")
        algorithms = [str(each) for each in key.get("algo") or [RSA]]
        is_bound = str(told.get("SCAL", "1")) == "2"
        return _Credential(self._mode(told), is_bound, algorithms[0], int(told.get("multisign") or 1))

    def _authorise(
        self, reference: str, credential: _Credential, *, count: int, secret: str, hashes: list[str]
    ) -> str:  # fmt: skip
        asked: dict[str, Any] = {"credentialID": reference, "numSignatures": count}
        if hashes:
            asked |= self._hashes(hashes) if self.version != "v1" else {"hash": hashes}
        if credential.mode == "explicit":
            asked |= self._secrets(secret)
        told = self._post("credentials/authorize", asked, seconds=CONSENT_SECONDS)
        if not isinstance(sad := told.get("SAD"), str) or not sad:
            raise Unavailable("remote signing: an authorisation without its data")
        return sad

    def _post(self, what: str, asked: dict[str, Any], *, seconds: float) -> dict[str, Any]:
        address = f"{settings.REMOTE_SIGNING_ADDRESS}/csc/{self.version}/{what}"
        headers = {"Authorization": f"Bearer {_access.token()}"}
        try:
            answer = _client().post(address, json=asked, headers=headers, timeout=seconds)
            told = answer.json() if len(answer.content) < MOST else None
        except (httpx.HTTPError, ValueError) as problem:
            raise Unavailable(f"remote signing: {type(problem).__name__}") from problem
        error = str(told.get("error", "")) if isinstance(told, dict) else ""
        if error in DENIED:
            raise Refused("consent_denied", N_("Chủ chữ ký chưa đồng ý ký, hoặc mã xác nhận không đúng. Hãy ký lại."))
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            _access.forget()
        if answer.status_code != httpx.codes.OK or not isinstance(told, dict):
            raise Unavailable(f"remote signing: {what} says {answer.status_code} {error[:60]}")
        return told


class RemoteKeysV2(RemoteKeys):
    """The same by v2 of the API, which names some things differently."""

    version = "v2"

    def _hashes(self, hashes: list[str]) -> dict[str, Any]:
        return {"hashes": hashes, "hashAlgorithmOID": SHA256}

    def _secrets(self, secret: str) -> dict[str, Any]:
        given = {"PIN": settings.REMOTE_SIGNING_PIN, "OTP": secret}
        return {"authData": [{"id": name, "value": value} for name, value in given.items() if value]}

    def _mode(self, told: dict[str, Any]) -> str:
        return str((told.get("auth") or {}).get("mode", "implicit"))


class _Access:
    """Our own access to the service (OAuth 2.0, client credentials), kept until it ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._token, self._until, self._of = "", 0.0, ""

    def token(self) -> str:
        """Return a token that is valid for the next moments. Raises Unavailable."""
        address = f"{settings.REMOTE_SIGNING_ADDRESS}/oauth2/token"
        with self._lock:
            if self._of == address and time.monotonic() < self._until:
                return self._token
            asked = {
                "grant_type": "client_credentials",
                "client_id": settings.REMOTE_SIGNING_CLIENT_ID,
                "client_secret": settings.REMOTE_SIGNING_CLIENT_SECRET,
            }
            try:
                answer = _client().post(address, data=asked, timeout=SECONDS)
                answer.raise_for_status()
                told = answer.json()
                self._token, self._of = str(told["access_token"]), address
                self._until = time.monotonic() + int(told.get("expires_in", 0)) - SECONDS
            except (httpx.HTTPError, ValueError, KeyError, TypeError) as problem:
                raise Unavailable(f"remote signing: no access, {type(problem).__name__}") from problem
            return self._token

    def forget(self) -> None:
        """Ask for a new one next time."""
        with self._lock:
            self._until = 0.0


_access = _Access()
