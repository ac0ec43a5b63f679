"""What every page of the desk shares: the piles with their counts, and how a refusal is worded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest
from motcua.accounts.models import User
from motcua.dossiers import inbox
from motcua.dossiers.rules.filing import Point
from motcua.lib.dates import today
from motcua.notices import queries as notices
from motcua.ui.texts import worded as worded
from motcua.workflow.inbox import CAP

from ..taking_away import BOX_NAMES


@dataclass(frozen=True)
class Box:
    """A pile as the navigation shows it."""

    key: str
    name: str
    shortcut: str
    count: str = ""


BOXES = tuple(BOX_NAMES.items())


def capped(number: int) -> str:
    """Return a count as shown: never more exact than the cap."""
    return f"{CAP}+" if number > CAP else str(number)


def boxes(user: User, now: datetime) -> list[Box]:
    """Return an official's piles with their counts."""
    counted = inbox.counts(inbox.where_of(user, today(now)), now=now, soon=inbox.soon(user, now))
    numbers = [counted.mine, counted.free, counted.unit, counted.soon, counted.overdue]
    shown = [*(capped(number) for number in numbers), ""]
    return [
        Box(key, name, str(place), count)
        for place, ((key, name), count) in enumerate(zip(BOXES, shown, strict=True), start=1)
    ]


def page(
    request: SignedInRequest,
    template: str,
    context: dict[str, Any],
    *,
    here: str = "",
    status: int = 200,
    with_piles: bool = True,
) -> HttpResponse:
    """Render a page of the desk with its navigation; without the piles nothing is counted for it."""
    now = timezone.now()
    frame = {
        "boxes": boxes(request.user, now) if with_piles else [],
        "here": here,
        "me": request.user,
        "acting": [post for post in access.posts_today(request.user) if post.for_user is not None],
        "may_assign": access.may_enter(request.user, "dossier.assign"),
        "may_answer": access.may_enter(request.user, "opinion.answer"),
        "taking": reverse("counter:taking") if access.may_enter(request.user, "dossier.take_over") else "",
        "may_call": access.may_enter(request.user, "dossier.call"),
        "counter": reverse("counter:start") if access.may_enter(request.user, "dossier.receive") else "",
        "unread": capped(notices.unread_by(request.user.pk)) if with_piles else "",
        "may_see_load": access.may_enter(request.user, "task.count"),
        # Of another channel: by name alone.
        "studio_address": reverse("studio:home") if access.may_enter(request.user, "procedure.propose") else "",
        "may_sign": access.may_enter(request.user, "result.sign"),
        "may_see_difficulties": access.may_enter(request.user, "difficulty.see"),
        "may_export": access.may_enter(request.user, "desk.export"),
        "may_search": access.may_enter(request.user, "dossier.search"),
        "q": "",
        "search_address": reverse("desk:search"),
        "sign_out_address": reverse("desk:sign_out"),
    }
    return render(request, template, frame | context, status=status)


def worded_point(point: Point) -> str:
    """Return one point of a filing or an answer that is still open, in the reader's language."""
    return _(point.message).format(**point.params)
