"""What every page of the counter shares: its menu and where its reader receives."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest
from motcua.dossiers.doors import found as found
from motcua.dossiers.doors import seen as seen
from motcua.lib.marks import N_
from motcua.lib.text import read_number
from motcua.organisations.rules import Role
from motcua.ui.menu import Entry, grouped

# Page, its words, its key, and what one must be allowed to do there.
PLACES = (
    ("counter:start", N_("Tiếp nhận"), "q", "dossier.receive"),
    ("counter:hand_over", N_("Bàn giao"), "g", "dossier.hand_over"),
    ("counter:taking", N_("Nhận bàn giao"), "h", "dossier.take_over"),
    ("counter:hand_back", N_("Giao kết quả"), "u", "result.hand_over"),
    ("counter:results", N_("Trả kết quả"), "t", "result.deliver"),
    ("counter:certify", N_("Chứng thực"), "c", "certification.record"),
    ("counter:receipts", N_("Sổ biên lai"), "3", "receipt.see"),
    ("counter:book", N_("Sổ chứng thực"), "2", "certification.see"),
)


def page(
    request: SignedInRequest, template: str, context: dict[str, Any], *, here: str = "", status: int = 200
) -> HttpResponse:
    """Render a page of the counter with its menu."""
    frame = {
        "menu": grouped(
            (
                N_("Tại quầy"),
                (
                    Entry(name, reverse(place), shortcut, here=place == here)
                    for place, name, shortcut, verb in PLACES
                    if access.may_enter(request.user, verb)
                ),
            ),
            (N_("Chuyển sang"), (Entry(N_("Bàn làm việc"), reverse("desk:inbox"), "1"),)),
        ),
        "me": request.user,
        "desk_address": reverse("desk:inbox"),
        "may_export": access.may_enter(request.user, "desk.export"),
        "exports_address": reverse("desk:exports"),
        "save_address": reverse("desk:save_list"),
        "forget_address": reverse("desk:forget_list"),
        "search_address": reverse("desk:search"),
        "sign_out_address": reverse("desk:sign_out"),
        "account_address": reverse("desk:account"),
    }
    return render(request, template, frame | context, status=status)


def units_of(request: SignedInRequest) -> list[int]:
    """Return the ids of the one-stop units where the official receives."""
    return [post.agency_id for post in access.posts_today(request.user) if post.role == Role.RECEPTIONIST]


def number_of(text: str) -> int:
    """Return the row id in a posted text; 0, which is nobody's, for anything else."""
    return read_number(text) or 0
