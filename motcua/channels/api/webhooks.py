"""Webhook subscriptions: what a client is told of, and where."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status
from ninja.params.functions import Query

from motcua.accounts import webhooks
from motcua.accounts.doors import machine
from motcua.accounts.models import WebhookSubscription
from motcua.accounts.rules.permissions import ApiScope

from . import paging, problems, shapes
from .auth import Bearer
from .callers import caller

router = Router()


def _shown(subscription: WebhookSubscription) -> dict[str, Any]:
    return {
        "id": subscription.public_id,
        "url": subscription.url,
        "events": subscription.events,
        "created_at": subscription.created_at,
    }


@router.post("/webhooks", response={201: shapes.WebhookMade, **problems.ERRORS}, auth=Bearer(ApiScope.WEBHOOKS))
@machine(ApiScope.WEBHOOKS)
def post_webhook(request: HttpRequest, body: shapes.WebhookIn) -> Status[dict[str, Any]]:
    """Have an address told of changes of dossiers within reach; the secret is shown this once.

    Calls carry `X-Motcua-Signature: t=<seconds>,v1=<hex>`: HMAC-SHA-256 of "<t>.<body>" under the secret. A call that
    is not answered with 2xx within ten seconds is made again for more than a day, with the same `id`.
    """
    made, secret = webhooks.subscribe(
        user=caller(request), url=body.url, events=[kind.value for kind in body.events], now=timezone.now()
    )
    return Status(201, {**_shown(made), "secret": secret})


@router.get("/webhooks", response={200: shapes.WebhookPage, **problems.ERRORS}, auth=Bearer(ApiScope.WEBHOOKS))
@machine(ApiScope.WEBHOOKS)
def list_webhooks(
    request: HttpRequest,
    cursor: str = Query("", max_length=500),
    limit: int = Query(20, ge=1, le=paging.MOST),
) -> dict[str, Any]:
    """Return the client's own subscriptions, oldest first, without their secrets."""
    after = paging.after(cursor, "webhooks")
    found = webhooks.subscriptions_of(caller(request), after_id=int(after[0]) if after else None, limit=limit + 1)
    last = [found[limit - 1].pk] if len(found) > limit else None
    return {"items": [_shown(one) for one in found[:limit]], "next": paging.next_of("webhooks", last)}


@router.delete("/webhooks/{webhook_id}", response={204: None, **problems.ERRORS}, auth=Bearer(ApiScope.WEBHOOKS))
@machine(ApiScope.WEBHOOKS)
def delete_webhook(request: HttpRequest, webhook_id: UUID) -> Status[None]:
    """End a subscription: nothing more is sent to it."""
    webhooks.unsubscribe(user=caller(request), public_id=webhook_id, now=timezone.now())
    return Status(204, None)
