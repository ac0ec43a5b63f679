"""What every page of the counter shares: its navigation, and how a dossier is found and its being seen written down."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from motcua import audit
from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest
from motcua.accounts.queries import actor
from motcua.dossiers import queries as dossiers
from motcua.dossiers.models import Dossier
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.rules import Role


@dataclass(frozen=True)
class Place:
    """One entry of the navigation: its page, its words and its key."""

    page: str
    name: str
    shortcut: str
    verb: str


PLACES = (
    Place("counter:start", N_("Tiếp nhận"), "q", "dossier.receive"),
    Place("counter:hand_over", N_("Bàn giao"), "g", "dossier.hand_over"),
    Place("counter:taking", N_("Nhận bàn giao"), "h", "dossier.take_over"),
    Place("counter:results", N_("Trả kết quả"), "t", "result.deliver"),
    Place("counter:certify", N_("Chứng thực"), "c", "certification.record"),
    Place("counter:book", N_("Sổ chứng thực"), "s", "certification.see"),
)


def page(
    request: SignedInRequest, template: str, context: dict[str, Any], *, here: str = "", status: int = 200
) -> HttpResponse:
    """Render a page of the counter with its navigation."""
    frame = {
        "places": [
            {"address": reverse(place.page), "name": place.name, "shortcut": place.shortcut, "here": place.page == here}
            for place in PLACES
            if access.may_enter(request.user, place.verb)
        ],
        "me": request.user,
        "desk": {name: reverse(f"desk:{name}") for name in ("inbox", "search", "sign_out")},
    }
    return render(request, template, frame | context, status=status)


def units_of(request: SignedInRequest) -> list[int]:
    """Return the ids of the one-stop units where the official receives."""
    return [post.agency_id for post in access.posts_today(request.user) if post.role == Role.RECEPTIONIST]


def found(request: SignedInRequest, public_id: UUID, verb: str) -> Dossier:
    """Return a dossier with which the reader may do this; another's is as if it were not there."""
    try:
        return dossiers.by_public_id(public_id, by=request.user, verb=verb)
    except Refused as refusal:
        raise Http404 from refusal


def seen(request: SignedInRequest, *about: tuple[str, str], why: str) -> None:
    """Write down that personal data were shown: (kind, key) of each thing."""
    audit.viewed(
        list(about),
        by=actor(request.user),
        why=why,
        request_id=request.META.get("motcua.request_id", ""),
        at=timezone.now(),
    )
