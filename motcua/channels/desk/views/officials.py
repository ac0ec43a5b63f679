"""Officials' accounts for the technical administrator: who can sign in, where they are signed in, a lost second factor.

Names and posts of officials alone: nothing of a dossier is here, and the posts of an administrator open none.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.accounts import official_queries, second_factor, sessions
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor, posts_of
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.ui.summaries import Line, line_of

from ..words import role_said
from ._page import page

VERB = "account.administer"
MOST = 50


@official(VERB)
@require_GET
def officials(request: SignedInRequest) -> HttpResponse:
    """List officials by name, with their posts, and whether they have a second factor and sessions."""
    sought = clean(request.GET.get("ten", ""))[:100]
    found = official_queries.sought(sought, now=timezone.now(), limit=MOST + 1)
    rows = [
        {
            "user": one.user,
            "posts": [_post(role, title, agency) for role, title, agency in one.posts],
            "has_factor": one.has_factor,
            "sessions": one.sessions,
        }
        for one in found[:MOST]
    ]
    context = {"sought": sought, "rows": rows, "is_more": len(found) > MOST}
    return page(request, "desk/officials.html", context, here="can-bo")


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def one_official(request: SignedInRequest, user_id: int) -> HttpResponse:
    """Show one official's account; end their sessions, or take a lost second factor away."""
    who = official_queries.any_by_id(user_id)
    if who is None:
        raise Http404
    if request.method != "POST":
        return _one(request, who)
    now, by = timezone.now(), actor(request.user)
    try:
        if request.POST.get("all"):
            sessions.end_all(user_id=who.pk, by=by, now=now)
            messages.success(request, _("Đã đăng xuất mọi nơi."))
        elif session := request.POST.get("session", ""):
            sessions.end(user_id=who.pk, session=session, by=by, now=now)
            messages.success(request, _("Đã đăng xuất nơi ấy."))
        else:
            if not request.POST.get("seen"):
                raise Refused("not_seen", N_("Hãy gặp trực tiếp và xem thẻ của người này trước khi xoá."))
            second_factor.reset(user_id=who.pk, reason=request.POST.get("reason", ""), by=by, now=now)
            messages.success(request, _("Đã xoá xác thực hai bước; người này được báo và sẽ cài lại."))
    except Refused as refusal:
        return _one(request, who, refusal=line_of(refusal, {"no_reason": "reason", "not_seen": "seen"}), status=422)
    return redirect("desk:official", who.pk)


def _one(request: SignedInRequest, who: Any, *, refusal: Line | None = None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context = {
        "who": who,
        "is_self": who.pk == request.user.pk,
        "posts": [_post(post.role, post.title, post.agency_name) for post in posts_of(who, today(now))],
        "sessions": sessions.listed(who, now=now),
        "factors": second_factor.authenticators(who),
        "typed": {"reason": request.POST.get("reason", "")},
        "refusal": refusal,
    }
    return page(request, "desk/official.html", context, here="can-bo", status=status)


def _post(role: str, title: str, agency: str) -> str:
    return f"{title or role_said(role)}, {agency}"
