"""Decide about a dossier that was stopped, issued or delivered: open it again, take the result back or renew it."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.decisions import NAMES, DecisionKind, Grounds
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.typed_days import read_day
from motcua.ui.days import typed_day
from motcua.ui.summaries import Fields

from ._posted import number_of, text_of
from .dossier import found
from .steps import back, reference_of, result_file_of

DEEDS = {
    DecisionKind.REOPEN: dossiers.reopen,
    DecisionKind.RECALL: dossiers.recall,
    DecisionKind.REVOKE: dossiers.revoke,
}


@official("dossier.decide")
@require_POST
def decide(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Record a decision and do what it says."""
    dossier = found(request, public_id, "dossier.decide")
    kind = request.POST.get("kind", "")
    words = NAMES[DecisionKind(kind)] if kind in set(DecisionKind) else ""
    return back(
        request,
        dossier,
        lambda: _do(request, dossier, kind),
        _("Đã ghi: %(what)s.") % {"what": _(words)},
        _fields_of(kind),
    )


def _fields_of(kind: str) -> Fields:
    """Return the ids of the form of a kind of decision."""
    fields = {"": "reason", "basis_missing": "basis", "decision_missing": "number", "decision_later": "on-day"}
    fields |= {"decision_unread": "on-day", "no_draft": "file", "not_pdf": "file", "date_missing": "dated-day"}
    return {code: f"decide-{kind}-{field}" for code, field in fields.items()}


def _do(request: SignedInRequest, dossier: Dossier, kind: str) -> None:
    now, revision = timezone.now(), number_of(request, "revision")
    grounds = Grounds(
        reason=text_of(request, "reason"),
        basis=text_of(request, "basis")[:300],
        number=text_of(request, "decision_number")[:60],
        dated_on=_day(request),
    )
    if kind in {DecisionKind.CORRECT, DecisionKind.REPLACE}:
        # Nothing is stored for a decision that says too little.
        grounds.check(DecisionKind(kind), on=now.date())
        dossiers.replace(
            dossier_id=dossier.pk,
            kind=DecisionKind(kind),
            grounds=grounds,
            file_id=result_file_of(request, now),
            reference=reference_of(request),
            recipient=text_of(request, "recipient"),
            by=request.user,
            now=now,
            revision=revision,
        )
        return
    deed = DEEDS.get(DecisionKind(kind)) if kind in set(DecisionKind) else None
    if deed is None:
        raise Refused("no_such_decision", N_("Hãy chọn quyết định."))
    deed(dossier_id=dossier.pk, grounds=grounds, by=request.user, now=now, revision=revision)


def _day(request: SignedInRequest) -> date | None:
    typed = typed_day(request.POST, "decision_on")
    return read_day(typed, code="decision_unread") if typed else None
