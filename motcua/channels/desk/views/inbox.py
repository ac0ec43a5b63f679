"""The inbox, the search, and the way from one dossier to the next."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua import audit
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor
from motcua.dossiers import inbox as desk
from motcua.dossiers.inbox import SOON, Line, Listing, Start
from motcua.dossiers.rules.codes import bare
from motcua.dossiers.rules.states import NAMES, State
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.text import clean
from motcua.ui.texts import translated
from motcua.workflow.inbox import Between, Order, Pile
from motcua.workflow.rules import TaskKind

from ..words import due_of
from ._page import BOXES, page

PILES = {
    "toi": Pile.MINE,
    "chua-nhan": Pile.FREE,
    "don-vi": Pile.UNIT,
    "sap-han": Pile.MINE,
    "qua-han": Pile.MINE,
    "cho-nguoi-nop": Pile.WAITING,
}
KINDS = {
    TaskKind.RECEIVE: N_("Tiếp nhận"),
    TaskKind.ASSIGN: N_("Phân công"),
    TaskKind.APPRAISE: N_("Thẩm định"),
    TaskKind.REVIEW: N_("Xem xét"),
    TaskKind.SIGN: N_("Ký"),
    TaskKind.NUMBER: N_("Vào sổ"),
    TaskKind.ISSUE: N_("Phát hành"),
    TaskKind.DELIVER: N_("Trả kết quả"),
    TaskKind.IN_PERSON: N_("Người dân đến trực tiếp"),
}


# As an address names them, and as people do. What waits has neither promise nor place in a queue: newest or oldest.
ORDERS = {
    "han": (Order.DUE, N_("Hạn gần nhất")),
    "moi": (Order.NEWEST, N_("Mới đến trước")),
    "cu": (Order.OLDEST, N_("Đến lâu nhất trước")),
    "ma": (Order.CODE, N_("Mã hồ sơ")),
    "ten": (Order.NAME, N_("Tên chủ hồ sơ")),
}
OF_WAITING = ("moi", "cu")


@official("desk.enter")
@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """Show one pile of the reader's desk."""
    now = timezone.now()
    box = request.GET.get("hop", "toi")
    box = box if box in PILES else "toi"
    orders = OF_WAITING if PILES[box] == Pile.WAITING else tuple(ORDERS)
    order = request.GET.get("xep", "")
    order = order if order in orders else orders[0]
    kind = request.GET.get("viec", "")
    kinds = [kind] if kind in set(KINDS) else []
    between = {"sap-han": Between(now, now + SOON), "qua-han": Between(None, now)}.get(box, Between())
    listing = desk.pile(
        desk.where_of(request.user, today(now)),
        PILES[box],
        order=ORDERS[order][0],
        between=between,
        kinds=kinds,
        start=_start(request),
    )
    _seen(request, listing.lines, why="desk.inbox")
    kept = {"hop": box, "xep": order, "viec": kind if kinds else ""}
    context = {
        "box": box,
        "name": dict(BOXES)[box],
        "lines": [_shown(line, now) for line in listing.lines],
        "order": order,
        "orders": [(key, ORDERS[key][1]) for key in orders],
        "kind": kept["viec"],
        "kinds": [(key.value, name) for key, name in KINDS.items()],
        **_pages("desk:inbox", kept, listing),
    }
    return page(request, "desk/inbox.html", context, here=box)


@official("dossier.search")
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """Find dossiers by code, identity number or name."""
    text = clean(request.GET.get("q", ""))[:200]
    listing = Listing([], None, None)
    if text:
        listing = desk.search(request.user, text, start=_start(request))
        _seen(request, listing.lines, why="desk.search")
        if len(listing.lines) == 1 and bare(listing.lines[0].code) == bare(text.upper()):
            return redirect("desk:dossier", listing.lines[0].public_id)
    now = timezone.now()
    shown = [_shown(line, now) for line in listing.lines]
    context = {"q": text, "lines": shown, **_pages("desk:search", {"q": text}, listing)}
    return page(request, "desk/search.html", context)


@official("desk.enter")
@require_safe
def next_one(request: SignedInRequest) -> HttpResponse:
    """Go to the next dossier of the reader's own pile, after the one just looked at."""
    now = timezone.now()
    where = desk.where_of(request.user, today(now))
    listing = desk.pile(where, Pile.MINE, limit=2)
    here = request.GET.get("tu", "")
    for line in listing.lines:
        if str(line.public_id) != here:
            return redirect("desk:dossier", line.public_id)
    return redirect("desk:inbox")


def _seen(request: SignedInRequest, lines: list[Line], *, why: str) -> None:
    audit.viewed(
        [("dossier", line.code) for line in lines],
        by=actor(request.user),
        why=why,
        request_id=request.META.get("motcua.request_id", ""),
        at=timezone.now(),
    )


def _shown(line: Line, now: datetime) -> dict[str, object]:
    return {
        "code": line.code,
        "address": reverse("desk:dossier", args=[line.public_id]),
        "name": line.owner_name,
        "procedure": line.procedure,
        "step": translated(line.step) if line.step else _(NAMES[State(line.state)]),
        "holder": line.holder,
        "agency": line.agency,
        "due": due_of(line, now),
    }


def _start(request: SignedInRequest) -> Start | None:
    """Read where the page begins: behind a row (`sau`) or before it (`truoc`); the beginning for what nobody wrote."""
    for name, backward in (("truoc", True), ("sau", False)):
        row = request.GET.get(name, "")
        if row.isascii() and row.isdigit() and len(row) < 18:
            return Start(int(row), backward)
    return None


def _pages(name: str, kept: dict[str, str], listing: Listing) -> dict[str, str]:
    """Return the addresses of the pages before and after, empty where there is none, and of the beginning."""
    return {
        "previous": _address(name, kept | {"truoc": str(listing.before)}) if listing.before else "",
        "next": _address(name, kept | {"sau": str(listing.after)}) if listing.after else "",
        "first": _address(name, kept),
    }


def _address(name: str, query: dict[str, str]) -> str:
    return f"{reverse(name)}?{urlencode({key: value for key, value in query.items() if value})}"
