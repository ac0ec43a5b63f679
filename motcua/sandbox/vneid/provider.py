"""The rules of the stand-in provider, without HTTP: who may ask, what a code is worth, what a token says.

Authorization code flow of OpenID Connect Core 1.0, PKCE of RFC 7636 with S256 only and always.
"""

import base64
import hashlib
import hmac
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from motcua.sandbox.vneid.people import ACCOUNTS, Account, Holder, Official

CODE_LASTS = 60
TOKEN_LASTS = 600
ALGORITHM = "RS256"


class Wrong(Exception):
    """A refusal by the standard's code; `says` explains it to a developer."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(f"{code}: {says}")
        self.code = code
        self.says = says


@dataclass(frozen=True)
class Client:
    """The one system that may use the stand-in."""

    client_id: str
    secret: str
    addresses: tuple[str, ...]  # where codes may be sent back, exactly
    after_sign_out: tuple[str, ...] = ()
    back_channel: str = ""  # where it is told that somebody signed out here


@dataclass(frozen=True)
class Request:
    """A checked authorization request."""

    redirect_uri: str
    state: str
    nonce: str
    challenge: str


@dataclass(frozen=True)
class Grant:
    """What a code stands for."""

    request: Request
    sub: str
    expires: float


@dataclass
class Faults:
    """What is wrong with the provider on purpose."""

    down: bool = False
    slow: float = 0.0
    wrong_key: bool = False
    wrong_nonce: bool = False
    old_sign_in: bool = False  # the person is not asked anew, although that was wanted
    replayed_code: bool = False  # each code has been used by somebody before
    names: dict[str, str] = field(default_factory=dict)  # sub -> another name
    levels: dict[str, int] = field(default_factory=dict)  # sub -> another level
    numbers: dict[str, str] = field(default_factory=dict)  # sub -> another number, or passport
    heads: dict[str, tuple[str, str]] = field(default_factory=dict)  # sub -> another legal representative


def _new_key() -> RSAKey:
    return RSAKey.generate_key(2048, parameters={"kid": secrets.token_hex(8), "use": "sig", "alg": ALGORITHM})


class Provider:
    """The provider's memory: its key, the codes and tokens it gave. All of it ends with the process."""

    def __init__(self, issuer: str, client: Client, accounts: Sequence[Account | Official] = ACCOUNTS) -> None:
        self.issuer = issuer
        self.client = client
        self.accounts = {account.sub: account for account in accounts}
        self.faults = Faults()
        self._key = _new_key()
        self._stranger_key = _new_key()
        self._codes: dict[str, Grant] = {}
        self._used: dict[str, str] = {}  # code -> the token it gave
        self._tokens: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def discovery(self) -> dict[str, object]:
        """Return the provider's metadata (OpenID Connect Discovery 1.0)."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/end-session",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid"],
            "acr_values_supported": ["1", "2"],
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": False,
        }

    def jwks(self) -> dict[str, object]:
        """Return the public key set."""
        return dict(KeySet([self._key]).as_dict(private=False))

    def check(self, asked: dict[str, str]) -> Request:
        """Check an authorization request; raises Wrong. An unknown client or address must not be redirected to."""
        if asked.get("client_id") != self.client.client_id:
            raise Wrong("unauthorized_client", "this client is not known")
        if asked.get("redirect_uri") not in self.client.addresses:
            raise Wrong("invalid_redirect_uri", "this address was not registered")
        if asked.get("response_type") != "code" or "openid" not in asked.get("scope", "").split():
            raise Wrong("invalid_request", "response_type=code and scope=openid are required")
        challenge = asked.get("code_challenge", "")
        if asked.get("code_challenge_method") != "S256" or len(challenge) != 43:
            raise Wrong("invalid_request", "PKCE with S256 is required")
        return Request(asked["redirect_uri"], asked.get("state", ""), asked.get("nonce", ""), challenge)

    def give_code(self, request: Request, sub: str, now: float) -> str:
        """Return a code for the account that was chosen; raises KeyError for an unknown account."""
        self.accounts[sub]
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._codes[code] = Grant(request, sub, now + CODE_LASTS)
            if self.faults.replayed_code:
                self._used[code] = ""
        return code

    def exchange(self, asked: dict[str, str], client_id: str, secret: str, now: float) -> dict[str, object]:
        """Return tokens for a code; raises Wrong. A code works once: a second use also ends the first one's token."""
        if client_id != self.client.client_id or not hmac.compare_digest(secret, self.client.secret):
            raise Wrong("invalid_client", "wrong client or secret")
        if asked.get("grant_type") != "authorization_code":
            raise Wrong("unsupported_grant_type", "only authorization_code")
        code = asked.get("code", "")
        with self._lock:
            if code in self._used:
                self._tokens.pop(self._used[code], None)
                raise Wrong("invalid_grant", "this code was used before")
            grant = self._codes.pop(code, None)
            if grant is None or grant.expires < now:
                raise Wrong("invalid_grant", "this code is unknown or too old")
            token = secrets.token_urlsafe(32)
            self._used[code] = token
        if asked.get("redirect_uri") != grant.request.redirect_uri:
            raise Wrong("invalid_grant", "not the address the code was made for")
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        if not hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), grant.request.challenge):
            raise Wrong("invalid_grant", "the code verifier does not fit")
        with self._lock:
            self._tokens[token] = (grant.sub, now + TOKEN_LASTS)
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_LASTS,
            "id_token": self._id_token(grant, now),
        }

    def account(self, sub: str) -> Holder:
        """Return an account as it is told just now: a fault may have changed the name."""
        account, faults = self.accounts[sub], self.faults
        if name := faults.names.get(sub):
            account = replace(account, full_name=name)
        if isinstance(account, Account):
            number = faults.numbers.get(sub, account.passport or account.number)
            account = replace(account, passport=number) if account.passport else replace(account, number=number)
            account = replace(account, level=faults.levels.get(sub, account.level))
            account = replace(account, represented_by=faults.heads.get(sub, account.represented_by))
        return account

    def logout_token(self, account: str, now: float, **more: object) -> str:
        """Return what tells a client that an account was signed out (OpenID Connect Back-Channel Logout 1.0)."""
        claims = {
            "iss": self.issuer,
            "sub": account,
            "aud": self.client.client_id,
            "iat": int(now),
            "exp": int(now) + 120,
            "jti": secrets.token_urlsafe(12),
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
            **more,
        }
        key = self._stranger_key if self.faults.wrong_key else self._key
        return jwt.encode({"alg": ALGORITHM, "kid": self._key.kid, "typ": "logout+jwt"}, claims, key)

    def sign_out(self, sub: str, now: float) -> bool:
        """Tell the client that an account was signed out here; return whether it took it."""
        if not self.client.back_channel:
            return False
        form = {"logout_token": self.logout_token(sub, now)}
        answer = httpx.post(self.client.back_channel, data=form, timeout=5.0, trust_env=False)
        return answer.status_code == httpx.codes.OK

    def userinfo(self, token: str, now: float) -> dict[str, Any]:
        """Return the claims of a token's account; raises Wrong."""
        with self._lock:
            sub, expires = self._tokens.get(token, ("", 0.0))
        if expires < now:
            raise Wrong("invalid_token", "unknown or out of date")
        return {"sub": sub, **self.account(sub).claims()}

    def _id_token(self, grant: Grant, now: float) -> str:
        claims = {
            "iss": self.issuer,
            "sub": grant.sub,
            "aud": self.client.client_id,
            "iat": int(now),
            "exp": int(now) + TOKEN_LASTS,
            "auth_time": int(now) - (3600 if self.faults.old_sign_in else 0),
            "nonce": "another" if self.faults.wrong_nonce else grant.request.nonce,
            **self.account(grant.sub).claims(),
        }
        key = self._stranger_key if self.faults.wrong_key else self._key
        return jwt.encode({"alg": ALGORITHM, "kid": self._key.kid}, claims, key)
