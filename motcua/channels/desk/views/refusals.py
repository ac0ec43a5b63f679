"""Refusals that wait for the head of a one-stop unit: the list, and sending one back to the counter."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import actions as dossiers
from motcua.dossiers.piles import refusals

from ..words import distance
from ._page import page
from ._posted import number_of, text_of
from .dossier import found, seen
from .steps import back

AT_ONCE = 100


@official(refusals.VERB)
@require_safe
def refusals_waiting(request: SignedInRequest) -> HttpResponse:
    """List what the reader is to decide on, the nearest time for an answer first."""
    now, found_ones = timezone.now(), list(refusals.waiting(request.user)[: AT_ONCE + 1])
    shown = found_ones[:AT_ONCE]
    proposals = refusals.proposals_of(shown)
    rows = [
        {
            "dossier": one,
            "due": distance(one.answer_due_at, now) if one.answer_due_at is not None else None,
            "proposed": proposals[one.pk],
        }
        for one in shown
    ]
    seen(request, *shown, why="desk.refusals")
    context = {"rows": rows, "is_more": len(found_ones) > AT_ONCE}
    return page(request, "desk/refusals.html", context, here="tu-choi")


@official(refusals.VERB)
@require_POST
def decline_refusal(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Send a refusal back to the counter."""
    dossier = found(request, public_id, refusals.VERB)

    def do() -> None:
        dossiers.decline_refusal(
            dossier_id=dossier.pk,
            reason=text_of(request, "decline"),
            by=request.user,
            now=timezone.now(),
            revision=number_of(request, "revision"),
        )

    return back(request, dossier, do, _("Đã trả lại quầy."), {"reason_missing": "decline"})
