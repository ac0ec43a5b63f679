"""Where kept originals are: pass them on, sign for them, give them back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import actions as dossiers
from motcua.lib.marks import N_
from motcua.lib.refusals import Forbidden, Refused
from motcua.lib.text import clean, read_number
from motcua.ui.summaries import line_of

from .dossier import dossier_page, found

FIELDS = {
    "": "held",
    "no_recipient": "held-recipient",
    "not_signed_for": "held-signed",
    "reason_missing": "held-note",
    "no_such_agency": "held-agency",
    "own_hand": "held-agency",
}


@official("paper.hold")
@require_POST
def custody(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Do one thing with the originals that were ticked."""
    dossier = found(request, public_id)
    now = timezone.now()
    ids = [row for text in request.POST.getlist("paper") if (row := read_number(text)) is not None]
    note = clean(request.POST.get("note", ""))[:500]
    agency = request.POST.get("agency", "")
    doing: dict[str, Callable[[], None]] = {
        "pass": lambda: dossiers.pass_on(
            dossier_id=dossier.pk,
            paper_ids=ids,
            agency_id=read_number(agency) or 0,
            note=note,
            by=request.user,
            now=now,
        ),
        "sign": lambda: dossiers.sign_for(dossier_id=dossier.pk, paper_ids=ids, by=request.user, now=now),
        "return": lambda: dossiers.give_back(
            dossier_id=dossier.pk,
            paper_ids=ids,
            recipient=clean(request.POST.get("recipient", ""))[:200],
            signed=request.POST.get("signed", ""),
            note=note,
            by=request.user,
            now=now,
        ),
        "withdraw": lambda: dossiers.withdraw_originals(
            dossier_id=dossier.pk, paper_ids=ids, reason=note, by=request.user, now=now
        ),
    }
    try:
        do = doing.get(request.POST.get("act", ""))
        if do is None:
            raise Refused("no_act", N_("Hãy chọn việc cần làm với bản chính."))
        do()
    except Refused as refusal:
        status = 403 if isinstance(refusal, Forbidden) else 422
        typed = {key: str(value) for key, value in request.POST.items() if key != "csrfmiddlewaretoken"}
        return dossier_page(request, dossier, errors=[line_of(refusal, FIELDS)], typed=typed, status=status)
    messages.success(request, _("Đã ghi vào sổ giữ bản chính. (%(code)s)") % {"code": dossier.code})
    return redirect("desk:dossier", dossier.public_id)
