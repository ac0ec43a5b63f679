"""Reads about dossiers opened outside somebody's permission."""

from datetime import datetime
from uuid import UUID

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .models import Dossier, Emergency
from .rules.emergency import READS


def open_for(by: User, dossier: Dossier, *, now: datetime) -> Emergency | None:
    """Return the opening through which somebody reads a dossier now; None where there is none."""
    found = Emergency.objects.filter(user=by, dossier=dossier, opened_at__lte=now, ends_at__gt=now)
    return found.order_by("-ends_at").first()


def read_in_emergency(public_id: UUID, *, by: User, verb: str, now: datetime) -> tuple[Dossier, Emergency]:
    """Return a dossier that was opened for somebody, for reading alone; raises the Refused of one that is not there."""
    dossier = Dossier.objects.with_names().filter(public_id=public_id).first()
    opened = open_for(by, dossier, now=now) if dossier is not None and verb in READS else None
    if dossier is None or opened is None:
        raise Refused("not_found", N_("Không tìm thấy hồ sơ này."))
    return dossier, opened


def of_user(by: User, *, limit: int) -> list[Emergency]:
    """Return what was opened for somebody, the newest first."""
    return list(Emergency.objects.filter(user=by).select_related("dossier").order_by("-pk")[:limit])


def listed(*, before_id: int | None, limit: int) -> list[Emergency]:
    """Return all openings, the newest first. Nothing of a dossier comes along but its code and agency."""
    found = Emergency.objects.select_related("dossier__competent_agency", "user", "reviewed_by")
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return list(found.order_by("-pk")[:limit])


def waiting() -> int:
    """Return how many openings nobody has looked into yet."""
    return Emergency.objects.filter(reviewed_at=None).count()
