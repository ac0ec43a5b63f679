"""Results on paper go from the agency to the counters where they are given out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from motcua.accounts import access as permissions
from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import actions as dossiers
from motcua.dossiers import holding
from motcua.dossiers.models import Dossier
from motcua.dossiers.piles import arrivals, handed_over
from motcua.lib.refusals import Refused
from motcua.ui.texts import worded

from ._page import number_of, page, seen

HERE = "counter:hand_back"
MOST = 200


@official("result.hand_over")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_back(request: SignedInRequest) -> HttpResponse:
    """List results on paper that are still at the reader's agencies; put the ticked ones on lists."""
    if request.method == "POST":
        try:
            made = dossiers.hand_results(
                agency_id=number_of(request.POST.get("agency", "")),
                dossier_ids=[number for text in request.POST.getlist("dossier") if (number := number_of(text))],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            messages.error(request, worded(refusal))
        else:
            messages.success(
                request,
                ngettext(
                    "Đã lập %(count)s danh sách giao kết quả.", "Đã lập %(count)s danh sách giao kết quả.", len(made)
                )
                % {"count": len(made)},
            )
        return redirect(HERE)
    agencies = permissions.reach(request.user, "result.hand_over").agencies
    waiting = list(arrivals.to_hand_over(agencies, most=MOST).select_related("received_at")[:MOST])
    seen(request, *(("dossier", dossier.code) for dossier in waiting), why="counter.hand_back")
    kept = holding.kept_with(waiting, by_agency=True)
    by_agency: dict[int, list[Dossier]] = {}
    for dossier in waiting:
        by_agency.setdefault(dossier.competent_agency_id, []).append(dossier)
    context = {
        "agencies": [
            {
                "agency": rows[0].competent_agency,
                "rows": [{"dossier": row, "originals": kept.get(row.pk, [])} for row in rows],
            }
            for rows in by_agency.values()
        ],
        "given": handed_over.given(agencies, is_back=True),
    }
    return page(request, "counter/hand_back.html", context, here=HERE)
