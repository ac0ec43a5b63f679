"""Speaks OpenID Connect with the identity provider: discovery, code exchange, and the checks of an ID token.

OpenID Connect Core 1.0 (section 3.1.3.7 for the checks) and RFC 7636 (PKCE, S256). Every call has a time limit and
happens outside any transaction; failures of the provider become Unavailable.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from motcua.lib.breaker import Breaker
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused, Unavailable

log = structlog.get_logger()
TIMEOUT = httpx.Timeout(5.0, connect=2.0)
ALGORITHMS = ["RS256", "ES256", "PS256"]
KEPT_FOR = 3600.0
LEEWAY = 30
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_LASTS = 300
REST_AFTER = 3  # failures in a row before the provider is left alone for a while
REST_FOR = 10.0


class NotTrusted(Refused):
    """The provider's answer does not prove who signs in."""

    def __init__(self, why: str) -> None:
        super().__init__("sign_in_not_trusted", N_("Không xác minh được lần đăng nhập này. Xin ông/bà đăng nhập lại."))
        self.why = why


@dataclass(frozen=True)
class Attempt:
    """One sign-in on its way: what must come back, and where the person wanted to go.

    `fresh`: the provider is to ask who it is even where it knows the browser (OpenID Connect Core 1.0, 3.1.2.1).
    """

    state: str
    nonce: str
    verifier: str
    then: str
    started: float
    fresh: bool = False
    # The level that the account must have to go on; 0 where any does.
    level: int = 0

    @classmethod
    def begin(cls, then: str, now: float, *, fresh: bool = False, level: int = 0) -> "Attempt":
        """Start a sign-in with fresh secrets."""
        parts = (secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
        return cls(*parts, then, now, fresh, level)

    @property
    def challenge(self) -> str:
        """Return what is told of the verifier (RFC 7636, section 4.2)."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


class Provider:
    """One identity provider, with what it published kept for an hour."""

    def __init__(
        self, issuer: str, client_id: str, secret: str, *, transport: httpx.BaseTransport | None = None
    ) -> None:
        self.issuer = issuer.rstrip("/")
        self.client_id = client_id
        self._http = httpx.Client(
            timeout=TIMEOUT, auth=None, transport=transport, follow_redirects=False, trust_env=False
        )
        self._secret = secret
        self._kept: dict[str, tuple[float, Any]] = {}
        self._lock = threading.Lock()
        self._breaker = Breaker(after=REST_AFTER, rest=REST_FOR)

    @property
    def origin(self) -> str:
        """Return the provider's scheme and host, which our pages may send a form on to."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    def address_for(self, attempt: Attempt, redirect_uri: str) -> str:
        """Return where the person signs in; raises Unavailable."""
        asked = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        if attempt.fresh:
            asked |= {"prompt": "login", "max_age": "0"}
        if attempt.level:
            asked["acr_values"] = str(attempt.level)
        return f"{self._published('authorization_endpoint')}?{urlencode(asked)}"

    def sign_out_address(self, back: str) -> str:
        """Return where the provider's own session ends, or empty where it has no such page or does not answer."""
        try:
            address = self._metadata().get("end_session_endpoint", "")
        except Unavailable:
            return ""
        asked = {"client_id": self.client_id, "post_logout_redirect_uri": back}
        return f"{address}?{urlencode(asked)}" if address else ""

    def claims_for(self, attempt: Attempt, code: str, redirect_uri: str, now: float) -> dict[str, Any]:
        """Return the claims that a code stands for; raises NotTrusted or Unavailable."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": attempt.verifier,
        }
        response = self._send("POST", self._published("token_endpoint"), data=form, auth=(self.client_id, self._secret))
        tokens = self._body(response)
        if response.status_code != httpx.codes.OK:
            raise NotTrusted(f"the provider refused the code: {tokens.get('error', response.status_code)}")
        return self._checked(str(tokens.get("id_token", "")), attempt, now)

    def _checked(self, token: str, attempt: Attempt, now: float) -> dict[str, Any]:
        claims = self._opened(token)
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        if claims.get("iss") != self.issuer:
            raise NotTrusted("another issuer")
        if self.client_id not in audiences or (len(audiences) > 1 and claims.get("azp") != self.client_id):
            raise NotTrusted("made for another client")
        if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), attempt.nonce.encode()):
            raise NotTrusted("another nonce")
        expires, issued = claims.get("exp"), claims.get("iat")
        if not isinstance(expires, int | float) or expires + LEEWAY < now:
            raise NotTrusted("out of date")
        if not isinstance(issued, int | float) or issued - LEEWAY > now:
            raise NotTrusted("issued in the future")
        signed_in = claims.get("auth_time")
        if attempt.fresh and not (isinstance(signed_in, int | float) and signed_in + LEEWAY >= attempt.started):
            raise NotTrusted("an older sign-in, where a new one was asked for")
        return claims

    def signed_out(self, token: str, now: float) -> tuple[str, str]:
        """Return the subject and the session that a logout token ends, either may be empty.

        OpenID Connect Back-Channel Logout 1.0, section 2.6; raises NotTrusted or Unavailable. The same token twice ends
        what has ended: its id is not kept.
        """
        claims = self._opened(token)
        audience = claims.get("aud")
        events = claims.get("events")
        issued = claims.get("iat")
        if claims.get("iss") != self.issuer or self.client_id not in (
            audience if isinstance(audience, list) else [audience]
        ):
            raise NotTrusted("a logout token of another issuer or client")
        if not isinstance(issued, int | float) or not now - LOGOUT_LASTS <= issued <= now + LEEWAY:
            raise NotTrusted("a logout token of another time")
        if "nonce" in claims or not isinstance(events, dict) or LOGOUT_EVENT not in events:
            raise NotTrusted("no logout token")
        subject, session = str(claims.get("sub") or ""), str(claims.get("sid") or "")
        if not (subject or session):
            raise NotTrusted("a logout token of nobody")
        return subject, session

    def _opened(self, token: str) -> dict[str, Any]:
        try:
            return dict(jwt.decode(token, self._keys(), algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError, KeyError):
            # The provider may have new keys since the last look.
            with self._lock:
                self._kept.pop("keys", None)
        try:
            return dict(jwt.decode(token, self._keys(), algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError, KeyError) as problem:
            raise NotTrusted(f"signature: {type(problem).__name__}") from problem

    def _metadata(self) -> dict[str, Any]:
        found = self._fetched("metadata", f"{self.issuer}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise Unavailable("the provider's metadata names another issuer")
        return found

    def _published(self, name: str) -> str:
        address = self._metadata().get(name)
        if not isinstance(address, str):
            raise Unavailable(f"the provider publishes no {name}")
        return address

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(self._fetched("keys", self._published("jwks_uri")))  # type: ignore[arg-type]

    def _fetched(self, name: str, address: str) -> dict[str, Any]:
        with self._lock:
            fetched, value = self._kept.get(name, (0.0, {}))
        if value and time.monotonic() - fetched < KEPT_FOR:
            return dict(value)
        response = self._send("GET", address)
        if response.status_code != httpx.codes.OK:
            raise self._failed(f"{name}: status {response.status_code}")
        value = self._body(response)
        with self._lock:
            self._kept[name] = (time.monotonic(), value)
        return value

    def _send(self, method: str, address: str, **more: Any) -> httpx.Response:
        if self._breaker.is_open:
            raise Unavailable("the identity provider is left alone for a few seconds after repeated failures")
        try:
            response = self._http.request(method, address, **more)
        except httpx.HTTPError as problem:
            raise self._failed(type(problem).__name__) from problem
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise self._failed(f"status {response.status_code}")
        self._breaker.succeeded()
        return response

    def _failed(self, why: str) -> Unavailable:
        self._breaker.failed()
        log.warning("identity provider failed", why=why)
        return Unavailable(f"identity provider: {why}")

    def _body(self, response: httpx.Response) -> dict[str, Any]:
        try:
            body = json.loads(response.content)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise self._failed("an answer that is no JSON object")
        return body
