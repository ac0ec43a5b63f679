"""What every page of the counter shares: its navigation and where its reader receives."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest
from motcua.dossiers.doors import found as found
from motcua.dossiers.doors import seen as seen
from motcua.lib.marks import N_
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
        "desk_address": reverse("desk:inbox"),
        "search_address": reverse("desk:search"),
        "sign_out_address": reverse("desk:sign_out"),
    }
    return render(request, template, frame | context, status=status)


def units_of(request: SignedInRequest) -> list[int]:
    """Return the ids of the one-stop units where the official receives."""
    return [post.agency_id for post in access.posts_today(request.user) if post.role == Role.RECEPTIONIST]
