"""Who is away and who acts meanwhile: said by oneself or by those who answer for the unit."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts import absence_queries as queries
from motcua.accounts import absences as actions
from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.models import Absence, User
from motcua.accounts.queries import at_agencies
from motcua.accounts.rules.absences import REASON_NAMES, SIGNING, Reason, Wanted
from motcua.dossiers.piles.uncovered import Lying, steps_uncovered
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.lib.text import clean
from motcua.organisations.models import Post
from motcua.organisations.rules import Role
from motcua.ui.days import boxes, day_in
from motcua.ui.summaries import Line, line_of

from ..along import row_of
from ..words import distance, role_said
from ._page import page, worded
from ._posted import number_of

MOST_UNCOVERED = 100
FIELDS = {"": "ghi", "no_starts": "starts-day", "no_ends": "ends-day", "ends_before": "ends-day"}
FIELDS |= {"over_already": "ends-day", "days_strange": "starts-day"}


@official("absence.record")
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: SignedInRequest) -> HttpResponse:
    """Show who is away in the reader's units and what lies with them undone; record an absence."""
    now = timezone.now()
    people = _people(request.user, today(now))
    wanted = row_of(request.GET, "nguoi")
    absent = next((one for one in people if one.pk == wanted), request.user)
    if request.method != "POST":
        return _list(request, people, absent)
    posts = queries.seats_of(absent, today(now))
    try:
        actions.record_absence(
            user_id=absent.pk,
            starts=day_in(request.POST, "starts", code="no_starts", ask=N_("Hãy ghi ngày đầu vắng mặt.")),
            ends=day_in(request.POST, "ends", code="no_ends", ask=N_("Hãy ghi ngày cuối vắng mặt.")),
            reason=request.POST.get("reason", ""),
            note=clean(request.POST.get("note", "")),
            substitutes=[wish for post in posts if (wish := _wanted(request, post)) is not None],
            by=request.user,
            now=now,
        )
    except Refused as refusal:
        return _list(request, people, absent, refusal=line_of(refusal, FIELDS), status=_status(refusal))
    messages.success(request, _("Đã ghi thời gian vắng mặt của %(name)s.") % {"name": absent.full_name})
    return redirect("desk:absences")


@official("absence.record")
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: SignedInRequest, absence: UUID) -> HttpResponse:
    """Show one absence; end it, or name who acts at a post from today on."""
    now = timezone.now()
    found = queries.find_absence(absence, by=request.user, day=today(now))
    if found is None:
        raise Http404
    if request.method != "POST":
        return _one(request, found)
    try:
        if request.POST.get("do") == "end":
            actions.end_absence(absence=absence, by=request.user, now=now)
            messages.success(
                request, _("Đã kết thúc thời gian vắng mặt của %(name)s.") % {"name": found.user.full_name}
            )
            return redirect("desk:absences")
        posts = queries.seats_of(found.user, today(now))
        wishes = [wish for post in posts if (wish := _wanted(request, post)) is not None]
        if len(wishes) != 1:
            raise Refused("no_substitute", _("Hãy chọn người làm thay."))
        actions.name_substitute(absence=absence, wanted=wishes[0], by=request.user, now=now)
    except Refused as refusal:
        return _one(request, found, refusal=worded(refusal), status=_status(refusal))
    messages.success(request, _("Đã chọn người làm thay."))
    return redirect(reverse("desk:absence", args=[absence]))


