"""Sign-in of machines: OAuth 2.0 client credentials (RFC 6749 section 4.4), bearer tokens (RFC 6750)."""

import base64
import binascii
import json
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from ninja.security import HttpBearer

from motcua.accounts import clients
from motcua.accounts.doors import public
from motcua.accounts.models import AccessToken
from motcua.accounts.rules.permissions import ApiScope
from motcua.lib.marks import N_
from motcua.lib.refusals import Forbidden, Refused

from .uploads import read_file


class Bearer(HttpBearer):
    """Accepts a token of an active client that has a scope, and makes the client's user the one who acts."""

    def __init__(self, scope: ApiScope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:
        """Return the token, or None where it is unknown or out of date; raises Forbidden without the scope."""
        found = clients.by_token(token, now=timezone.now())
        if found is None:
            return None
        if self.scope.value not in found.scopes:
            raise Forbidden("scope_missing", N_("Mã truy cập không có quyền “{scope}”."), scope=self.scope.value)
        request.user = found.client.user
        read_file(request)
        return found


@csrf_exempt
@public
def token(request: HttpRequest) -> HttpResponse:
    """Give a client an access token for its id and secret (Basic header or form fields)."""
    if request.method != "POST":
        response = _answer(405, {"error": "invalid_request", "error_description": "use POST"})
        response["Allow"] = "POST"
        return response
    grant = request.POST.get("grant_type", "")
    if not grant:
        # Among others a body in JSON: RFC 6749 asks for a form.
        return _answer(400, {"error": "invalid_request", "error_description": "grant_type is missing from the form"})
    if grant != "client_credentials":
        return _answer(400, {"error": "unsupported_grant_type"})
    client_id, secret = _credentials(request)
    wanted = request.POST.get("scope", "").split()
    try:
        given = clients.give_token(client_id=client_id, secret=secret, scopes=wanted, now=timezone.now())
    except Refused as refusal:
        described = gettext(refusal.message).format(**refusal.params)
        return _answer(400, {"error": refusal.code, "error_description": described})
    if given is None:
        response = _answer(401, {"error": "invalid_client"})
        response["WWW-Authenticate"] = 'Basic realm="motcua"'
        return response
    return _answer(
        200,
        {
            "access_token": given.text,
            "token_type": "Bearer",
            "expires_in": given.seconds,
            "scope": " ".join(given.scopes),
        },
    )


def _credentials(request: HttpRequest) -> tuple[str, str]:
    header = request.headers.get("Authorization", "")
    if header.startswith("Basic "):
        try:
            name, _, secret = base64.b64decode(header[6:], validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return unquote(name), unquote(secret)
    return request.POST.get("client_id", ""), request.POST.get("client_secret", "")


def _answer(status: int, body: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(json.dumps(body), status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response
