"""A superior hands the steps that one official holds over to another, many at once, each with its own answer."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts import access
from motcua.accounts.absence_queries import away_among
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import at_agencies
from motcua.dossiers import actions as dossiers
from motcua.dossiers.piles import inbox
from motcua.lib.dates import today
from motcua.lib.text import read_number

from ..along import row_of
from ..words import due_of
from ._page import page, worded
from ._posted import number_of, text_of

MOST = 500


@official("dossier.assign")
@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest) -> HttpResponse:
    """Show what somebody of the reader's agencies holds; hand what is ticked over to somebody else."""
    now = timezone.now()
    agencies = access.reach(request.user, "dossier.assign").agencies
    people = list(at_agencies(agencies, today(now)))
    holder = next((one for one in people if one.pk == row_of(request.GET, "nguoi")), None)
    answers: list[dict[str, str]] = []
    errors: list[dict[str, str]] = []
    if request.method == "POST" and holder is not None:
        ticked = {pk for text in request.POST.getlist("task") if (pk := read_number(text)) is not None}
        theirs = {row.task_id for row in inbox.held_by(holder.pk, agencies, limit=MOST)}
        to = number_of(request, "assignee")
        if not ticked:
            errors.append({"text": _("Hãy đánh dấu việc cần giao."), "href": "#task"})
        if to is None or to not in {one.pk for one in people} - {holder.pk}:
            errors.append({"text": _("Hãy chọn người xử lý."), "href": "#assignee"})
        elif ticked:
            handed = dossiers.reassign_all(
                task_ids=ticked & theirs, assignee_id=to, note=text_of(request, "note"), by=request.user, now=now
            )
            answers = [
                {"code": one.code, "text": worded(one.refusal) if one.refusal else _("đã giao")} for one in handed
            ]
    rows = inbox.held_by(holder.pk, agencies, limit=MOST) if holder is not None else []
    away = away_among([one.pk for one in people], today(now))
    context: dict[str, Any] = {
        "people": [
            {
                "value": str(one.pk),
                "text": _("%(name)s (đang vắng mặt)") % {"name": one.full_name} if one.pk in away else one.full_name,
            }
            for one in people
        ],
        "holder": holder,
        "rows": [{"task": row.task_id, "line": row.line, "due": due_of(row.line, now)} for row in rows],
        "ticked": request.POST.getlist("task"),
        "typed": request.POST,
        "answers": answers,
        "errors": errors,
    }
    return page(request, "desk/hand_over.html", context, here="giao-viec", status=422 if errors else 200)
