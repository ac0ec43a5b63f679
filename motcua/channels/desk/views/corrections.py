"""What people ask to have put right: the list of a unit, and one request with its answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua import audit
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor
from motcua.holdings import correcting
from motcua.holdings.correction_rules import FACTS, STANDINGS, Fact, Standing
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.ui.summaries import Line, line_of

from ._page import page
from ._posted import text_of

AT_ONCE = 100
FIELDS = {"standing_missing": "standing", "answer_missing": "answer", "": "answer"}


@official("correction.answer")
@require_safe
def corrections(request: SignedInRequest) -> HttpResponse:
    """List the requests that wait for the reader's agencies, the one due first in front."""
    now = timezone.now()
    found = list(correcting.to_answer(request.user)[: AT_ONCE + 1])
    shown = found[:AT_ONCE]
    subjects = [("dossier", one.dossier.code) for one in shown]
    audit.viewed(subjects, by=actor(request.user), why="desk.corrections", at=now)
    rows = [{"it": one, "fact": _(FACTS[Fact(one.fact)]), "is_late": one.due_on < today(now)} for one in shown]
    return page(request, "desk/corrections.html", {"rows": rows, "is_more": len(found) > AT_ONCE}, here="dinh-chinh")


@official("correction.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: SignedInRequest, correction: UUID) -> HttpResponse:
    """Show one request, and take the answer with what was typed kept."""
    now, refusal = timezone.now(), None
    try:
        found = correcting.correction_to_see(correction, by=request.user)
    except Refused:
        raise Http404 from None
    audit.viewed([("dossier", found.dossier.code)], by=actor(request.user), why="desk.corrections", at=now)
    typed = {"standing": request.POST.get("standing", ""), "answer": text_of(request, "answer")}
    if request.method == "POST":
        is_done = {"done": True, "declined": False}.get(typed["standing"])
        try:
            correcting.answer_correction(
                public_id=correction, is_done=is_done, answer=typed["answer"], by=request.user, now=now
            )
        except Refused as problem:
            refusal = line_of(problem, FIELDS)
        else:
            messages.success(request, _("Đã trả lời; người đề nghị được báo."))
            return redirect("desk:corrections")
    context: dict[str, object] = {
        "it": found,
        "fact": _(FACTS[Fact(found.fact)]),
        "standing": _(STANDINGS[Standing(found.standing)]),
        "is_open": found.standing == Standing.OPEN,
        "is_late": found.due_on < today(now),
        "choices": [(one.value, _(STANDINGS[one])) for one in (Standing.DONE, Standing.DECLINED)],
        "typed": typed,
        "refusal": refusal,
    }
    return page(request, "desk/correction.html", context, here="dinh-chinh", status=_status(refusal))


def _status(refusal: Line | None) -> int:
    return 422 if refusal else 200
