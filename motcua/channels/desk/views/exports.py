"""Lists as files: asked for where one stands, fetched from one page when the worker has written them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua import audit
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Export
from motcua.dossiers.rules.exports import FAILURES, KEPT, ExportKind
from motcua.dossiers.taking_away import exports as kept
from motcua.files import queries as files
from motcua.lib.refusals import Refused

from ..taking_away import wanted_of
from ._page import page, worded


@official("desk.export")
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: SignedInRequest) -> HttpResponse:
    """Show what the official asked for and how far it is; a POST asks for the list of this address."""
    if request.method == "POST":
        wanted = request.POST.get("dang", "")
        try:
            what, title, part = wanted_of(request)
            dossiers.ask_export(
                what=what,
                wanted=part,
                kind=ExportKind(wanted) if wanted in set(ExportKind) else ExportKind.XLSX,
                title=title,
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            messages.error(request, worded(refusal))
        return redirect("desk:exports")
    found = kept.exports_of(request.user)
    context: dict[str, Any] = {
        "exports": [_shown(export) for export in found],
        "is_running": any(export.is_running for export in found),
        "days": KEPT.days,
    }
    return page(request, "desk/exports.html", context)


def _shown(export: Export) -> dict[str, Any]:
    return {
        "title": _(export.title),
        "kind": export.kind.upper(),
        "asked_at": export.asked_at,
        "rows": f"{export.rows:,}".replace(",", "."),
        "is_running": export.is_running,
        "is_cut": export.is_cut,
        "failure": _(FAILURES[export.failed]) if export.failed else "",
        "address": reverse("desk:export_file", args=[export.public_id]) if export.file else "",
        "until": export.expires_at,
    }


@official("desk.fetch_export")
@require_safe
def export_file(request: SignedInRequest, export: UUID) -> HttpResponseBase:
    """Hand a finished export to whoever asked for it."""
    now = timezone.now()
    found = kept.finished(export, by=request.user, now=now)
    if found is None or found.file is None:
        raise Http404
    audit.viewed(
        [("export", str(found.public_id))],
        by=actor(request.user),
        why="desk.export_file",
        request_id=request.META.get("motcua.request_id", ""),
        at=now,
    )
    return StreamingHttpResponse(files.stream(found.file), headers=files.download_headers(found.file))
