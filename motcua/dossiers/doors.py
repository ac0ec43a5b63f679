"""A dossier behind the door of a page: found for its reader or not there, and its being seen written down."""

from uuid import UUID

from django.http import Http404
from django.utils import timezone

from motcua import audit
from motcua.accounts.doors import SignedInRequest
from motcua.accounts.queries import actor
from motcua.lib.refusals import Refused

from . import emergencies, queries
from .models import Dossier, Emergency


def found(request: SignedInRequest, public_id: UUID, verb: str = "dossier.see") -> Dossier:
    """Return a dossier with which the reader may do this; another's is as if it were not there."""
    try:
        return queries.by_public_id(public_id, by=request.user, verb=verb)
    except Refused as refusal:
        raise Http404 from refusal


def found_to_read(request: SignedInRequest, public_id: UUID, verb: str = "dossier.see") -> Dossier:
    """Return a dossier as `found` does, or one that was opened for the reader in an emergency; for reading alone."""
    try:
        return queries.by_public_id(public_id, by=request.user, verb=verb)
    except Refused:
        pass
    try:
        dossier, opened = emergencies.read_in_emergency(public_id, by=request.user, verb=verb, now=timezone.now())
    except Refused as refusal:
        raise Http404 from refusal
    dossier.__dict__["_opened"] = opened
    return dossier


def opened_for(dossier: Dossier) -> Emergency | None:
    """Return the opening through which alone `found_to_read` gave this dossier; None where the reader may read it."""
    opened: Emergency | None = dossier.__dict__.get("_opened")
    return opened


def seen(request: SignedInRequest, *about: Dossier | tuple[str, str], why: str) -> None:
    """Write down that personal data were shown: of dossiers, or of other things named (kind, key)."""
    audit.viewed(
        [("dossier", one.code) if isinstance(one, Dossier) else one for one in about],
        by=actor(request.user),
        why="desk.emergency" if any(isinstance(one, Dossier) and opened_for(one) for one in about) else why,
        request_id=request.META.get("motcua.request_id", ""),
        at=timezone.now(),
    )
