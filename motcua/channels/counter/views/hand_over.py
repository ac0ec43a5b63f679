"""Hand-over lists: what waits at the counter, and a list on paper."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import access, digitising, holding
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Dossier
from motcua.dossiers.paperwork import form_facts, statutory
from motcua.dossiers.piles import handed_over, waiting_papers
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.organisations.directory import directory
from motcua.ui.summaries import Line, line_of
from motcua.ui.texts import worded

from ._page import number_of, page, seen, units_of

HERE = "counter:hand_over"
MOST = 200


@official("dossier.hand_over")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest) -> HttpResponse:
    """List paper dossiers that wait, with by when each must go; put the ticked ones on lists."""
    now = timezone.now()
    refused: Line | None = None
    if request.method == "POST":
        ids = [number for text in request.POST.getlist("dossier") if (number := number_of(text))]
        try:
            made = dossiers.hand_over(
                unit_id=number_of(request.POST.get("unit", "")),
                dossier_ids=ids,
                unscanned_because=clean(request.POST.get("because", "")),
                by=request.user,
                now=now,
            )
        except Refused as refusal:
            if refusal.code != "not_scanned":
                messages.error(request, worded(refusal))
                return redirect("counter:hand_over")
            refused = line_of(refusal, {"": f"because-{request.POST.get('unit', '')}"})
        else:
            messages.success(
                request,
                ngettext("Đã lập %(count)s danh sách bàn giao.", "Đã lập %(count)s danh sách bàn giao.", len(made))
                % {"count": len(made)},
            )
            return redirect("counter:hand_over")
    units = units_of(request)
    waiting = list(waiting_papers.at(units, now=now).select_related("received_at")[:MOST])
    seen(request, *(("dossier", dossier.code) for dossier in waiting), why="counter.hand_over")
    by_unit: dict[int, list[Dossier]] = {}
    for dossier in waiting:
        by_unit.setdefault(dossier.received_at_id or 0, []).append(dossier)
    times = dossiers.hand_over_times(waiting)
    unscanned = digitising.awaited(waiting)
    kept = holding.kept_with(waiting)
    chosen = set(request.POST.getlist("dossier"))
    context = {
        "units": [
            {
                "unit": rows[0].received_at,
                "rows": [
                    {
                        "dossier": row,
                        "to": directory().by_id[access.here_of(row)].name,
                        "by": times.get(row.pk),
                        "unscanned": len(unscanned.get(row.pk, ())),
                        "originals": kept.get(row.pk, []),
                        # What is not scanned yet goes only if somebody wants it to.
                        "checked": str(row.pk) in chosen if refused else row.pk not in unscanned,
                    }
                    for row in rows
                ],
                "is_unscanned": any(row.pk in unscanned for row in rows),
            }
            for rows in by_unit.values()
        ],
        "refusal": refused,
        "given": handed_over.given(units),
        "now": now,
    }
    return page(request, "counter/hand_over.html", context, here=HERE, status=422 if refused else 200)


@official("dossier.take_over")
@require_safe
def printed(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Draw a list for paper, for either side, with a place for both signatures."""
    try:
        made = handed_over.list_of(public_id, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal
    rows = handed_over.rows_of(made)
    seen(request, *(("dossier", row.dossier.code) for row in rows), why="counter.hand_over")
    form = form_facts.result_hand_over(made, rows) if made.is_back else form_facts.hand_over(made, rows)
    headers = {"Content-Disposition": 'inline; filename="ban-giao.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(statutory.draw(form, at=made.given_at), content_type="application/pdf", headers=headers)
