"""What the system holds of the signed-in person: a copy of it, until when it is kept, and erasing what may go."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.accounts import sessions
from motcua.accounts.doors import SignedInRequest, citizen, sign_in_again
from motcua.accounts.queries import actor
from motcua.audit import actions as audit
from motcua.channels.portal.filing import refused
from motcua.files import queries as stored
from motcua.holdings import actions, erasing, queries
from motcua.holdings.kinds import KINDS, basis_of, kind_of_word
from motcua.holdings.models import OwnCopy
from motcua.holdings.rules import FAILURES, KEPT
from motcua.lib.dates import today
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


@citizen
@require_http_methods(["GET", "POST"])
def erase(request: SignedInRequest, word: str) -> HttpResponse:
    """Say what erasing one kind of data does, and do it on the button."""
    now, held = timezone.now(), kind_of_word(word)
    if held is None:
        raise Http404
    is_fresh, refusal = sessions.is_fresh(request, now=now), None
    if request.method == "POST":
        try:
            session = sessions.named(request)
            count = erasing.erase(held, by=request.user, session=session, is_fresh=is_fresh, now=now)
        except Refused as problem:
            refusal = line_of(problem, {"": "content"})
        else:
            said = ngettext("Đã xóa %(num)s mục: %(name)s.", "Đã xóa %(num)s mục: %(name)s.", count)
            messages.success(request, said % {"num": count, "name": _(KINDS[held].name)})
            return redirect("portal:own_data")
    context = {
        "kind": KINDS[held],
        "again": sign_in_again(request.path),
        "is_fresh": is_fresh,
        "refusal": refusal,
    }
    return render(request, "portal/erase_own.html", context, status=422 if refusal else 200)


def _page(request: SignedInRequest, *, refusal: Line | None = None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {
        "copies": [_copy(one) for one in queries.copies_of(request.user, now=now)],
        "is_fresh": sessions.is_fresh(request, now=now),
        "again": sign_in_again(reverse("portal:own_data")),
        "days": KEPT.days,
        "held": _held(request, now),
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


def _held(request: SignedInRequest, now: datetime) -> list[dict[str, Any]]:
    """Return each kind of data with how much there is, until when and why it is kept, and where it is erased."""
    person, day = request.user.person, today(now)
    counts = erasing.counts_of(request.user, person) if person is not None else {}
    rows = []
    for held, kind in KINDS.items():
        basis = basis_of(held, day)
        rows.append(
            {
                "name": _(kind.name),
                "count": counts.get(held),
                "until": _(kind.until),
                "basis": basis.basis if basis is not None else "",
                "erase": reverse("portal:erase_own", args=[kind.word]) if kind.erased else "",
            }
        )
    return rows
