"""Webhook subscriptions of machine clients: made, listed, ended; and to which addresses calls may go at all.

Calls are made by connectors/webhooks. A target is checked when somebody subscribes and again before each call, since a
name may lead elsewhere by then: a partner's address must not become a way into our own network.
"""

import ipaddress
import secrets
import socket
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from motcua import statements
from motcua.accounts import access
from motcua.accounts.identity import sealer
from motcua.accounts.models import ApiClient, User, WebhookSubscription
from motcua.accounts.queries import actor
from motcua.accounts.rules.permissions import Thing
from motcua.audit import actions as audit
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

VERB = "webhook.administer"
MOST = 20  # subscriptions of one client
LONGEST = 500  # characters of an address
TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Target:
    """Where a call goes: the host as the address says it, and the checked number to connect to."""

    scheme: str
    host: str
    port: int
    number: str


class Unresolved(Exception):
    """The name of a host leads nowhere just now."""


def _refused() -> Refused:
    return Refused("webhook_target", N_("Không gọi được địa chỉ này: cần một địa chỉ http(s) công khai."))


def _parsed(url: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _refused() from None
    if parts.scheme not in PORTS or not host or parts.username is not None or len(url) > LONGEST:
        raise _refused()
    if not url.isascii() or not url.isprintable() or set(url) & set(" \\"):
        raise _refused()
    return parts.scheme, host, PORTS[parts.scheme] if port is None else port


def target_of(url: str) -> Target:
    """Return where an address leads now; raises Refused where calls may not go, Unresolved for an unknown name.

    Outside the demo every number that a name leads to must be a public one.
    """
    scheme, host, port = _parsed(url)
    numbers = _numbers(host, port)
    if not settings.DEMO and not all(_is_public(number) for number in numbers):
        raise _refused()
    return Target(scheme, host, port, numbers[0])


def _numbers(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise Unresolved(str(problem)) from problem
    return [str(entry[4][0]) for entry in found]


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(str(address.ipv4_mapped))
        if address.sixtofour is not None or address.teredo is not None or any(address in net for net in TRANSLATED):
            return False
    return address.is_global and not address.is_multicast


@transaction.atomic
def _keep(user: User, url: str, events: list[str], now: datetime) -> tuple[WebhookSubscription, str]:
    client = ApiClient.objects.select_for_update().get(pk=user.api_client.pk)
    if WebhookSubscription.objects.filter(client=client, is_active=True).count() >= MOST:
        raise Refused("webhook_limit", N_("Ứng dụng đã có {most} đăng ký webhook."), most=MOST)
    secret = f"whsec_{secrets.token_urlsafe(32)}"
    made = WebhookSubscription.objects.create(
        client=client, url=url, events=sorted(set(events)), secret_cipher=sealer().seal(secret), created_at=now
    )
    audit.record("webhook.added", about=("webhook", str(made.public_id)), by=actor(user), at=now)
    return made, secret


def subscribe(*, user: User, url: str, events: list[str], now: datetime) -> tuple[WebhookSubscription, str]:
    """Enter an address and return it with its secret, which is not shown again; raises Refused for a bad address."""
    access.require(user, VERB, Thing.of(users=(user.pk,)))
    _parsed(url)
    # In the demo machines come and go; elsewhere a name that leads nowhere is a mistake worth telling now. Asked
    # outside any transaction: a slow name server must not hold locks.
    if not settings.DEMO:
        try:
            target_of(url)
        except Unresolved:
            raise _refused() from None
    return _keep(user, url, events, now)


@transaction.atomic
def unsubscribe(*, user: User, public_id: UUID, now: datetime) -> None:
    """End a subscription of the client's own; raises Refused where it has none such. What was sent stays on record."""
    access.require(user, VERB, Thing.of(users=(user.pk,)))
    ended = WebhookSubscription.objects.filter(client__user=user, public_id=public_id, is_active=True).update(
        is_active=False
    )
    if not ended:
        raise Refused("no_such_webhook", N_("Không tìm thấy đăng ký này."))
    audit.record("webhook.ended", about=("webhook", str(public_id)), by=actor(user), at=now)


def subscriptions_of(user: User, *, after_id: int | None, limit: int) -> list[WebhookSubscription]:
    """Return the client's own subscriptions, oldest first."""
    access.require(user, VERB, Thing.of(users=(user.pk,)))
    found = WebhookSubscription.objects.filter(client__user=user, is_active=True).order_by("pk")
    if after_id is not None:
        found = found.filter(pk__gt=after_id)
    return list(found[:limit])


def active_for(kind: str) -> list[WebhookSubscription]:
    """Return the subscriptions, of clients that are active, which want to know of this kind of event."""
    # Asked with every event, and mostly nobody listens.
    if not statements.row("SELECT 1 FROM accounts_webhooksubscription WHERE is_active"):
        return []
    found = WebhookSubscription.objects.filter(
        is_active=True, client__is_active=True, client__user__is_active=True
    ).select_related("client__user", "client__agency")
    return [subscription for subscription in found if not subscription.events or kind in subscription.events]


def secret_of(subscription: WebhookSubscription) -> str:
    """Return the secret that signs calls to this address."""
    return sealer().open(bytes(subscription.secret_cipher))
