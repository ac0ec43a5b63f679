"""Many steps of one list at once: ticked, one thing done to each, and what became of each told."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua import audit
from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor, at_agencies
from motcua.dossiers import actions as dossiers
from motcua.dossiers.piles import inbox as desk
from motcua.dossiers.rules.many import DEEDS, Deed
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.lib.text import read_number
from motcua.ui.texts import translated

from ..along import Along, start_of
from ..taking_away import BOX_NAMES
from ..words import due_of
from ._page import page, worded
from ._posted import number_of, text_of

# As many as one looks over; each step takes a moment, and the official waits.
MOST = 100


@official("task.complete")
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: SignedInRequest) -> HttpResponse:
    """Show a pile to tick in; do what was chosen to each that is ticked."""
    now, along = timezone.now(), Along.read(request.GET)
    answers: list[dict[str, str]] = []
    errors: list[dict[str, str]] = []
    ticked = {pk for text in request.POST.getlist("task") if (pk := read_number(text)) is not None}
    deed = request.POST.get("deed", "")
    if request.method == "POST":
        if not ticked:
            errors.append({"text": _("Hãy đánh dấu ít nhất một việc."), "href": "#task"})
        if deed not in set(Deed):
            errors.append({"text": _("Hãy chọn việc cần làm."), "href": "#deed"})
        if not errors:
            order = dossiers.Order(Deed(deed), text_of(request, "note"), number_of(request, "assignee"))
            try:
                done = dossiers.do_all(order=order, task_ids=ticked, by=request.user, now=now)
                answers = [{"code": one.code, "text": worded(one.refusal) if one.refusal else ""} for one in done]
            except Refused as refusal:
                href = "#assignee" if refusal.code == "no_assignee" else "#note"
                errors.append({"text": worded(refusal), "href": href})
    listing = desk.listed(request.user, along.wanted(), now, start=start_of(request.GET), limit=MOST)
    offered = {line.task for line in listing.lines} if request.GET.get("chon") == "het" and not answers else set()
    subjects = [("dossier", line.code) for line in listing.lines]
    audit.viewed(subjects, by=actor(request.user), why="desk.inbox", at=now)
    agencies = access.reach(request.user, "dossier.assign").agencies
    people = at_agencies(agencies, today(now)) if agencies else []
    context: dict[str, Any] = {
        "name": BOX_NAMES[along.box],
        "along": along.query(),
        "rows": [
            {"task": line.task, "line": line, "due": due_of(line, now), "step": translated(line.step)}
            for line in listing.lines
        ],
        "next": along.query(sau=listing.after) if listing.after else "",
        "people": [{"value": str(one.pk), "text": one.full_name} for one in people],
        "deeds": [
            {"value": each.value, "text": _(text)} for each, text in DEEDS.items() if each != Deed.GIVE or agencies
        ],
        "ticked": {str(pk) for pk in (ticked if errors else offered)},
        "all_ticked": along.query(sau=request.GET.get("sau", ""), chon="het"),
        "typed": request.POST if errors else {},
        "done": [one for one in answers if not one["text"]],
        "answers": [one for one in answers if one["text"]],
        "errors": errors,
    }
    return page(request, "desk/many.html", context, here=along.box, status=422 if errors else 200)
