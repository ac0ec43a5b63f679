"""What the system holds of the signed-in person: a copy of all of it to take away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.accounts import sessions
from motcua.accounts.doors import SignedInRequest, citizen, sign_in_again
from motcua.accounts.queries import actor
from motcua.audit import actions as audit
from motcua.channels.portal.filing import refused
from motcua.files import queries as stored
from motcua.holdings import actions, queries
from motcua.holdings.models import OwnCopy
from motcua.holdings.rules import FAILURES, KEPT
from motcua.lib.refusals import Refused
from motcua.ui.summaries import Line, line_of


@citizen
@require_GET
def own_data(request: SignedInRequest) -> HttpResponse:
    """Show what one can do with one's own data, and the copies that were made."""
    return _page(request)


@citizen
@require_POST
def ask_copy(request: SignedInRequest) -> HttpResponse:
    """Have a copy of everything made."""
    now = timezone.now()
    try:
        actions.ask_copy(by=request.user, is_fresh=sessions.is_fresh(request, now=now), now=now)
    except Refused as refusal:
        return _page(request, refusal=line_of(refusal, {"": "ban-sao"}), status=422)
    messages.success(request, _("Đã nhận yêu cầu. Có thông báo khi bản dữ liệu làm xong."))
    return redirect("portal:own_data")


@citizen
@require_GET
def copy_file(request: SignedInRequest, copy: UUID) -> HttpResponse | StreamingHttpResponse:
    """Hand a copy to whom it is about, signed in just now."""
    now = timezone.now()
    try:
        file = queries.finished(copy, by=request.user, now=now)
    except Refused as refusal:
        return refused(request, refusal)
    try:
        actions.require_fresh(sessions.is_fresh(request, now=now))
    except Refused as refusal:
        return _page(request, refusal=line_of(refusal, {"": "ban-sao"}), status=422)
    audit.viewed([("own_copy", str(copy))], by=actor(request.user), why="own.copy", at=now)
    return StreamingHttpResponse(stored.stream(file), headers=stored.download_headers(file))


def _page(request: SignedInRequest, *, refusal: Line | None = None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {
        "copies": [_copy(one) for one in queries.copies_of(request.user, now=now)],
        "is_fresh": sessions.is_fresh(request, now=now),
        "again": sign_in_again(reverse("portal:own_data")),
        "days": KEPT.days,
        "refusal": refusal,
    }
    return render(request, "portal/own_data.html", context, status=status)


def _copy(one: OwnCopy) -> dict[str, Any]:
    return {
        "asked_at": one.asked_at,
        "is_running": one.is_running,
        "failure": _(FAILURES[one.failed]) if one.failed else "",
        "until": one.expires_at,
        "size": f"{one.file.size / 1_000_000:.1f}".replace(".", ",") if one.file is not None else "",
        "address": reverse("portal:own_copy", args=[one.public_id]) if one.file is not None else "",
    }
