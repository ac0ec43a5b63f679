"""Counts what a person, or a line to the network, does, and stops what is far beyond anybody's need.

Kept under keyed digests: the table names nobody, and tells nothing about who did what.
"""

from datetime import datetime, timedelta

import structlog
from django.db import connection

from motcua.accounts import identity
from motcua.accounts.models import Spending
from motcua.accounts.rules.quotas import Quota
from motcua.lib.refusals import Refused

LONGEST = timedelta(days=1)
# One statement: two requests at once count twice. A stretch that is over begins anew.
SPEND = """
INSERT INTO accounts_spending AS had (bucket, since, uses) VALUES (%(bucket)s, %(now)s, 1)
ON CONFLICT (bucket) DO UPDATE SET
    uses = CASE WHEN had.since <= %(over)s THEN 1 ELSE had.uses + 1 END,
    since = CASE WHEN had.since <= %(over)s THEN excluded.since ELSE had.since END
RETURNING uses, since
"""
log = structlog.get_logger(__name__)


def spend(quota: Quota, whose: str, *, now: datetime) -> None:
    """Count one use before it is made; `whose` is a person's id or a line. Raises Refused `too_many` beyond."""
    with connection.cursor() as cursor:
        cursor.execute(SPEND, {"bucket": _bucket(quota, whose), "now": now, "over": now - quota.window})
        uses, since = cursor.fetchone()
    if uses > quota.most:
        raise _refusal(quota, since, now)


def require_left(quota: Quota, whose: str, *, now: datetime) -> None:
    """Raise Refused `too_many` where the quota is used up; counts nothing."""
    had = Spending.objects.filter(bucket=_bucket(quota, whose), since__gt=now - quota.window).first()
    if had is not None and had.uses >= quota.most:
        raise _refusal(quota, had.since, now)


def sweep(*, now: datetime) -> int:
    """Delete counts of stretches that are over; return how many."""
    return Spending.objects.filter(since__lte=now - LONGEST).delete()[0]


def _bucket(quota: Quota, whose: str) -> str:
    return identity.sealer().index(f"quota:{quota.kind}:{whose}")


def _refusal(quota: Quota, since: datetime, now: datetime) -> Refused:
    log.warning("quota.used_up", kind=quota.kind)
    minutes = max(1, -((now - since - quota.window) // timedelta(minutes=1)))
    return Refused("too_many", quota.said, minutes=minutes)
