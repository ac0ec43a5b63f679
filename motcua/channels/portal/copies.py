"""Certified electronic copies: anybody may check one, who has the code or is the requester fetches it."""

import hmac

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua import audit
from motcua.accounts.doors import public
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.certifying import queries
from motcua.certifying.electronic import code_of
from motcua.certifying.models import ElectronicCopy
from motcua.certifying.rules import plain_code
from motcua.channels.portal.verdicts import told
from motcua.files import queries as stored
from motcua.lib.actors import Actor
from motcua.lib.refusals import Refused
from motcua.signing.verify import check_pdf

VISITOR = Actor(kind="visitor", id="code", name="code")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def certified_copy(request: HttpRequest, token: str) -> HttpResponseBase:
    """Confirm that a copy is genuine, without personal data; hand it to who has its code or asked for it."""
    try:
        copy = queries.issued_copy(token[:40])
    except Refused as refusal:
        raise Http404 from refusal
    is_own = _is_own(request, copy)
    if request.method == "POST":
        typed = plain_code(request.POST.get("code", ""))
        if is_own or hmac.compare_digest(typed.encode(), code_of(copy).encode()):
            return _handed(request, copy, is_own=is_own)
        return _page(request, copy, is_own=is_own, typed=request.POST.get("code", "")[:40], status=422)
    return _page(request, copy, is_own=is_own)


def _page(
    request: HttpRequest, copy: ElectronicCopy, *, is_own: bool, typed: str = "", status: int = 200
) -> HttpResponse:
    report = check_pdf(stored.read(copy.file)) if copy.file is not None else None
    context = {
        "copy": copy,
        "row": copy.certification,
        "report": report,
        "signatures": told(report, None) if report is not None else [],
        "is_own": is_own,
        "typed": typed,
        "is_wrong": status == 422,
    }
    return render(request, "portal/tracking/copy.html", context, status=status)


def _handed(request: HttpRequest, copy: ElectronicCopy, *, is_own: bool) -> StreamingHttpResponse:
    if copy.file is None:
        raise Http404
    one = copy.certification
    by = actor(request.user) if is_own and isinstance(request.user, User) else VISITOR
    about = ("certification", f"{one.agency.code}-{one.kind}-{one.year}-{one.number}")
    audit.viewed([about], by=by, why="portal.certified_copy", at=timezone.now())
    return StreamingHttpResponse(stored.stream(copy.file), headers=stored.download_headers(copy.file))


def _is_own(request: HttpRequest, copy: ElectronicCopy) -> bool:
    """Tell whether a signed-in person is who asked for the copy, by their own number."""
    user, asked = request.user, copy.certification.request.identity
    if not isinstance(user, User) or user.person is None or asked is None:
        return False
    return user.person.identity_id == asked.pk
