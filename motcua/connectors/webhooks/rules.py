"""The form and the signature of a call."""

import hashlib
import hmac
from enum import StrEnum

# Twelve tries take about an hour, the rest are hourly: a day and more. Fewer than the outbox itself would make.
MOST_TRIES = 40


class DeliveryStatus(StrEnum):
    """What became of a call."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    REFUSED = "refused"  # the address leads where calls may not go
    DROPPED = "dropped"  # the subscription ended first


def signature(secret: str, at: int, body: bytes) -> str:
    """Return the header: when it was sent, and HMAC-SHA-256 over "<when>.<body>" with the subscription's secret."""
    mac = hmac.new(secret.encode(), str(at).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mac}"
