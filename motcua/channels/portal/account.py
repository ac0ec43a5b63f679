"""Where the person is signed in, and ending it there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.accounts import sessions
from motcua.accounts.doors import SignedInRequest, citizen
from motcua.accounts.queries import actor
from motcua.lib.refusals import Refused
from motcua.ui.summaries import Line, line_of


@citizen
@require_GET
def account(request: SignedInRequest) -> HttpResponse:
    """Show where the person is signed in."""
    return _account(request)


@citizen
@require_POST
def end_session(request: SignedInRequest) -> HttpResponse:
    """End one of the person's sessions, or all but this one."""
    now, me = timezone.now(), request.user
    try:
        if request.POST.get("all"):
            sessions.end_all(user_id=me.pk, by=actor(me), now=now, but=sessions.named(request))
        else:
            sessions.end(user_id=me.pk, session=request.POST.get("session", ""), by=actor(me), now=now)
    except Refused as refusal:
        return _account(request, refusal=line_of(refusal, {"": "phien"}), status=422)
    messages.success(request, _("Đã đăng xuất nơi ấy."))
    return redirect("portal:account")


def _account(request: SignedInRequest, *, refusal: Line | None = None, status: int = 200) -> HttpResponse:
    context = {
        "sessions": sessions.listed(request.user, now=timezone.now()),
        "here_session": sessions.named(request),
        "refusal": refusal,
    }
    return render(request, "portal/account.html", context, status=status)
