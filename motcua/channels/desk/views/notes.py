"""Remarks to colleagues beside a dossier, and what the desk tells its official."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import actions as dossiers
from motcua.lib.refusals import Refused
from motcua.lib.text import clean, read_number
from motcua.notices import actions as notices
from motcua.notices import queries
from motcua.notices.models import OfficialNotice
from motcua.notices.rules import OfficialKind
from motcua.notices.wording import official_words
from motcua.ui.summaries import line_of

from ..along import Along, row_of
from ._page import page
from .dossier import dossier_page, found

MOST_TYPED = 4000
AT_ONCE = 30


@official("dossier.annotate")
@require_POST
def note(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Keep a remark and tell those who are mentioned."""
    dossier = found(request, public_id, "dossier.annotate")
    try:
        dossiers.add_note(
            dossier_id=dossier.pk,
            text=clean(request.POST.get("remark", ""))[:MOST_TYPED],
            mentioned={pk for text in request.POST.getlist("mentioned") if (pk := read_number(text)) is not None},
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refusal:
        typed = {"remark": request.POST.get("remark", "")}
        return dossier_page(request, dossier, errors=[line_of(refusal, {"": "remark"})], typed=typed, status=422)
    messages.success(request, _("Đã ghi trao đổi."))
    return redirect(reverse("desk:dossier", args=[public_id]) + Along.read(request.GET).query() + "#trao-doi")


@official("desk.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def told(request: SignedInRequest) -> HttpResponse:
    """Show what the desk told its official; a POST marks as read what was shown."""
    if request.method == "POST":
        notices.mark_official_read(user_id=request.user.pk, upto=row_of(request.POST, "den") or 0, now=timezone.now())
        return redirect("desk:told")
    before = row_of(request.GET, "truoc")
    shown = queries.desk_notices(request.user.pk, before_id=before, limit=AT_ONCE + 1)
    listed = shown[:AT_ONCE]
    context: dict[str, Any] = {
        "notices": [_shown(notice) for notice in listed],
        "newest": listed[0].pk if listed and before is None else None,
        "is_unread": any(notice.read_at is None for notice in listed),
        "older": f"{reverse('desk:told')}?truoc={listed[-1].pk}" if len(shown) > AT_ONCE else "",
    }
    return page(request, "desk/told.html", context, here="thong-bao")


def _shown(notice: OfficialNotice) -> dict[str, Any]:
    return {
        "text": official_words(OfficialKind(notice.kind), notice.params),
        "at": notice.created_at,
        "is_new": notice.read_at is None,
        "address": _address(notice),
    }


def _address(notice: OfficialNotice) -> str:
    """Return where the official finds what a notice is about."""
    if notice.about_kind == "due_list":
        return reverse("desk:due_list")
    if notice.about_kind == "difficulty":
        return reverse("desk:difficulty", args=[notice.about_id])
    if notice.about_kind == "absences":
        return reverse("desk:absences")
    if notice.about_kind == "account":
        return reverse("desk:account")
    if notice.about_kind == "emergency":
        return reverse("desk:emergencies")
    if notice.about_kind == "export":
        return reverse("desk:exports")
    name = {"dossier": "desk:dossier", "opinion": "desk:opinion", "correction": "desk:correction"}.get(
        notice.about_kind, "studio:proposal" if notice.about_kind == "proposal" else ""
    )
    return reverse(name, args=[notice.about_id]) if name else ""
