"""Machine clients: check their secret, give them tokens, and find them by a token."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from motcua import statements
from motcua.accounts.models import AccessToken, ApiClient, User
from motcua.lib.marks import N_
from motcua.lib.recent import Recent
from motcua.lib.refusals import Refused
from motcua.organisations.directory import STAMP, directory

LASTS = timedelta(hours=1)
# Asked with every request of a machine.
BY_TOKEN = f"""
    SELECT
        {statements.columns(AccessToken, "t")},
        {statements.columns(ApiClient, "c")},
        {statements.columns(User, "u")},
        ({STAMP})
    FROM accounts_accesstoken t JOIN accounts_apiclient c ON c.id = t.client_id JOIN accounts_user u ON u.id = c.user_id
    WHERE t.digest = %s AND t.expires_at > %s AND c.is_active AND u.is_active
"""  # noqa: S608
_recent: Recent[str, tuple[Any, ...]] = Recent(settings.BELIEVED_SECONDS)
TOKEN_WIDTH, CLIENT_WIDTH = len(AccessToken._meta.concrete_fields), len(ApiClient._meta.concrete_fields)


@dataclass(frozen=True)
class Given:
    """A token just made: its text is known only now."""

    text: str
    seconds: int
    scopes: list[str]


def digest(text: str) -> str:
    """Return what is kept of a secret or token: both are long and random, so a fast digest suffices."""
    return hashlib.sha256(text.encode()).hexdigest()


def give_token(*, client_id: str, secret: str, scopes: list[str], now: datetime) -> Given | None:
    """Return a token for an active client whose secret is right, with the scopes asked for or all it has; else None.

    Raises Refused("invalid_scope") for one that the client does not have: to learn it later, at a call, helps nobody.
    """
    # PostgreSQL keeps no NUL, nor asks for one.
    named = client_id if client_id.isprintable() else ""
    client = ApiClient.objects.filter(client_id=named, is_active=True, user__is_active=True).first()
    kept = client.secret_digest if client is not None else digest("")
    if not hmac.compare_digest(kept, digest(secret)) or client is None:
        return None
    if strange := sorted(set(scopes) - set(client.scopes)):
        raise Refused("invalid_scope", N_("Ứng dụng không có quyền “{scope}”."), scope=strange[0])
    granted = [scope for scope in client.scopes if not scopes or scope in scopes]
    text = secrets.token_urlsafe(32)
    AccessToken.objects.create(
        client=client, digest=digest(text), scopes=granted, created_at=now, expires_at=now + LASTS
    )
    return Given(text, int(LASTS.total_seconds()), granted)


def by_token(text: str, *, now: datetime) -> AccessToken | None:
    """Return a token that is in force, with its client, user and agency; None for any other text.

    A client that is stopped may go on for `BELIEVED_SECONDS`; no token outlives its own end.
    """
    key = digest(text)
    values, stamp = _recent.get(key), None
    if values is None:
        values = statements.row(BY_TOKEN, [key, now])
        if values is None:
            return None
        stamp = _recent.keep(key, values)[-1]
    found = statements.loaded(AccessToken, values[:TOKEN_WIDTH])
    if found.expires_at <= now:
        return None
    found.client = statements.loaded(ApiClient, values[TOKEN_WIDTH : TOKEN_WIDTH + CLIENT_WIDTH])
    found.client.user = statements.loaded(User, values[TOKEN_WIDTH + CLIENT_WIDTH : -1])
    found.client.agency = directory(stamp).by_id[found.client.agency_id]
    # The permission table asks the client for its scopes: a token may carry fewer than its client.
    found.client.scopes = [scope for scope in found.client.scopes if scope in found.scopes]
    found.client.user.api_client = found.client
    return found


def sweep_tokens(*, now: datetime) -> int:
    """Delete tokens that are out of date; return how many."""
    return AccessToken.objects.filter(expires_at__lt=now).delete()[0]
