"""What every page of the desk shares: the frame, and how a refusal is worded."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest
from motcua.dossiers.rules.filing import Point
from motcua.ui.texts import worded as worded

from ._menu import menu


def page(
    request: SignedInRequest,
    template: str,
    context: dict[str, Any],
    *,
    here: str = "",
    status: int = 200,
    with_piles: bool = True,
) -> HttpResponse:
    """Render a page of the desk with its menu; without the piles it is folded away and nothing is counted for it."""
    frame = {
        "menu": menu(request.user, timezone.now(), here=here, counted=with_piles),
        "menu_folded": not with_piles,
        "me": request.user,
        "acting": [post for post in access.posts_today(request.user) if post.for_user is not None],
        "may_assign": access.may_enter(request.user, "dossier.assign"),
        "may_call": access.may_enter(request.user, "dossier.call"),
        "may_export": access.may_enter(request.user, "desk.export"),
        "exports_address": reverse("desk:exports"),
        "save_address": reverse("desk:save_list"),
        "forget_address": reverse("desk:forget_list"),
        "may_search": access.may_enter(request.user, "dossier.search"),
        "q": "",
        "search_address": reverse("desk:search"),
        "sign_out_address": reverse("desk:sign_out"),
        "account_address": reverse("desk:account"),
    }
    return render(request, template, frame | context, status=status)


def worded_point(point: Point) -> str:
    """Return one point of a filing or an answer that is still open, in the reader's language."""
    return _(point.message).format(**point.params)
