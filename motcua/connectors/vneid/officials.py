"""Sign-in of officials at the province's provider: the same conversation as with VNeID, for people of another kind.

What comes back says who it is. What they may do, their posts here say; and where the provider did not ask for a second
factor, the second step is owed here.
"""

import time

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from motcua.accounts import second_factor, signin
from motcua.accounts.doors import public
from motcua.accounts.halves import HOME, Half, enter
from motcua.accounts.returning import wanted
from motcua.accounts.rules.second_factor import Factor
from motcua.accounts.rules.signin import SignInRefused, read_provincial_claims
from motcua.connectors.vneid import under_way
from motcua.connectors.vneid.client import Attempt, NotTrusted, Provider
from motcua.connectors.vneid.provider import province
from motcua.lib.dates import today
from motcua.lib.refusals import Refused, Unavailable

log = structlog.get_logger()
KEY = "province"


def _provider() -> Provider:
    found = province()
    if found is None:
        raise Http404
    return found


def _redirect_uri() -> str:
    return f"{settings.SITE_ADDRESS}{settings.OFFICIAL_SIGN_IN}/tinh/ve"


@public
@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Lead an official to the province's provider."""
    attempt = Attempt.begin(wanted(request.POST, home=HOME), time.time())
    try:
        address = _provider().address_for(attempt, _redirect_uri())
    except Unavailable:
        return _failed(request, _("Hệ thống đăng nhập của tỉnh chưa trả lời."), attempt.then, status=503)
    under_way.keep(request, KEY, attempt)
    return HttpResponseRedirect(address)


@public
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Take the official back, check what the provider says, and begin a session or lead to the second step."""
    provider, attempt, now = _provider(), under_way.take(request, KEY), timezone.now()
    if attempt is None:
        return _failed(request, _("Lần đăng nhập này đã quá lâu hoặc đã dùng rồi."), "", why="unknown or old state")
    if request.GET.get("error") or not request.GET.get("code"):
        why = f"provider says {request.GET.get('error', '')[:40]}"
        return _failed(request, _("Ông/bà đã dừng đăng nhập."), attempt.then, why=why)
    try:
        claims = provider.claims_for(attempt, request.GET["code"], _redirect_uri(), time.time())
        who = read_provincial_claims(
            claims,
            name_claim=settings.PROVINCE_NAME_CLAIM,
            agency_claim=settings.PROVINCE_AGENCY_CLAIM,
            strong=settings.PROVINCE_STRONG,
        )
        user = signin.of_province(who, now=now)
    except Unavailable:
        return _failed(request, _("Hệ thống đăng nhập của tỉnh chưa trả lời."), attempt.then, status=503)
    except NotTrusted as refusal:
        return _failed(request, _(refusal.message), attempt.then, why=refusal.why)
    except SignInRefused as refusal:
        return _failed(request, _(refusal.message), attempt.then, status=403, why=refusal.code)
    except Refused as refusal:
        return _failed(request, _(refusal.message), attempt.then, why=refusal.code)
    half = Half.begin(request, user, then=attempt.then)
    if who.is_strong:
        return enter(request, half, user, Factor.PROVINCE, HttpResponseRedirect(half.then))
    if second_factor.has_any(user):
        return redirect("desk:second_step")
    if second_factor.is_required(today(now)):
        return redirect("desk:set_up")
    return enter(request, half, user, Factor.NONE, HttpResponseRedirect(half.then))


def _failed(
    request: HttpRequest, words: str, then: str, *, status: int = 400, why: str = "unavailable"
) -> HttpResponse:
    log.info("official's sign-in not trusted", why=why)
    return render(request, "vneid/officials.html", {"problem": words, "then": then}, status=status)
