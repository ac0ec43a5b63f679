"""What the day still asks of a receptionist: counted on the start page, and three piles as lists of their own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers.models import Dossier
from motcua.dossiers.piles import day
from motcua.dossiers.piles.day import NAMES, Pile
from motcua.lib.text import read_number
from motcua.workflow.inbox import CAP

from ._page import page, seen, units_of

PAGE = 50
# The piles that have no page elsewhere, by the word in their address.
LISTED: Mapping[str, Pile] = {
    "hen": Pile.PROMISED,
    "qua-hen": Pile.LATE,
    "quet": Pile.SCANS,
    "toi": Pile.MINE,
}
_WORDS = {pile: word for word, pile in LISTED.items()}
# Where a row of a pile leads; to the dossier itself where nothing is named.
_ROWS = {
    Pile.CALLS: "desk:call",
    Pile.SCANS: "counter:scan",
    Pile.UNSIGNED: "counter:scan",
    Pile.ON_PAPER: "counter:deliver",
    Pile.RESULTS: "counter:deliver",
    Pile.UNCLAIMED: "counter:deliver",
}


def heaps(request: SignedInRequest, now: datetime) -> list[dict[str, Any]]:
    """Return the piles as the start page shows them; rows name no person."""
    return [
        {
            "name": _(NAMES[heap.pile]),
            "count": f"{CAP}+" if heap.count > CAP else str(heap.count),
            "address": _list_address(heap.pile),
            "rows": [_row(heap.pile, dossier) for dossier in heap.rows],
            "is_urgent": bool(heap.count) and heap.pile in {Pile.CALLS, Pile.PROMISED, Pile.LATE},
        }
        for heap in day.day_of(request.user, units_of(request), now=now)
    ]


@official("dossier.receive")
@require_safe
def pile(request: SignedInRequest, word: str) -> HttpResponse:
    """List one pile, page by page."""
    if word not in LISTED:
        raise Http404
    which, now = LISTED[word], timezone.now()
    text = request.GET.get("sau", "")
    start = read_number(text, 4) or 0
    rows = list(day.pile_of(which, request.user, units_of(request), now=now)[start : start + PAGE + 1])
    seen(request, *rows[:PAGE], why="counter.day")
    context = {
        "name": _(NAMES[which]),
        "pile": which.value,
        "rows": [_row(which, dossier) | {"owner": dossier.owner_name} for dossier in rows[:PAGE]],
        "next": f"?sau={start + PAGE}" if len(rows) > PAGE else "",
    }
    return page(request, "counter/pile.html", context, here="counter:start")


def _list_address(pile: Pile) -> str:
    if pile in _WORDS:
        return reverse("counter:pile", args=[_WORDS[pile]])
    elsewhere = {
        Pile.CALLS: reverse("desk:calls"),
        Pile.HAND_OVER: reverse("counter:hand_over"),
        Pile.UNSIGNED: reverse("counter:sign_scans"),
        Pile.ON_PAPER: f"{reverse('counter:results')}#on-paper",
        Pile.RESULTS: reverse("counter:results"),
        Pile.UNCLAIMED: f"{reverse('counter:results')}?lau=1",
    }
    return elsewhere[pile]


def _row(pile: Pile, dossier: Dossier) -> dict[str, Any]:
    return {
        "code": dossier.code,
        "title": dossier.version.procedure.title,
        "agency": dossier.competent_agency.name,
        "when": day.when_of(pile, dossier),
        "address": reverse(_ROWS.get(pile, "desk:dossier"), args=[dossier.public_id]),
    }
