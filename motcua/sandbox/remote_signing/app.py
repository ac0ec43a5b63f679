"""The stand-in over HTTP: a plain WSGI application.

It speaks `oauth2/token`, `credentials/info`, `credentials/authorize` and `signatures/signHash` of both versions.
"""

import base64
import binascii
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import make_server

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

from motcua.sandbox.serving import QuietHandler, ThreadingServer
from motcua.signing.authority import PrivateKey

MOST_BYTES = 200_000
SHA256 = "2.16.840.1.101.3.4.2.1"
RSA, ECDSA = "1.2.840.113549.1.1.1", "1.2.840.10045.4.3.2"
LIVES = 300
Start = Callable[[str, list[tuple[str, str]]], Any]


@dataclass(frozen=True)
class Credential:
    """A key and how its owner consents: `implicit` (on their telephone) or `explicit` (PIN, one-time code).

    `is_bound`: consent names the hashes it is for (SCAL 2).
    """

    key: PrivateKey
    mode: str = "implicit"
    is_bound: bool = False
    pin: str = ""
    otp: str = ""
    most: int = 500


@dataclass
class Faults:
    """What goes wrong on demand: seconds that every answer takes, no answer, an owner who says no."""

    slow: float = 0.0
    down: bool = False
    refused: bool = False


@dataclass
class _Consent:
    credential: str
    left: int
    hashes: frozenset[str]
    until: float


@dataclass
class Service:
    """The keys by credential id, and who may use the service."""

    credentials: Mapping[str, Credential]
    client: tuple[str, str]
    faults: Faults = field(default_factory=Faults)
    asked: int = 0
    consents: dict[str, _Consent] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)


class Wrong(Exception):
    """A question that gets an error for an answer, as the API words it."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.status = code, status


class Application:
    """Serves one service; `POST /faults` breaks it on demand."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        try:
            status, told = 200, self._answer(environ)
        except Wrong as wrong:
            status, told = wrong.status, {"error": wrong.code, "error_description": wrong.code}
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            status, told = 400, {"error": "invalid_request", "error_description": str(problem)}
        body = json.dumps(told).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body]

    def _answer(self, environ: dict[str, Any]) -> dict[str, Any]:
        path, faults = str(environ.get("PATH_INFO", "/")), self.service.faults
        asked = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), MOST_BYTES))
        if path == "/faults":
            wanted = json.loads(asked or b"{}")
            faults.slow, faults.down = float(wanted.get("slow", 0)), bool(wanted.get("down", False))
            faults.refused = bool(wanted.get("refused", False))
            return dict(vars(faults))
        time.sleep(faults.slow)
        if faults.down:
            raise Wrong("server_error", 503)
        if path == "/oauth2/token":
            return self._token(parse_qs(asked.decode()))
        prefix, _, rest = path.strip("/").partition("/")
        version, _, what = rest.partition("/")
        if prefix != "csc" or version not in {"v1", "v2"}:
            raise Wrong("not_found", 404)
        if environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ") not in self.service.tokens:
            raise Wrong("invalid_token", 401)
        question = json.loads(asked)
        credential = self.service.credentials.get(str(question.get("credentialID")))
        if credential is None:
            raise Wrong("invalid_request")
        if what == "credentials/info":
            return self._info(credential, version)
        if what == "credentials/authorize":
            return self._authorise(credential, question, version)
        if what == "signatures/signHash":
            return self._sign(credential, question, version)
        raise Wrong("not_found", 404)

    def _token(self, form: dict[str, list[str]]) -> dict[str, Any]:
        if (form.get("client_id", [""])[0], form.get("client_secret", [""])[0]) != self.service.client:
            raise Wrong("invalid_client", 401)
        token = secrets.token_urlsafe(16)
        self.service.tokens.add(token)
        return {"access_token": token, "token_type": "Bearer", "expires_in": 3600}

    def _info(self, credential: Credential, version: str) -> dict[str, Any]:
        is_curve = isinstance(credential.key, ec.EllipticCurvePrivateKey)
        key = {"status": "enabled", "algo": [ECDSA if is_curve else RSA], "len": credential.key.key_size}
        scal = "2" if credential.is_bound else "1"
        mode = {"authMode": credential.mode} if version == "v1" else {"auth": {"mode": credential.mode}}
        return {"key": key, "SCAL": scal, "multisign": credential.most, **mode}

    def _authorise(self, credential: Credential, question: dict[str, Any], version: str) -> dict[str, Any]:
        self.service.asked += 1
        if self.service.faults.refused:
            raise Wrong("access_denied")
        given = question if version == "v1" else {one["id"]: one["value"] for one in question.get("authData", [])}
        if credential.mode == "explicit" and str(given.get("PIN", "")) != credential.pin:
            raise Wrong("invalid_pin")
        if credential.mode == "explicit" and str(given.get("OTP", "")) != credential.otp:
            raise Wrong("invalid_otp")
        named = frozenset(question.get("hash" if version == "v1" else "hashes") or ())
        count = int(question["numSignatures"])
        if not 1 <= count <= credential.most or (credential.is_bound and len(named) != count):
            raise Wrong("invalid_request")
        sad = secrets.token_urlsafe(16)
        bound = named if credential.is_bound else frozenset()
        consent = _Consent(str(question["credentialID"]), count, bound, time.monotonic() + LIVES)
        self.service.consents[sad] = consent
        return {"SAD": sad, "expiresIn": LIVES}

    def _sign(self, credential: Credential, question: dict[str, Any], version: str) -> dict[str, Any]:
        wanted = question["hash" if version == "v1" else "hashes"]
        consent = self.service.consents.get(str(question.get("SAD")))
        if consent is None or consent.credential != question["credentialID"] or time.monotonic() > consent.until:
            raise Wrong("invalid_request")
        if question.get("hashAlgo" if version == "v1" else "hashAlgorithmOID") != SHA256:
            raise Wrong("invalid_request")
        if len(wanted) > consent.left or (consent.hashes and not consent.hashes >= set(wanted)):
            raise Wrong("invalid_request")
        consent.left -= len(wanted)
        return {"signatures": [base64.b64encode(_signature(credential.key, one)).decode() for one in wanted]}


def _signature(key: PrivateKey, digest: str) -> bytes:
    try:
        value = base64.b64decode(digest, validate=True)
    except binascii.Error as problem:
        raise Wrong("invalid_request") from problem
    ready = utils.Prehashed(hashes.SHA256())
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(value, ec.ECDSA(ready))
    return key.sign(value, padding.PKCS1v15(), ready)


def serve(service: Service, *, host: str = "127.0.0.1", port: int = 0) -> ThreadingServer:
    """Return a server that listens; the caller runs `serve_forever` and `shutdown`. Port 0 takes a free one."""
    return make_server(host, port, Application(service), server_class=ThreadingServer, handler_class=QuietHandler)
