"""An official's own account: how they sign in, where they are signed in, their password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.accounts import administration, second_factor, sessions, signin
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor
from motcua.accounts.rules import second_factor as rules
from motcua.lib.refusals import Refused
from motcua.ui.summaries import Line, line_of

from ..second_step import open_secret, seal_secret, shown_secret
from ._page import page

# In the session until it is kept or given up: the secret of an application that is being added, sealed, and what a
# passkey that is being added was asked.
SECRET, CHALLENGE = "new_app", "new_passkey"
VERB = "account.keep_own"
PASSWORD_CODES = frozenset({"wrong_password", "too_many_tries"})


@official(VERB)
@require_GET
def account(request: SignedInRequest) -> HttpResponse:
    """Show how and where the reader signs in."""
    return _account(request)


@official(VERB)
@sensitive_post_parameters("password", "code", "answer")
@require_http_methods(["GET", "HEAD", "POST"])
def add_factor(request: SignedInRequest) -> HttpResponse:
    """Add an authenticator application, or a passkey, to the reader's account."""
    if request.method != "POST":
        return _adding(request)
    now, post = timezone.now(), request.POST
    challenge, secret = request.session.pop(CHALLENGE, ""), request.session.get(SECRET, "")
    try:
        signin.again(user=request.user, password=post.get("password", ""), now=now)
        if answer := post.get("answer", ""):
            codes = second_factor.add_passkey(
                user_id=request.user.pk, answer=answer, challenge=challenge, name=post.get("name", ""), now=now
            )
        else:
            codes = second_factor.add_app(
                user_id=request.user.pk,
                secret=open_secret(secret),
                code=post.get("code", ""),
                name=post.get("name", ""),
                now=now,
            )
    except Refused as refusal:
        field = "password" if refusal.code in PASSWORD_CODES else "code"
        return _adding(request, errors={field: line_of(refusal, {"": field})}, status=422)
    request.session.pop(SECRET, None)
    messages.success(request, _("Đã thêm cách xác thực."))
    if codes:
        return page(request, "desk/own_codes.html", {"codes": codes}, with_piles=False)
    return redirect("desk:account")


@official(VERB)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def change_factors(request: SignedInRequest) -> HttpResponse:
    """Remove one of the reader's authenticators (`viec=bo`) or renew the recovery codes (`viec=ma`)."""
    job, which = request.GET.get("viec", ""), request.GET.get("cach", "")
    mine = {str(one.public_id): one for one in second_factor.authenticators(request.user)}
    if job not in {"bo", "ma"} or (job == "bo" and which not in mine):
        raise Http404
    context: dict[str, Any] = {
        "title": _("Bỏ cách xác thực") if job == "bo" else _("Tạo mã dự phòng mới"),
        "text": _("Bỏ “%(name)s”. Mã hoặc khoá ấy không còn mở được tài khoản này.") % {"name": _called(mine[which])}
        if job == "bo"
        else _("Các mã dự phòng cũ hết giá trị."),
        "error": None,
    }
    if request.method != "POST":
        return page(request, "desk/change_factors.html", context, with_piles=False)
    now = timezone.now()
    try:
        signin.again(user=request.user, password=request.POST.get("password", ""), now=now)
        if job == "ma":
            codes = second_factor.renew_recovery_codes(user_id=request.user.pk, now=now)
            return page(request, "desk/own_codes.html", {"codes": codes}, with_piles=False)
        second_factor.remove(user_id=request.user.pk, authenticator=which, now=now)
    except Refused as refusal:
        context["error"] = line_of(refusal, dict.fromkeys(PASSWORD_CODES, "password") | {"": "content"})
        if refusal.code not in PASSWORD_CODES:
            context["error"] = {"text": context["error"]["text"], "state": True}
        return page(request, "desk/change_factors.html", context, status=422, with_piles=False)
    messages.success(request, _("Đã bỏ cách xác thực."))
    return redirect("desk:account")


@official(VERB)
@sensitive_post_parameters("password", "new")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: SignedInRequest) -> HttpResponse:
    """Give the reader another password; every other place where they are signed in is signed out."""
    errors: dict[str, Line] = {}
    if request.method == "POST":
        now = timezone.now()
        try:
            signin.again(user=request.user, password=request.POST.get("password", ""), now=now)
            user = administration.change_password(
                user_id=request.user.pk,
                password=request.POST.get("new", ""),
                session=sessions.named(request),
                now=now,
            )
        except Refused as refusal:
            field = "password" if refusal.code in PASSWORD_CODES else "new"
            errors[field] = line_of(refusal, {"": field})
        else:
            # The session goes on under a fresh id: the old one may have been seen by whoever saw the password.
            update_session_auth_hash(request, user)
            messages.success(request, _("Đã đổi mật khẩu và đăng xuất mọi nơi khác."))
            return redirect("desk:account")
    return page(
        request, "desk/change_password.html", {"errors": errors}, status=422 if errors else 200, with_piles=False
    )


@official(VERB)
@require_POST
def end_session(request: SignedInRequest) -> HttpResponse:
    """End one of the reader's sessions, or all but this one."""
    now, me = timezone.now(), request.user
    try:
        if request.POST.get("all"):
            sessions.end_all(user_id=me.pk, by=actor(me), now=now, but=sessions.named(request))
        else:
            sessions.end(user_id=me.pk, session=request.POST.get("session", ""), by=actor(me), now=now)
    except Refused as refusal:
        return _account(request, refusal=line_of(refusal, {"": "phien"}), status=422)
    messages.success(request, _("Đã đăng xuất nơi ấy."))
    return redirect("desk:account")


def _account(request: SignedInRequest, *, refusal: Line | None = None, status: int = 200) -> HttpResponse:
    context = {
        "factors": second_factor.authenticators(request.user),
        "codes_left": second_factor.recovery_codes_left(request.user),
        "sessions": sessions.listed(request.user, now=timezone.now()),
        "here_session": sessions.named(request),
        "refusal": refusal,
    }
    return page(request, "desk/account.html", context, here="tai-khoan", status=status)


def _adding(request: SignedInRequest, *, errors: dict[str, Line] | None = None, status: int = 200) -> HttpResponse:
    sealed = request.session.get(SECRET) or seal_secret(rules.new_secret())
    question = second_factor.ask_new_passkey(request.user)
    request.session[SECRET], request.session[CHALLENGE] = sealed, question.challenge
    context = {
        "options": question.options,
        "errors": errors or {},
        "typed": {"name": request.POST.get("name", "")},
        **shown_secret(open_secret(sealed), request.user),
    }
    return page(request, "desk/add_factor.html", context, status=status, with_piles=False)


def _called(one: Any) -> str:
    usual = _("Khoá truy cập") if one.kind == rules.AuthenticatorKind.PASSKEY else _("Ứng dụng xác thực")
    return str(one.name or usual)
