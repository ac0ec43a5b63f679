"""The stand-in over HTTP: a plain WSGI application."""

import base64
import binascii
import json
import mimetypes
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from motcua.sandbox.vneid.provider import Provider, Wrong

MOTCUA = Path(__file__).resolve().parents[2]
TEMPLATES = MOTCUA / "sandbox" / "jinja2"
STATIC = (MOTCUA / "ui" / "static", MOTCUA / "sandbox" / "static")
MOST_BYTES = 20_000
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self' {back}; "
    "frame-ancestors 'none'; base-uri 'none'"
)
Start = Callable[[str, list[tuple[str, str]]], Any]
Answer = tuple[int, list[tuple[str, str]], bytes]

pages = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)


class Application:
    """Serves one provider."""

    def __init__(self, provider: Provider, *, realm: str = "", clock: Callable[[], float] = time.time) -> None:
        """Serve below `realm`, the beginning of every path; other realms may stand beside it."""
        self.provider = provider
        self.realm = realm
        self.clock = clock
        self._routes: dict[tuple[str, str], Callable[[dict[str, Any]], Answer]] = {
            ("GET", "/"): self._home,
            ("GET", "/.well-known/openid-configuration"): lambda _: _json(self.provider.discovery()),
            ("GET", "/jwks"): lambda _: _json(self.provider.jwks()),
            ("GET", "/authorize"): self._choose,
            ("POST", "/authorize"): self._chosen,
            ("POST", "/token"): self._token,
            ("GET", "/userinfo"): self._userinfo,
            ("GET", "/end-session"): self._end_session,
            ("POST", "/faults"): self._set_faults,
            ("POST", "/sign-out"): self._sign_out,
        }

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/").removeprefix(self.realm) or "/"
        if self.provider.faults.slow and path != "/faults":
            time.sleep(self.provider.faults.slow)
        status, headers, body = self._answer(environ, "GET" if method == "HEAD" else method, path)
        start(f"{status} {HTTPStatus(status).phrase}", [*headers, ("Content-Length", str(len(body)))])
        return [b"" if method == "HEAD" else body]

    def _answer(self, environ: dict[str, Any], method: str, path: str) -> Answer:
        if self.provider.faults.down and path not in {"/faults", "/"}:
            return _json({"error": "temporarily_unavailable"}, 503)
        if method == "GET" and path.startswith("/static/"):
            return static(path.removeprefix("/static/"))
        route = self._routes.get((method, path))
        if route is None:
            return _json({"error": "not_found"}, 404)
        try:
            return route(environ)
        except Wrong as wrong:
            return _json({"error": wrong.code, "error_description": wrong.says}, 401 if "client" in wrong.code else 400)

    def _page(self, name: str, *, status: int = 200, back: str = "", **values: Any) -> Answer:
        body = pages.get_template(f"sandbox/vneid_{name}.html").render(realm=self.realm, **values).encode()
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", POLICY.format(back=back)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return status, headers, body

    def _home(self, environ: dict[str, Any]) -> Answer:
        provider = self.provider
        accounts = provider.accounts.values()
        return self._page("home", accounts=accounts, faults=provider.faults, issuer=provider.issuer)

    def _choose(self, environ: dict[str, Any]) -> Answer:
        asked = _query(environ)
        try:
            request = self.provider.check(asked)
        except Wrong as wrong:
            return self._refused(asked, wrong)
        parts = urlsplit(request.redirect_uri)
        return self._page(
            "choose",
            back=f"{parts.scheme}://{parts.netloc}",
            people=[account for account in self.provider.accounts.values() if not account.is_organisation],
            organisations=[account for account in self.provider.accounts.values() if account.is_organisation],
            asked=asked,
            cancel=f"{request.redirect_uri}?{urlencode({'error': 'access_denied', 'state': request.state})}",
        )

    def _refused(self, asked: dict[str, str], wrong: Wrong) -> Answer:
        if wrong.code == "invalid_request" and asked.get("redirect_uri") in self.provider.client.addresses:
            back = {"error": wrong.code, "error_description": wrong.says, "state": asked.get("state", "")}
            return _redirect(f"{asked['redirect_uri']}?{urlencode(back)}")
        return self._page("refused", status=400, says=f"{wrong.code}: {wrong.says}")

    def _chosen(self, environ: dict[str, Any]) -> Answer:
        asked = _form(environ)
        try:
            request = self.provider.check(asked)
        except Wrong as wrong:
            return self._refused(asked, wrong)
        if asked.get("account") not in self.provider.accounts:
            return self._page("refused", status=400, says="no such account")
        code = self.provider.give_code(request, asked["account"], self.clock())
        return _redirect(f"{request.redirect_uri}?{urlencode({'code': code, 'state': request.state})}")

    def _token(self, environ: dict[str, Any]) -> Answer:
        name, secret = _basic(environ.get("HTTP_AUTHORIZATION", ""))
        return _json(self.provider.exchange(_form(environ), name, secret, self.clock()))

    def _userinfo(self, environ: dict[str, Any]) -> Answer:
        token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        return _json(self.provider.userinfo(token, self.clock()))

    def _end_session(self, environ: dict[str, Any]) -> Answer:
        asked = _query(environ)
        back = asked.get("post_logout_redirect_uri", "")
        # The stand-in keeps nobody signed in, so there is nothing to end but the visit.
        return self._page("ended", back_address=back if back in self.provider.client.after_sign_out else "")

    def _set_faults(self, environ: dict[str, Any]) -> Answer:
        asked = _form(environ)
        faults = self.provider.faults
        faults.down = asked.get("down") == "1"
        faults.wrong_key = asked.get("wrong_key") == "1"
        faults.wrong_nonce = asked.get("wrong_nonce") == "1"
        faults.replayed_code = asked.get("replayed_code") == "1"
        faults.old_sign_in = asked.get("old_sign_in") == "1"
        faults.slow = min(float(asked.get("slow") or 0), 30.0)
        if (sub := asked.get("account", "")) in self.provider.accounts:
            faults.names[sub] = asked.get("name", "").strip()
            if asked.get("level") in {"1", "2"}:
                faults.levels[sub] = int(asked["level"])
            if number := asked.get("number", "").strip():
                faults.numbers[sub] = number
        return _redirect(f"{self.realm}/")

    def _sign_out(self, environ: dict[str, Any]) -> Answer:
        sub = _form(environ).get("account", "")
        if sub in self.provider.accounts:
            self.provider.sign_out(sub, self.clock())
        return _redirect(f"{self.realm}/")


