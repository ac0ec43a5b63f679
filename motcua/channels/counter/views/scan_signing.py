"""What an official accepted and has not signed: all scans of a day in one act."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import actions as dossiers
from motcua.dossiers import digitising as reads
from motcua.lib.refusals import Refused
from motcua.ui.texts import worded

from ._page import page, seen
from .scanning import signing_said

HERE = "counter:sign_scans"
MOST = 200


@official("paper.scan")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_scans(request: SignedInRequest) -> HttpResponse:
    """List what waits for the reader's signature, the oldest first; sign all of it in one act."""
    if request.method == "POST":
        try:
            messages.success(request, signing_said(dossiers.ask_signing(by=request.user, now=timezone.now())))
        except Refused as refusal:
            messages.error(request, worded(refusal))
        return redirect(HERE)
    waiting = list(reads.to_sign(request.user)[: MOST + 1])
    seen(request, *{("dossier", one.paper.dossier.code) for one in waiting}, why="counter.sign_scans")
    context = {
        "waiting": [one for one in waiting[:MOST] if one.sign_asked_at is None],
        "running": [one for one in waiting[:MOST] if one.sign_asked_at is not None],
        "is_more": len(waiting) > MOST,
        "has_key": reads.has_key(request.user),
    }
    return page(request, "counter/sign_scans.html", context, here=HERE)
