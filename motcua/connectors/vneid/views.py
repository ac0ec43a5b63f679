"""Sign-in, the way back from the provider, and sign-out."""

import time
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.accounts import actions, sessions
from motcua.accounts import provider_sessions as accounts
from motcua.accounts.doors import public
from motcua.accounts.models import User
from motcua.accounts.provider_sessions import SID
from motcua.accounts.returning import wanted
from motcua.accounts.rules.signin import read_claims
from motcua.connectors.vneid import under_way
from motcua.connectors.vneid.client import Attempt, NotTrusted
from motcua.connectors.vneid.provider import provider
from motcua.lib.refusals import Refused, Unavailable

log = structlog.get_logger()
KEY = "vneid"
HOME = "/"


def _redirect_uri() -> str:
    return f"{settings.SITE_ADDRESS}{settings.CITIZEN_SIGN_IN}/ve"


def _page(request: HttpRequest, name: str, status: int = 200, **values: Any) -> HttpResponse:
    response = render(request, f"vneid/{name}.html", values, status=status)
    # Our form is answered by a redirect to the provider, which browsers hold to the same policy.
    response.form_targets = (provider().origin,)  # type: ignore[attr-defined]
    return response


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask the person to go to the provider; go there on the button. A GET starts nothing (link previews, prefetch).

    With `lai=1` somebody who is signed in does it once more, before what only they themself may do; with `muc` their
    account must then have that level. What they had begun waits for them.
    """
    asked = request.POST if request.method == "POST" else request.GET
    again = asked.get("lai") == "1"
    if isinstance(request.user, User) and request.user.is_citizen and not again:
        return HttpResponseRedirect(wanted(request.GET or request.POST, home=HOME))
    level = int(asked["muc"]) if again and asked.get("muc") in {"1", "2"} else 0
    if request.method != "POST":
        return _page(request, "sign_in", then=wanted(request.GET, home=HOME), again=again, level=level)
    attempt = Attempt.begin(wanted(request.POST, home=HOME), time.time(), fresh=again, level=level)
    try:
        address = provider().address_for(attempt, _redirect_uri())
    except Unavailable:
        return _page(request, "down", status=503, then=attempt.then, again=attempt.fresh)
    under_way.keep(request, KEY, attempt)
    return HttpResponseRedirect(address)


@public
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Take the person back from the provider, check what it says, and sign in. A state works once."""
    attempt = under_way.take(request, KEY)
    if attempt is None:
        if isinstance(request.user, User) and request.user.is_citizen:
            # The back button after a sign-in that worked.
            return HttpResponseRedirect(HOME)
        return _again(request, HOME, "unknown or old state")
    if request.GET.get("error") or not request.GET.get("code"):
        if request.GET.get("error") == "access_denied":
            return _page(request, "sign_in", then=attempt.then, cancelled=True, again=attempt.fresh)
        return _again(request, attempt.then, f"provider says {request.GET.get('error', '')[:40]}")
    try:
        claims = provider().claims_for(attempt, request.GET["code"], _redirect_uri(), time.time())
        user = actions.sign_in_person(who=read_claims(claims), now=timezone.now())
    except Unavailable:
        return _page(request, "down", status=503, then=attempt.then, again=attempt.fresh)
    except NotTrusted as refusal:
        return _again(request, attempt.then, refusal.why)
    except Refused as refusal:
        if refusal.code == "identity_changed":
            return _page(request, "changed", status=409, says=_(refusal.message))
        return _again(request, attempt.then, refusal.code)
    if not user.is_active:
        return _page(request, "blocked", status=403)
    sessions.begin(request, user)
    request.session[SID] = str(claims.get("sid") or "")[:200]
    if user.assurance < attempt.level:
        return _page(request, "level", level=attempt.level, has=user.assurance, then=attempt.then)
    return HttpResponseRedirect(attempt.then)


def _again(request: HttpRequest, then: str, why: str) -> HttpResponse:
    log.info("sign-in not trusted", why=why)
    return _page(request, "sign_in", status=400, then=then, problem=_("Lần đăng nhập vừa rồi không thành công."))


@public
@never_cache
@csrf_exempt
@require_POST
def signed_out_there(request: HttpRequest) -> HttpResponse:
    """End the sessions of an account that was signed out at the provider; it says so itself, with a signed token.

    OpenID Connect Back-Channel Logout 1.0: 200 where it was done, 400 where the token proves nothing.
    """
    now = timezone.now()
    try:
        subject, session = provider().signed_out(request.POST.get("logout_token", ""), time.time())
    except Unavailable:
        return HttpResponse(status=503)
    except NotTrusted as refusal:
        log.info("logout token not trusted", why=refusal.why)
        return HttpResponse(status=400)
    accounts.end_by_provider(issuer=provider().issuer, subject=subject, sid=session, now=now)
    return HttpResponse(status=200)


@public
@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here, and offer to end it at the provider too: family computers are shared."""
    was_citizen = isinstance(request.user, User) and request.user.is_citizen
    logout(request)
    address = provider().sign_out_address(f"{settings.SITE_ADDRESS}/") if was_citizen else ""
    return _page(request, "signed_out", provider_address=address)
