"""Which given results, letters and forms do not prove themselves for years yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from motcua.signing import lasting
from motcua.signing.rules import Level

from ..models import LastingFile

SHOWN = 50
# A job is done within minutes; what is younger is on its way.
UNDERWAY = timedelta(minutes=30)


@dataclass(frozen=True)
class Lasting:
    """How signed files stand: how many are below B-LTA, the oldest of them, how many stamps are to be renewed.

    `is_offered`: a service of time and one of revocation are set at all.
    """

    is_offered: bool
    below: int
    oldest: Sequence[LastingFile]
    to_renew: int


def lasting_results(now: datetime) -> Lasting:
    """Return how signed files stand; three queries."""
    below = LastingFile.objects.filter(~Q(level=Level.LTA.value), begun_at__lt=now - UNDERWAY)
    ends = now + timedelta(days=settings.ARCHIVE_RENEWAL_DAYS)
    renewed = LastingFile.objects.filter(level=Level.LTA.value, archive_until__lte=ends)
    oldest = below.select_related("dossier__competent_agency").order_by("-is_refused", "begun_at")[:SHOWN]
    return Lasting(lasting.is_offered(), below.count(), list(oldest), renewed.count())
