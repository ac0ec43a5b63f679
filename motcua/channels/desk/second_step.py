"""The second step of an official's sign-in, and setting it up at the first one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.accounts import identity, second_factor
from motcua.accounts.doors import public
from motcua.accounts.halves import Half, enter
from motcua.accounts.models import User
from motcua.accounts.rules import second_factor as rules
from motcua.accounts.rules.second_factor import Factor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.printing.rendering import qr_svg


@public
@never_cache
@sensitive_post_parameters("code", "answer")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a passkey after the password; on success go where the official wanted."""
    found = Half.read(request)
    if found is None:
        return _from_the_start(request)
    half, user = found
    if not second_factor.has_any(user):
        return redirect("desk:set_up")
    if request.method != "POST":
        return _ask(request, half, user)
    now, code, answer = timezone.now(), request.POST.get("code", ""), request.POST.get("answer", "")
    try:
        if answer:
            # Whatever comes of it, a challenge is answered once.
            challenge, half.challenge = half.challenge, ""
            half.keep(request)
            factor = second_factor.check_passkey(
                user=user, answer=answer, challenge=challenge, device=half.device, now=now
            )
        elif not code.strip():
            raise Refused("no_code", N_("Hãy nhập mã."))
        else:
            factor = second_factor.check_code(user=user, code=code, device=half.device, now=now)
    except Refused as refusal:
        return _ask(request, half, user, refusal=refusal)
    return enter(request, half, user, factor, HttpResponseRedirect(half.then))


@public
@never_cache
@sensitive_post_parameters("code", "answer")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Let an official who has no second factor yet set one up; then they are signed in."""
    found = Half.read(request)
    if found is None:
        return _from_the_start(request)
    half, user = found
    if second_factor.has_any(user):
        return redirect("desk:second_step")
    if request.method != "POST":
        return _offer(request, half, user)
    now, answer = timezone.now(), request.POST.get("answer", "")
    try:
        if answer:
            challenge, half.challenge = half.challenge, ""
            half.keep(request)
            codes = second_factor.add_passkey(user_id=user.pk, answer=answer, challenge=challenge, name="", now=now)
            factor = Factor.PASSKEY
        else:
            codes = second_factor.add_app(
                user_id=user.pk, secret=open_secret(half.secret), code=request.POST.get("code", ""), name="", now=now
            )
            factor = Factor.APP
    except Refused as refusal:
        return _offer(request, half, user, refusal=refusal)
    shown = render(request, "desk/recovery_codes.html", {"codes": codes, "then": half.then, "is_door": True})
    return enter(request, half, user, factor, shown)


def seal_secret(secret: str) -> str:
    """Return the secret of an application that is being set up as the session keeps it until its code shows it."""
    return identity.sealer().seal(secret).hex()


def open_secret(sealed: str) -> str:
    """Return what `seal_secret` sealed; a fresh one, whose code nobody knows, where nothing was."""
    return identity.sealer().open(bytes.fromhex(sealed)) if sealed else rules.new_secret()


def shown_secret(secret: str, user: User) -> dict[str, Any]:
    """Return the secret of an application as a page shows it: to be scanned, and in groups to be typed."""
    address = rules.address_of(secret, account=user.username, issuer=f"Một cửa {settings.PROVINCE}")
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"qr": qr_svg(address), "secret": groups}


def _ask(request: HttpRequest, half: Half, user: User, *, refusal: Refused | None = None) -> HttpResponse:
    question = second_factor.ask_passkey(user)
    half.challenge = question.challenge if question else ""
    half.keep(request)
    kinds = {one.kind for one in second_factor.authenticators(user)}
    context = {
        "options": question.options if question else "",
        "has_app": rules.AuthenticatorKind.APP in kinds,
        "error": _(refusal.message) if refusal else "",
        "name": user.full_name,
    }
    return render(request, "desk/second_step.html", context, status=_status(refusal))


def _offer(request: HttpRequest, half: Half, user: User, *, refusal: Refused | None = None) -> HttpResponse:
    half.secret = half.secret or seal_secret(rules.new_secret())
    question = second_factor.ask_new_passkey(user)
    half.challenge = question.challenge
    half.keep(request)
    context = {
        "options": question.options,
        "error": _(refusal.message) if refusal else "",
        "name": user.full_name,
        **shown_secret(open_secret(half.secret), user),
    }
    return render(request, "desk/set_up.html", context, status=_status(refusal))


def _from_the_start(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User) and request.user.is_official:
        return redirect("desk:inbox")
    return HttpResponseRedirect(settings.OFFICIAL_SIGN_IN)


def _status(refusal: Refused | None) -> int:
    if refusal is None:
        return 200
    return 429 if refusal.code == "too_many_tries" else 422
