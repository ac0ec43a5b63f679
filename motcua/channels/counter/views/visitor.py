"""The first page: who has come, and what for."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import access
from motcua.dossiers import queries as dossiers
from motcua.dossiers.rules.states import NAMES, State
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.lib.text import clean, read_number
from motcua.procedures.search.index import Entry
from motcua.ui.texts import translated, worded

from ..queries import ELSEWHERE, receivable
from ..visitors import KEPT, Visitor, asked
from ._page import page, seen, units_of
from .day import heaps

FOUND = "counter_found"
MOST_TYPED = 1000


@official("dossier.receive")
@require_safe
def start(request: SignedInRequest) -> HttpResponse:
    """Ask who comes, by card, number or name, and what for."""
    return _start(request)


def _start(request: SignedInRequest, *, refusal: str = "", typed: str = "", status: int = 200) -> HttpResponse:
    text = clean(request.GET.get("thu-tuc", ""))[:200]
    everywhere = ELSEWHERE in request.GET
    entries = receivable(
        text, units_of(request), today(timezone.now()), is_unfinished=len(text) <= 4, everywhere=everywhere
    )
    visitor = visitor_of(request)
    several = [one for one in map(Visitor.from_kept, request.session.get(FOUND) or []) if one is not None]
    for one in [visitor] if visitor is not None else several:
        if one.reference:
            seen(request, ("identity", one.reference), why="counter.visitor")
    # Only the card itself shows that they are who they say: then their own dossiers, wherever they were filed.
    own = dossiers.of_number(visitor.number) if visitor is not None and visitor.how == "card" else []
    if own:
        seen(request, *(("dossier", dossier.code) for dossier in own), why="counter.own_dossiers")
    waiting = access.visible_to(request.user, "result.deliver").filter(
        pk__in=[one.pk for one in own if one.state == State.COMPLETED and not one.is_over]
    )
    can_take = set(waiting.values_list("pk", flat=True)) if own else set()
    is_free = visitor is None and not several and not text and not refusal
    context: dict[str, Any] = {
        # Nobody stands here: what else the day asks. While somebody does, nothing is counted for it.
        "heaps": heaps(request, timezone.now()) if is_free else [],
        "own": [{"dossier": one, "state": _(NAMES[State(one.state)]), "can_take": one.pk in can_take} for one in own],
        "text": text,
        "entries": entries,
        "is_everywhere": everywhere,
        "visitor": visitor,
        "several": several,
        "refusal": refusal,
        "typed": typed,
    }
    return page(request, "counter/start.html", context, here="counter:start", status=status)


def visitor_of(request: SignedInRequest) -> Visitor | None:
    """Return who stands at this official's counter."""
    return Visitor.from_kept(request.session.get(KEPT))


@official("dossier.receive")
@require_POST
def identify(request: SignedInRequest) -> HttpResponse:
    """Read what the scanner or a hand typed; by POST, so that no number stands in an address."""
    typed = request.POST.get("who", "")[:MOST_TYPED]
    chosen = read_number(request.POST.get("chosen", ""))
    several = request.session.get(FOUND) or []
    if chosen is not None and chosen < len(several):
        request.session[KEPT] = several[chosen]
        request.session.pop(FOUND, None)
        return redirect("counter:start")
    try:
        people = asked(typed, by=request.user)
    except Refused as refusal:
        return _start(request, refusal=worded(refusal), typed=typed, status=422)
    request.session.pop(KEPT, None)
    request.session.pop(FOUND, None)
    if len(people) == 1:
        request.session[KEPT] = people[0].kept()
    else:
        request.session[FOUND] = [one.kept() for one in people]
    return redirect("counter:start")


@official("dossier.receive")
@require_POST
def following(request: SignedInRequest) -> HttpResponse:
    """Let the visitor go; the next one comes."""
    request.session.pop(KEPT, None)
    request.session.pop(FOUND, None)
    return redirect("counter:certify" if request.POST.get("next") == "certify" else "counter:start")


@official("dossier.receive")
@require_safe
def suggest(request: SignedInRequest) -> HttpResponse:
    """Return what the letters typed so far may mean, of what is received here."""
    text = clean(request.GET.get("q", ""))[:200]
    entries = receivable(text, units_of(request), today(timezone.now()), is_unfinished=True) if text else []
    return JsonResponse({"suggestions": [_suggestion(entry) for entry in entries[:8]]})


def _suggestion(entry: Entry) -> dict[str, str]:
    return {
        "title": translated(entry.title),
        "note": f"{entry.code} · {translated(entry.field)}",
        "href": reverse("counter:file", args=[entry.code]),
    }


@official("dossier.receive")
@require_safe
def moved(request: SignedInRequest, code: str = "") -> HttpResponse:
    """Lead from the addresses that the counter had at the desk to where it stands now."""
    if not code:
        text = request.GET.urlencode()
        return redirect(reverse("counter:start") + (f"?{text}" if text else ""))
    return redirect("counter:file", code)
