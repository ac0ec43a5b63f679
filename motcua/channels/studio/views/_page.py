"""What every page of the studio shares: its frame, and how a day is read."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest
from motcua.accounts.models import User
from motcua.approvals import queries as approvals
from motcua.approvals.models import Sketch
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.notices import queries as notices
from motcua.procedures import queries
from motcua.procedures.models import Procedure

from ..sources import KIND

# To see and to configure is one right; to approve another, of some of those who have the first.
VERB, DECIDE = "procedure.propose", "procedure.publish"


def page(
    request: SignedInRequest, template: str, context: dict[str, Any], *, here: str = "", status: int = 200
) -> HttpResponse:
    """Render a page of the studio with its navigation."""
    frame = {
        "here": here,
        "me": request.user,
        "waiting_count": approvals.waiting(request.user).count(),
        "desk_address": reverse("desk:inbox"),
        "told_address": reverse("desk:told"),
        "unread": notices.unread_by(request.user.pk),
        "sign_out_address": reverse("desk:sign_out"),
        "may_decide": access.may(request.user, DECIDE),
        "q": "",
    }
    return render(request, template, frame | context, status=status)


def found_procedure(code: str) -> Procedure:
    """Return a procedure of the catalogue, or answer that there is none."""
    try:
        return queries.procedure(code)
    except Procedure.DoesNotExist as nothing:
        raise Http404 from nothing


def own_sketch(code: str, by: User) -> Sketch:
    """Return what the reader is writing about a procedure, or answer that there is nothing."""
    sketch = approvals.sketch(KIND, code, by)
    if sketch is None:
        raise Http404
    return sketch


def read_day(post: QueryDict, prefix: str) -> date:
    """Return the day in three boxes; raises Refused where it is none."""
    parts = [post.get(f"{prefix}-{part}", "").strip() for part in ("year", "month", "day")]
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        raise Refused("no_day", N_("Hãy ghi đủ ngày, tháng, năm áp dụng; ví dụ 1 1 2027.")) from None


def number_in(given: QueryDict, name: str, usual: int) -> int:
    """Return a number of an address, the usual one where it is none."""
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 100_000 else usual
