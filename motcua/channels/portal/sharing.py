"""Share one item of one's store by a link or QR; and the page of whoever holds such a link."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, citizen, public
from motcua.accounts.queries import actor
from motcua.audit import actions as audit
from motcua.channels.portal import verdicts
from motcua.channels.portal.filing import refused, worded
from motcua.channels.portal.store import told
from motcua.files import queries as stored
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean, read_number
from motcua.printing.rendering import qr_svg
from motcua.signing.verify import check_pdf
from motcua.vault import queries, sharing
from motcua.vault.models import Share
from motcua.vault.rules import SHARE_DAYS

REVOKE = "revoke."
FIELDS = {"purpose_missing": "purpose", "days_unknown": "days"}


@citizen
@require_http_methods(["GET", "POST"])
def share(request: SignedInRequest, item: UUID) -> HttpResponse:
    """Make a link to an item, see who holds one and when it was opened, take one back."""
    now, errors = timezone.now(), []
    purpose, days = clean(request.POST.get("purpose", ""))[:300], request.POST.get("days", "")
    try:
        found = queries.item_of(item, by=request.user, verb="item.share")
        what = request.POST.get("do", "")
        if what.startswith(REVOKE):
            _revoke(request, what.removeprefix(REVOKE))
            messages.success(request, _("Đã hủy liên kết. Ai giữ nó không mở được nữa."))
            return HttpResponseRedirect(request.path)
    except Refused as refusal:
        return refused(request, refusal)
    if request.method == "POST":
        try:
            chosen = read_number(days, 3) or 0
            made = sharing.share(item_id=item, purpose=purpose, days=chosen, by=request.user, now=now)
        except Refused as refusal:
            errors = [{"text": worded(refusal), "href": f"#{FIELDS.get(refusal.code, 'content')}"}]
        else:
            return HttpResponseRedirect(f"{request.path}#link-{made.public_id}")
    audit.viewed([("item", str(found.public_id))], by=actor(request.user), why="own", at=now)
    context = {
        "item": found,
        "links": [_link(one, now) for one in sharing.shares_of(found)],
        "choices": [(str(n), ngettext("%(num)s ngày", "%(num)s ngày", n) % {"num": n}) for n in SHARE_DAYS],
        "purpose": purpose,
        "days": days or str(SHARE_DAYS[1]),
        "errors": errors,
        "wrong": {error["href"][1:]: error["text"] for error in errors},
        "may_share": found.is_valid_on(today(now)),
    }
    return render(request, "portal/store/share.html", context, status=422 if errors else 200)


def _revoke(request: SignedInRequest, text: str) -> None:
    try:
        share_id = UUID(text)
    except ValueError:
        raise Refused("no_such_share", N_("Không tìm thấy liên kết này.")) from None
    sharing.revoke_share(share_id=share_id, by=request.user, now=timezone.now())


def _link(one: Share, now: Any) -> dict[str, Any]:
    """Return a link as its owner sees it; its address only while it opens something."""
    is_open = one.is_open_at(now)
    address = settings.SITE_ADDRESS + reverse("portal:shared", args=[sharing.secret_of(one)]) if is_open else ""
    return {
        "share": one,
        "is_open": is_open,
        "address": address,
        "qr": qr_svg(address) if is_open else "",
        "looks": sorted(one.looks.all(), key=lambda look: look.pk, reverse=True)[:20],
    }


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, secret: str) -> HttpResponse | StreamingHttpResponse:
    """Show what a link shares after a press. Opened alone it shows nothing personal and changes nothing.

    Programs that preview a link open it alone. No log carries the secret: they keep an address's pattern.
    """
    now = timezone.now()
    try:
        if request.method != "POST":
            sharing.find_share(secret, now=now)
            return _page(request, "shared", {"is_open": False})
        takes_file = request.POST.get("do") == "file"
        found = sharing.open_share(secret, takes_file=takes_file, now=now)
    except Refused as refusal:
        return _page(request, "shared", {"error": worded(refusal)}, status=404)
    item = found.item
    if takes_file and item.file is not None:
        return StreamingHttpResponse(stored.stream(item.file), headers=stored.download_headers(item.file))
    report = check_pdf(stored.read(item.file)) if item.file is not None else None
    signatures = verdicts.told(report, None) if report is not None else []
    said = {"told": told(item, today(now)), "report": report, "signatures": signatures}
    context = {"is_open": True, "share": found, "item": item, **said}
    return _page(request, "shared", context)


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, f"portal/store/{name}.html", context, status=status)
    # Not even this site's other pages are told the address.
    response["Referrer-Policy"] = "no-referrer"
    return response
