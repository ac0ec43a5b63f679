"""The inbox, the search, and the way from one dossier to the next."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua import audit
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor
from motcua.dossiers.piles import inbox as desk
from motcua.dossiers.piles.inbox import Line, Listing, Start
from motcua.dossiers.rules.codes import bare
from motcua.dossiers.rules.states import NAMES, State
from motcua.lib.dates import today
from motcua.lib.text import clean, fold
from motcua.ui.texts import translated
from motcua.workflow import saved

from ..along import KINDS, ORDERS, PILES, Along, orders_of, row_of, start_of
from ..taking_away import BOX_NAMES, SEARCHED, number_at
from ..words import due_of
from ._page import page


@official("desk.enter")
@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """Show one pile of the reader's desk."""
    now = timezone.now()
    along = Along.read(request.GET)
    listing = desk.listed(request.user, along.wanted(), now, start=start_of(request.GET))
    _seen(request, listing.lines, why="desk.inbox")
    context = {
        "box": along.box,
        "name": BOX_NAMES[along.box],
        "lines": [_shown(line, now, along) for line in listing.lines],
        "order": along.order,
        "orders": [(key, ORDERS[key][1]) for key in orders_of(along.box)],
        "kind": along.kind,
        "kinds": [(key.value, name) for key, name in KINDS.items()],
        "procedure": along.procedure,
        "procedures": _procedures(request, along, now),
        "along": along.query(),
        "kept": [(one, one.query == along.query()) for one in saved.saved_by(request.user)],
        **_pages("desk:inbox", along.kept, listing),
    }
    return page(request, "desk/inbox.html", context, here=along.box)


def _procedures(request: SignedInRequest, along: Along, now: datetime) -> list[tuple[str, str]]:
    """Return the procedures to choose from: those of the pile, and the chosen one where its last step is done."""
    found = desk.procedures_in(desk.where_of(request.user, today(now)), PILES[along.box])
    if along.procedure and along.procedure not in dict(found):
        found.append((along.procedure, along.procedure))
    return found


@official("dossier.search")
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: SignedInRequest) -> HttpResponse:
    """Find dossiers by code, identity number, telephone number or name, and procedures among the work of one's units.

    What was typed comes by POST: browsers and front servers keep addresses, so there a number stands as a reference
    that only its reader can use.
    """
    text = clean((request.POST if request.method == "POST" else request.GET).get("q", ""))[:200]
    number = number_at(request)
    if request.method == "POST" or (number is None and desk.reference_of(text) is not None):
        return redirect(_address("desk:search", _kept(request, text)))
    listing = Listing([], None, None)
    if text or number is not None:
        listing = desk.search(request.user, text, number=number, start=start_of(request.GET))
        _seen(request, listing.lines, why="desk.search")
        if len(listing.lines) == 1 and bare(listing.lines[0].code) == bare(text.upper()):
            return redirect("desk:dossier", listing.lines[0].public_id)
    now = timezone.now()
    kept = {"so": request.GET["so"]} if number is not None else {"q": text}
    context = {
        "q": text,
        "along": f"?{urlencode({'danh-sach': 'search', **kept})}",
        "is_asked": bool(text) or number is not None,
        "lines": [_shown(line, now) for line in listing.lines],
        "procedures": _named_procedures(request, text, now) if text and not start_of(request.GET) else [],
        **_pages("desk:search", kept, listing),
    }
    return page(request, "desk/search.html", context)


def _named_procedures(request: SignedInRequest, text: str, now: datetime) -> list[tuple[str, str]]:
    """Return the procedures, code and title, of the open work of the reader's units that a text names."""
    words, where = fold(text).split(), desk.where_of(request.user, today(now))
    return [
        (code, title)
        for code, title in desk.procedures_in(where, PILES["don-vi"])
        if text == code or all(word in fold(title).split() for word in words)
    ][:5]


def _kept(request: SignedInRequest, text: str) -> dict[str, str]:
    """Return what an address may say of what was typed."""
    number = desk.reference_of(text)
    return {"q": text} if number is None else {"so": signing.dumps([number, request.user.pk], salt=SEARCHED)}


@official("desk.enter")
@require_safe
def next_one(request: SignedInRequest) -> HttpResponse:
    """Go to the dossier behind the one just looked at in the list that the reader works along, or back to the list."""
    along, row = Along.read(request.GET), row_of(request.GET, "sau")
    here = Start(row) if row is not None else None
    for line in desk.listed(request.user, along.wanted(), timezone.now(), start=here, limit=1).lines:
        return redirect(reverse("desk:dossier", args=[line.public_id]) + along.query())
    messages.info(request, _("Đã đến cuối danh sách."))
    return redirect(reverse("desk:inbox") + along.query())


def _seen(request: SignedInRequest, lines: list[Line], *, why: str) -> None:
    audit.viewed(
        [("dossier", line.code) for line in lines],
        by=actor(request.user),
        why=why,
        request_id=request.META.get("motcua.request_id", ""),
        at=timezone.now(),
    )


def _shown(line: Line, now: datetime, along: Along | None = None) -> dict[str, object]:
    return {
        "code": line.code,
        "address": reverse("desk:dossier", args=[line.public_id]) + (along.query() if along is not None else ""),
        "name": line.owner_name,
        "procedure": line.procedure,
        "step": translated(line.step) if line.step else _(NAMES[State(line.state)]),
        "holder": line.holder,
        "agency": line.agency,
        "due": due_of(line, now),
    }


def _pages(name: str, kept: dict[str, str], listing: Listing) -> dict[str, str]:
    """Return the addresses of the pages before and after, empty where there is none, and of the beginning."""
    return {
        "previous": _address(name, kept | {"truoc": str(listing.before)}) if listing.before else "",
        "next": _address(name, kept | {"sau": str(listing.after)}) if listing.after else "",
        "first": _address(name, kept),
    }


def _address(name: str, query: dict[str, str]) -> str:
    return f"{reverse(name)}?{urlencode({key: value for key, value in query.items() if value})}"
