"""Sign-in and sign-out of officials."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts import signin
from motcua.accounts.doors import public
from motcua.accounts.models import User
from motcua.accounts.rules.signin import DEVICE_LASTS, SignInRefused

BACKEND = "django.contrib.auth.backends.ModelBackend"
HOME = "/ban-lam-viec"


def _wanted(values: Any) -> str:
    target = str(values.get("next", ""))
    ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    return target if ours and len(target) <= 500 else HOME


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; on success go where the official wanted."""
    if isinstance(request.user, User) and request.user.is_official:
        return HttpResponseRedirect(_wanted(request.GET or request.POST))
    if request.method != "POST":
        return _form(request, then=_wanted(request.GET))
    username, password = request.POST.get("username", ""), request.POST.get("password", "")
    then = _wanted(request.POST)
    errors = {}
    if not username.strip():
        errors["username"] = _("Hãy nhập tên đăng nhập.")
    if not password:
        errors["password"] = _("Hãy nhập mật khẩu.")
    if errors:
        return _form(request, then=then, username=username, errors=errors, status=422)
    try:
        done = signin.sign_in(
            username=username,
            password=password,
            device=request.COOKIES.get(signin.DEVICE_COOKIE, ""),
            address=request.META.get("REMOTE_ADDR", ""),
            now=timezone.now(),
        )
    except SignInRefused as refusal:
        status = 429 if refusal.code == "too_many_tries" else 422
        return _form(request, then=then, username=username, errors={"username": _(refusal.message)}, status=status)
    login(request, done.user, backend=BACKEND)
    response = HttpResponseRedirect(then)
    response.set_cookie(
        signin.DEVICE_COOKIE,
        done.device,
        max_age=DEVICE_LASTS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
        path=settings.OFFICIAL_SIGN_IN,
    )
    return response


def _form(
    request: HttpRequest, *, then: str, username: str = "", errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    values = {"then": then, "username": username, "errors": errors or {}}
    return render(request, "desk/sign_in.html", values, status=status)


@public
@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(settings.OFFICIAL_SIGN_IN)
