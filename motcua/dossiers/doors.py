"""A dossier behind the door of a page: found for its reader or not there, and its being seen written down."""

from uuid import UUID

from django.http import Http404
from django.utils import timezone

from motcua import audit
from motcua.accounts.doors import SignedInRequest
from motcua.accounts.queries import actor
from motcua.lib.refusals import Refused

from . import queries
from .models import Dossier


def found(request: SignedInRequest, public_id: UUID, verb: str = "dossier.see") -> Dossier:
    """Return a dossier with which the reader may do this; another's is as if it were not there."""
    try:
        return queries.by_public_id(public_id, by=request.user, verb=verb)
    except Refused as refusal:
        raise Http404 from refusal


def seen(request: SignedInRequest, *about: Dossier | tuple[str, str], why: str) -> None:
    """Write down that personal data were shown: of dossiers, or of other things named (kind, key)."""
    audit.viewed(
        [("dossier", one.code) if isinstance(one, Dossier) else one for one in about],
        by=actor(request.user),
        why=why,
        request_id=request.META.get("motcua.request_id", ""),
        at=timezone.now(),
    )
