"""Scanning after the person has gone: every paper that came on paper, with what was scanned of it already."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import actions as dossiers
from motcua.dossiers import queries as cases
from motcua.dossiers.models import Dossier
from motcua.lib.refusals import Refused
from motcua.ui.texts import worded

from ..actions import store_scans
from ._page import found, page, seen

FIELD = "scan-"


@official("paper.scan")
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List the papers of a dossier to be scanned, and add the scans that come."""
    dossier = found(request, public_id, "paper.scan")
    if request.method != "POST":
        return _page(request, dossier)
    now = timezone.now()
    uploads = {
        name.removeprefix(FIELD): [(upload.name or "", upload.read()) for upload in request.FILES.getlist(name)]
        for name in request.FILES
        if name.startswith(FIELD)
    }
    try:
        scans = store_scans(uploads, by=request.user, now=now)
        dossiers.add_scans(dossier_id=dossier.pk, scans=scans, by=request.user, now=now)
    except Refused as refusal:
        return _page(request, dossier, refusal=worded(refusal), status=422)
    messages.success(request, _("Đã thêm bản quét vào hồ sơ %(code)s.") % {"code": dossier.code})
    return redirect("counter:scan", public_id)


def _page(request: SignedInRequest, dossier: Dossier, *, refusal: str = "", status: int = 200) -> HttpResponse:
    seen(request, ("dossier", dossier.code), why="counter.scan")
    rows = [(sheet.paper.key, sheet.paper.name, len(sheet.files)) for sheet in cases.papers_of(dossier)]
    context = {"dossier": dossier, "rows": rows, "refusal": refusal}
    return page(request, "counter/scan.html", context, here="counter:start", status=status)