def _list(
    request: SignedInRequest, people: list[User], absent: User, *, refusal: Line | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    day = today(now)
    agencies = access.reach(request.user, "absence.record", on=day).agencies
    context: dict[str, Any] = {
        "listed": [_shown(one) for one in queries.listed_for(request.user, day)],
        "uncovered": [_lying(one) for one in steps_uncovered(agencies, day, limit=MOST_UNCOVERED)] if agencies else [],
        "people": [{"value": str(one.pk), "text": one.full_name} for one in people],
        "absent": absent,
        "is_self": absent.pk == request.user.pk,
        "reasons": [{"value": reason.value, "text": _(REASON_NAMES[reason])} for reason in Reason],
        "seats": _seats(absent, day),
        "typed": request.POST,
        "usual": request.POST or boxes(day, "starts") | {"ends-year": str(day.year)},
        "refusal": refusal,
    }
    return page(request, "desk/absences.html", context, here="vang-mat", status=status)


def _one(request: SignedInRequest, found: Absence, *, refusal: str = "", status: int = 200) -> HttpResponse:
    day = today(timezone.now())
    rows = found.substitutes.select_related("user", "post__agency").order_by("post_id", "pk")
    context = {
        "absence": _shown(found),
        "rows": [_acting(row) for row in rows],
        "seats": _seats(found.user, day) if found.valid.upper > day and found.called_off_at is None else [],
        "is_begun": found.valid.lower <= day,
        "is_open": found.valid.upper > day and found.called_off_at is None,
        "typed": request.POST,
        "refusal": refusal,
    }
    return page(request, "desk/absence.html", context, here="vang-mat", status=status)


def _people(user: User, day: date) -> list[User]:
    """Return for whom somebody may record an absence: themself first, then those of their units."""
    agencies = access.reach(user, "absence.record", on=day).agencies
    return [user, *(one for one in at_agencies(agencies, day) if one.pk != user.pk)]


def _seats(absent: User, day: date) -> list[dict[str, Any]]:
    posts = queries.seats_of(absent, day)
    possible = queries.possible_substitutes(posts, absent=absent, day=day)
    away = queries.away_among({user.pk for users in possible.values() for user in users}, day)
    return [
        {
            "post": post,
            "name": f"{post.title or role_said(post.role)}, {post.agency.name}",
            "signs": Role(post.role) in SIGNING,
            "people": [{"value": str(user.pk), "text": _named(user, away.get(user.pk))} for user in possible[post.pk]],
        }
        for post in posts
    ]


def _named(user: User, back_on: date | None) -> str:
    if back_on is None:
        return user.full_name
    return _("%(name)s (vắng đến hết %(day)s)") % {"name": user.full_name, "day": _said(back_on - timedelta(days=1))}


def _shown(absence: Absence) -> dict[str, Any]:
    return {
        "id": absence.public_id,
        "name": absence.user.full_name,
        "since": _said(absence.valid.lower),
        "until": _said(absence.valid.upper - timedelta(days=1)),
        "reason": _(REASON_NAMES[Reason(absence.reason)]),
        "note": absence.note,
        "acting": [_acting(row) for row in absence.substitutes.all()],
        "recorded_by": absence.recorded_by.full_name,
    }


def _acting(row: Any) -> dict[str, Any]:
    return {
        "name": row.user.full_name,
        "post": row.post.title or role_said(row.post.role),
        "agency": row.post.agency.name,
        "signs_as": row.signs_as,
        "basis": row.basis,
        "scope": row.scope,
        "since": _said(row.valid.lower),
        "until": _said(row.valid.upper - timedelta(days=1)),
    }


def _lying(one: Lying) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "code": one.task.case_code,
        "step": one.task.name,
        "holder": one.task.assignee.full_name if one.task.assignee is not None else "",
        "holder_id": one.task.assignee_id,
        "agency": one.task.agency.name,
        "due": distance(one.task.due_at, timezone.now()) if one.task.due_at is not None else None,
    }


def _wanted(request: SignedInRequest, post: Post) -> Wanted | None:
    user = number_of(request, f"substitute-{post.pk}")
    if user is None:
        return None
    return Wanted(
        post_id=post.pk,
        user_id=user,
        basis=clean(request.POST.get(f"basis-{post.pk}", "")),
        scope=clean(request.POST.get(f"scope-{post.pk}", "")),
    )


def _status(refusal: Refused) -> int:
    return 409 if isinstance(refusal, Conflict) else 403 if isinstance(refusal, Forbidden) else 422


def _said(day: date) -> str:
    return f"{day:%d/%m/%Y}"
