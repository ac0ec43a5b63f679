"""The legal clock of a dossier in the database: start, stop, go on, finish."""

from datetime import datetime

from motcua.accounts.models import User

from ..models import ClockStop, Dossier


def start(dossier: Dossier, *, by: User, now: datetime) -> None:
    """Set the due date of a dossier just received."""


def stop(dossier: Dossier, *, reason: str, now: datetime, basis: str = "") -> None:
    """Let the clock stand still from now."""
    ClockStop.objects.create(dossier=dossier, reason=reason, basis=basis, started_at=now)
    dossier.paused_at = now


def go_on(dossier: Dossier, *, by: User, now: datetime) -> None:
    """End the open stop."""
    dossier.clock_stops.filter(ended_at=None).update(ended_at=now)
    dossier.paused_at = None


def finish(dossier: Dossier, *, now: datetime) -> None:
    """Stop the clock for good; an open stop ends with it."""
    dossier.clock_stops.filter(ended_at=None).update(ended_at=now)
    dossier.paused_at = None


def supplement_due(dossier: Dossier, *, now: datetime) -> datetime | None:
    """Return until when the applicant may answer a supplement request."""
    return None
