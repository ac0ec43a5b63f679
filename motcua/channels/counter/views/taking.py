"""Taking over what is on its way to the reader's agencies: a whole list, or item by item."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.accounts import access as permissions
from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import HandOver
from motcua.dossiers.piles import handed_over
from motcua.dossiers.rules.handing import ANSWERS, Answer, Answered
from motcua.lib.refusals import Conflict, Refused
from motcua.lib.text import clean
from motcua.ui.texts import worded

from ._page import number_of, page, seen

HERE = "counter:taking"
LATER = "later"


@official("dossier.take_over")
@require_safe
def taking(request: SignedInRequest) -> HttpResponse:
    """List what is on its way to the reader's agencies."""
    return _page(request)


@official("dossier.take_over")
@require_http_methods(["POST"])
def take(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Confirm one list as its rows were answered; what is put off stays on its way."""
    answers = _answers(request)
    try:
        dossiers.take_over(public_id=public_id, answers=answers, by=request.user, now=timezone.now())
    except Refused as refusal:
        if refusal.code == "not_found":
            raise Http404 from refusal
        if isinstance(refusal, Conflict):
            messages.error(request, worded(refusal))
            return redirect(HERE)
        bare = [pk for pk, one in answers.items() if one.answer == Answer.REFUSED and not one.because]
        href = f"#because-{bare[0]}" if refusal.code == "refused_why" and bare else f"#list-{public_id}"
        return _page(request, refusal={"text": worded(refusal), "href": href}, bare=bare, status=422)
    messages.success(request, _("Đã ký nhận danh sách bàn giao."))
    return redirect(HERE)


def _answers(request: SignedInRequest) -> dict[int, Answered]:
    """Return what was said of each row, by dossier; rows put off have none."""
    known = {answer.value for answer in Answer}
    found = {}
    for name, value in request.POST.items():
        pk = number_of(name.removeprefix("answer-"))
        if pk and value in known:
            found[pk] = Answered(Answer(str(value)), clean(request.POST.get(f"because-{pk}", ""))[:300])
    return found


def _page(
    request: SignedInRequest,
    *,
    refusal: dict[str, str] | None = None,
    bare: list[int] | None = None,
    status: int = 200,
) -> HttpResponse:
    reach = permissions.reach(request.user, "dossier.take_over")
    lists = handed_over.to_take(reach.agencies)
    rows = [row for made in lists for row in made.rows.all()]
    seen(request, *(("dossier", row.dossier.code) for row in rows), why="counter.take_over")
    originals = handed_over.originals_with(rows)
    context = {
        "lists": [_shown(made, originals) for made in lists],
        "choices": [{"value": answer.value, "text": _(text)} for answer, text in ANSWERS.items()]
        + [{"value": LATER, "text": _("Để sau")}],
        "typed": request.POST if refusal else {},
        "refusal": refusal,
        "bare": bare or [],
    }
    return page(request, "counter/taking.html", context, here=HERE, status=status)


def _shown(made: HandOver, originals: Any) -> dict[str, Any]:
    rows = list(made.rows.all())
    return {
        "made": made,
        "rows": [
            {"row": row, "originals": originals.get(row.pk, []), "begins": dossiers.starts_here(row.dossier)}
            for row in rows
            if row.settled_at is None
        ],
        "settled": [row for row in rows if row.settled_at is not None],
    }
