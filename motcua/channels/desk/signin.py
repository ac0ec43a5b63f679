"""Sign-in and sign-out of officials: the password first, then the second step (`second_step`)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts import second_factor, signin
from motcua.accounts.doors import public
from motcua.accounts.halves import HOME, Half, enter
from motcua.accounts.models import User
from motcua.accounts.returning import wanted
from motcua.accounts.rules.second_factor import Factor
from motcua.accounts.rules.signin import SignInRefused
from motcua.lib.dates import today


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; then for the second step where one is owed, else go where the official wanted."""
    if isinstance(request.user, User) and request.user.is_official:
        return HttpResponseRedirect(wanted(request.GET or request.POST, home=HOME))
    if request.method != "POST":
        return _form(request, then=wanted(request.GET, home=HOME))
    username, password = request.POST.get("username", ""), request.POST.get("password", "")
    then = wanted(request.POST, home=HOME)
    errors = {}
    if not username.strip():
        errors["username"] = _("Hãy nhập tên đăng nhập.")
    if not password:
        errors["password"] = _("Hãy nhập mật khẩu.")
    if errors:
        return _form(request, then=then, username=username, errors=errors, status=422)
    now = timezone.now()
    try:
        known = signin.check(
            username=username,
            password=password,
            mark=request.COOKIES.get(signin.DEVICE_COOKIE, ""),
            address=request.META.get("REMOTE_ADDR", ""),
            now=now,
        )
    except SignInRefused as refusal:
        status = 429 if refusal.code == "too_many_tries" else 422
        return _form(request, then=then, username=username, errors={"username": _(refusal.message)}, status=status)
    user = known.user
    half = Half.begin(request, user, then=then, mark=known.mark, device=known.device)
    has_any = second_factor.has_any(user)
    if not has_any and not second_factor.is_required(today(now)):
        return enter(request, half, user, Factor.NONE, HttpResponseRedirect(then))
    return redirect("desk:second_step" if has_any else "desk:set_up")


def _form(
    request: HttpRequest, *, then: str, username: str = "", errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    provider = settings.PROVINCE_ISSUER
    values = {"then": then, "username": username, "errors": errors or {}, "has_provider": bool(provider)}
    response = render(request, "desk/sign_in.html", values, status=status)
    if provider:
        # The button leads on to the province's provider, and browsers hold that to the page's policy.
        parts = urlsplit(provider)
        response.form_targets = (f"{parts.scheme}://{parts.netloc}",)  # type: ignore[attr-defined]
    return response


@public
@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(settings.OFFICIAL_SIGN_IN)
