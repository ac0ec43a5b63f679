"""Sign-in and sign-out of officials: the password first, then the second step (`second_step`)."""

import time
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts import second_factor, sessions, signin
from motcua.accounts.doors import public
from motcua.accounts.models import User
from motcua.accounts.queries import official_by_id
from motcua.accounts.rules.second_factor import HALF_LASTS, Factor
from motcua.accounts.rules.signin import DEVICE_LASTS, SignInRefused
from motcua.lib.dates import today

HOME = "/ban-lam-viec"
KEY = "half_signed_in"


@dataclass
class Half:
    """A sign-in whose password was right and whose second step is owed; kept in the session, never a session itself."""

    user_id: int
    digest: str
    mark: str
    device: str
    then: str
    began: float
    challenge: str = ""
    secret: str = ""  # of an application that is being set up, sealed

    @classmethod
    def read(cls, request: HttpRequest) -> "tuple[Half, User] | None":
        """Return the half sign-in of a browser and whose it is; None where there is none, or it is too old."""
        kept = request.session.get(KEY)
        if kept is None or time.time() - kept["began"] > HALF_LASTS:
            return None
        half = cls(**kept)
        user = official_by_id(half.user_id)
        # A password that was changed in between is not the one that was given.
        return (half, user) if user is not None and user.get_session_auth_hash() == half.digest else None

    def keep(self, request: HttpRequest) -> None:
        """Keep it in the session."""
        request.session[KEY] = asdict(self)


def wanted(values: Any) -> str:
    """Return the page of ours that somebody wanted before they signed in."""
    target = str(values.get("next", ""))
    ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    return target if ours and len(target) <= 500 else HOME


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; then for the second step where one is owed, else go where the official wanted."""
    if isinstance(request.user, User) and request.user.is_official:
        return HttpResponseRedirect(wanted(request.GET or request.POST))
    if request.method != "POST":
        return _form(request, then=wanted(request.GET))
    username, password = request.POST.get("username", ""), request.POST.get("password", "")
    then = wanted(request.POST)
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
    half = Half(user.pk, user.get_session_auth_hash(), known.mark, known.device, then, time.time())
    has_any = second_factor.has_any(user)
    if not has_any and not second_factor.is_required(today(now)):
        return enter(request, half, user, Factor.NONE, HttpResponseRedirect(then))
    half.keep(request)
    return redirect("desk:second_step" if has_any else "desk:set_up")


def enter(request: HttpRequest, half: Half, user: User, factor: Factor, answer: HttpResponse) -> HttpResponse:
    """Begin the session of an official whose sign-in is complete, and mark the browser as theirs on the answer."""
    request.session.pop(KEY, None)
    sessions.begin(request, user, factor=factor)
    signin.record(user=user, factor=factor, now=timezone.now())
    answer.set_cookie(
        signin.DEVICE_COOKIE,
        half.mark,
        max_age=DEVICE_LASTS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
        path=settings.OFFICIAL_SIGN_IN,
    )
    return answer


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
