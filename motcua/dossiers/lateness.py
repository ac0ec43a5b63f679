"""From when a dossier is late by law: the day counts, not the hour that a province prints on its slips."""

from datetime import datetime

from .bundles import package_for
from .models import Dossier
from .rules import clock


def late_at(dossier: Dossier, promised: datetime) -> datetime:
    """Return the last moment at which a received dossier's promise is kept."""
    limit = package_for(dossier).limit(dossier.channel, dossier.case_key)
    return clock.late_from(promised, limit.unit if limit is not None and not limit.same_day else None)
