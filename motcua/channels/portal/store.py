"""The signed-in person's own store: what authorities issued to them or verified, page by page."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.accounts.access import capacity_of
from motcua.accounts.doors import SignedInRequest, citizen, citizen_or_agent
from motcua.channels.portal import verdicts
from motcua.channels.portal.filing import refused
from motcua.channels.portal.seeing import saw
from motcua.dossiers.looking import looks_at
from motcua.files import queries as stored
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import read_number
from motcua.signing.verify import check_pdf
from motcua.vault import queries
from motcua.vault.models import Item
from motcua.vault.rules import KINDS, SIGNATURES, TERRITORIES, ItemKind, ItemState, Signature, Territory, state_said

PAGE = 20
MOST_LOOKS = 30


def _see(request: SignedInRequest, items: Sequence[Item]) -> None:
    saw([("item", str(item.public_id)) for item in items], by=request.user, now=timezone.now())


def told(item: Item, on: date) -> dict[str, Any]:
    """Return what a page says of an item on a day."""
    stands = item.is_valid_on(on)
    said = state_said(ItemState(item.state), valid_from=item.valid_from, valid_until=item.valid_until, on=on)
    return {
        "item": item,
        "kind": _(KINDS[ItemKind(item.kind)]),
        "state": _(said),
        "colour": "govuk-tag--green" if stands else "govuk-tag--grey",
        "territory": _(TERRITORIES[Territory(item.territory)]),
        "signature": _(SIGNATURES[Signature(item.signature)]),
        "is_paper": item.kind == ItemKind.PAPER,
    }


@citizen_or_agent
@require_GET
def items(request: SignedInRequest) -> HttpResponse:
    """List what is in one's store, the newest first."""
    text = request.GET.get("truoc", "")
    before = read_number(text)
    capacity = capacity_of(request.user)
    if capacity is not None and not capacity.uses_store:
        return refused(request, Refused("no_store", N_("Kho này không nằm trong phạm vi thay mặt.")))
    found = queries.items_of(request.user, before_id=before, limit=PAGE + 1)
    shown, day = found[:PAGE], today(timezone.now())
    _see(request, shown)
    more = shown[-1].pk if len(found) > PAGE else None
    context = {"rows": [told(item, day) for item in shown], "more": more, "is_first": before is None}
    return render(request, "portal/store/list.html", context)


@citizen_or_agent
@require_GET
def item(request: SignedInRequest, item: UUID) -> HttpResponse:
    """Show one item: what it says, whether it stands, what took its place, and whether its signatures hold today."""
    try:
        found = queries.item_of(item, by=request.user)
    except Refused as refusal:
        return refused(request, refusal)
    _see(request, [found])
    report = check_pdf(stored.read(found.file)) if found.file is not None else None
    context = {
        "told": told(found, today(timezone.now())),
        "item": found,
        "report": report,
        "signatures": verdicts.told(report, None) if report is not None else [],
        "earlier": queries.earlier_of(found),
        "reuses": queries.reuses_of(found),
    }
    return render(request, "portal/store/item.html", context)


@citizen_or_agent
@require_GET
def item_file(request: SignedInRequest, item: UUID) -> HttpResponse | StreamingHttpResponse:
    """Hand the file of an item to its owner."""
    try:
        found = queries.item_of(item, by=request.user)
        if found.file is None:
            raise Refused("no_such_file", N_("Giấy tờ này không có tệp điện tử."))
    except Refused as refusal:
        return refused(request, refusal)
    _see(request, [found])
    return StreamingHttpResponse(stored.stream(found.file), headers=stored.download_headers(found.file))


@citizen
@require_GET
def looks(request: SignedInRequest) -> HttpResponse:
    """List who looked at one's personal data: unit and post, when and why."""
    text = request.GET.get("truoc", "")
    before = read_number(text)
    found = looks_at(request.user, before_id=before, limit=MOST_LOOKS + 1)
    shown = found[:MOST_LOOKS]
    more = shown[-1].id if len(found) > MOST_LOOKS else None
    return render(request, "portal/store/looks.html", {"looks": shown, "more": more})