class Realms:
    """Several providers behind one address, each below the beginning of its paths; the first serves all the rest."""

    def __init__(self, first: Application, *others: Application) -> None:
        self.first, self.others = first, others

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request by the provider it is for."""
        path = environ.get("PATH_INFO", "/")
        found = (one for one in self.others if path == one.realm or path.startswith(f"{one.realm}/"))
        return next(found, self.first)(environ, start)


def _json(body: object, status: int = 200) -> Answer:
    headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
    return status, headers, json.dumps(body).encode()


def _redirect(address: str) -> Answer:
    return 303, [("Location", address), ("Cache-Control", "no-store")], b""


def static(name: str) -> Answer:
    for folder in STATIC:
        path = (folder / name).resolve()
        if path.is_relative_to(folder) and path.is_file():
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return 200, [("Content-Type", kind), ("Cache-Control", "max-age=3600")], path.read_bytes()
    return _json({"error": "not_found"}, 404)


def _query(environ: dict[str, Any]) -> dict[str, str]:
    return dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))


def _form(environ: dict[str, Any]) -> dict[str, str]:
    length = min(int(environ.get("CONTENT_LENGTH") or 0), MOST_BYTES)
    return dict(parse_qsl(environ["wsgi.input"].read(length).decode(errors="replace"), keep_blank_values=True))


def _basic(header: str) -> tuple[str, str]:
    try:
        name, _, secret = base64.b64decode(header.removeprefix("Basic "), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote(name), unquote(secret)
