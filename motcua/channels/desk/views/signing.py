"""A leader's stack: one result after the other, each looked at, each signed by itself."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers.models import Dossier
from motcua.dossiers.paperwork import documents
from motcua.dossiers.paperwork.form_queries import waiting_for_head
from motcua.dossiers.paperwork.letters import letters_to_sign
from motcua.dossiers.piles import inbox as desk
from motcua.dossiers.rules.states import NAMES, State
from motcua.files import queries as files
from motcua.lib.dates import today
from motcua.workflow.inbox import Pile
from motcua.workflow.rules import TaskKind

from ..along import behind, row_of, start_of
from ..queries import Screen, screen_of
from ..words import due_of
from ._menu import capped
from ._page import page
from .dossier import MOST_PAGES, found, seen

KINDS = (TaskKind.SIGN,)


@official("result.sign")
@require_safe
def signing(request: SignedInRequest) -> HttpResponse:
    """Show the next result that waits for the reader's signature, behind the one just done or put off."""
    now = timezone.now()
    where = desk.where_of(request.user, today(now))
    start = start_of(request.GET)
    listing = desk.pile(where, Pile.MINE, kinds=KINDS, start=start, limit=1)
    left = desk.how_many(where, Pile.MINE, KINDS)
    context: dict[str, Any] = {
        "left": left,
        "left_shown": capped(left),
        "start": row_of(request.GET, "sau"),
        "forms_wait": bool(waiting_for_head(request.user, limit=1) or letters_to_sign(request.user, limit=1)),
    }
    if not listing.lines:
        return page(request, "desk/signing.html", context, here="ky")
    dossier = found(request, listing.lines[0].public_id)
    screen = screen_of(dossier, by=request.user, now=now)
    turn = next((turn for turn in screen.turns if turn.task.kind == TaskKind.SIGN and turn.choices), None)
    if turn is None:
        # Somebody was quicker between the list and the dossier.
        return redirect(reverse("desk:signing"))
    seen(request, dossier, why="desk.signing")
    context |= {
        "screen": screen,
        "dossier": dossier,
        "turn": turn,
        "due": due_of(dossier, now),
        "state": _(NAMES[State(dossier.state)]),
        "later": behind(turn.task.pk),
        "pages": list(range(1, _pages(screen, dossier) + 1)),
        "version": screen.result.draft.public_id if screen.result is not None and screen.result.draft else "",
        "notes": [event for event in screen.events if event.note and event.actor_kind == "official"][-3:],
    }
    return page(request, "desk/signing.html", context, here="ky")


def _pages(screen: Screen, dossier: Dossier) -> int:
    """Return how many pages the leader is to look at: of the draft, or as the template will draw it."""
    if screen.result is not None and screen.result.draft is not None:
        return min(screen.result.draft.pages or 0, MOST_PAGES)
    if not screen.shows_preview or not screen.has_template:
        return 0
    return min(files.pdf_pages(documents.preview_pdf(dossier, now=timezone.now())), MOST_PAGES)
