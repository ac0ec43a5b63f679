"""Looking a party of a dossier up in the population database, and comparing."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import access
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Dossier, Party
from motcua.dossiers.packages import package_of
from motcua.dossiers.population_queries import checks_of
from motcua.dossiers.rules.population import Need
from motcua.lib.population import NAMES, Block
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.ui.summaries import Line, line_of

from ..along import Along
from ..population import mark_of, names_of, row_of
from ._page import page
from .dossier import found, seen

FIELDS = {"reason_missing": "reason", "reason_long": "reason"}
MOST_TYPED = 1000


@official("identity.look_up")
@require_http_methods(["GET", "HEAD", "POST"])
def population(request: SignedInRequest, public_id: UUID, party: str) -> HttpResponse:
    """Say what will be asked about a party; a POST asks, and shows the answer once beside what was typed."""
    dossier = found(request, public_id, "identity.look_up")
    who = next((one for one in access.parties_of(dossier) if one.role == party), None)
    if who is None:
        raise Http404
    if request.method != "POST":
        return _page(request, dossier, who)
    chosen = {Block(one) for one in request.POST.getlist("beyond") if one in set(Block)}
    try:
        looked = dossiers.look_up_party(
            dossier_id=dossier.pk,
            party=party,
            beyond=chosen,
            reason=clean(request.POST.get("reason", ""))[:MOST_TYPED],
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refusal:
        line = line_of(refusal, FIELDS)
        status = 429 if refusal.code == "too_many_calls" else 422
        return _page(request, dossier, who, refusal=line, chosen=chosen, status=status)
    return _page(request, dossier, who, looked=looked)


def _page(
    request: SignedInRequest,
    dossier: Dossier,
    who: Party,
    *,
    looked: dossiers.LookedUp | None = None,
    refusal: Line | None = None,
    chosen: set[Block] | None = None,
    status: int = 200,
) -> HttpResponse:
    # What its person reads later: that they were looked up, or that their dossier was open.
    seen(request, dossier, why="desk.population" if looked is not None else "desk.dossier")
    need = Need.of(package_of(dossier.version_id).settings)
    earlier = checks_of(dossier, until=access.read_until(request.user, dossier))
    context: dict[str, Any] = {
        "dossier": dossier,
        "along": Along.read(request.GET).query(),
        "who": who,
        "role": _("Chủ hồ sơ") if who.role == "owner" else _("Người nộp"),
        "purpose": need.purpose or dossier.version.procedure.title,
        "basis": need.basis,
        "declared": names_of([block.value for block in need.blocks]),
        "others": [
            {"value": block.value, "text": _(name), "checked": block in (chosen or ())}
            for block, name in NAMES.items()
            if block not in need.blocks
        ],
        "reason": request.POST.get("reason", "") if refusal else "",
        "may": dossiers.may_look_up(dossier, by=request.user),
        "looked": looked,
        "rows": [row_of(one) for one in looked.compared] if looked is not None else [],
        "earlier": [mark_of(one) for one in earlier if one.party == who.role],
        "refusal": refusal,
    }
    response = page(request, "desk/population.html", context, status=status, with_piles=False)
    # The answer is shown once and kept nowhere, in no browser either.
    response["Cache-Control"] = "no-store"
    return response
