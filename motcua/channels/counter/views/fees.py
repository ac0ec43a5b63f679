"""Fees taken in cash at the counter: what is owed, a receipt in three copies, printed again, annulled."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import access
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Dossier, FeeReceipt
from motcua.dossiers.packages import package_of
from motcua.dossiers.paperwork import form_facts, form_layouts
from motcua.dossiers.paperwork.form_queries import receipts_of
from motcua.dossiers.rules.fees import Charge, total
from motcua.dossiers.rules.receipts import Cash
from motcua.lib.refusals import Conflict, Refused
from motcua.lib.text import clean, read_number
from motcua.ui.summaries import Line, line_of
from motcua.ui.texts import worded

from ._page import found, page, seen

HERE = "counter:start"
FIELDS = {"": "fee", "no_payer": "payer", "no_fee_name": "name"}


@official("dossier.collect_fee")
@require_http_methods(["GET", "HEAD", "POST"])
def fees(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show what a dossier owes and the receipts it has; take cash and give a receipt."""
    dossier = found(request, public_id, "dossier.collect_fee")
    if request.method == "POST":
        try:
            taken = dossiers.take_fee(
                dossier_id=dossier.pk,
                cash=_cash(request),
                by=request.user,
                now=timezone.now(),
                expected=_amount(request.POST.get("expected", "")),
            )
        except Refused as refused:
            return _page(request, dossier, refused, line_of(refused, FIELDS))
        messages.success(request, _("Đã thu, biên lai số %(number)s.") % {"number": taken.said_number})
        return redirect("counter:fees", public_id)
    return _page(request, dossier)


def _page(
    request: SignedInRequest,
    dossier: Dossier,
    refused: Refused | None = None,
    line: Line | None = None,
    *,
    annulling: FeeReceipt | None = None,
) -> HttpResponse:
    """Draw the page; with why money could not be taken, or why a receipt could not be annulled."""
    seen(request, ("dossier", dossier.code), why="counter.fees")
    owed = form_facts.charges_of(dossier)
    parties = {party.role: party for party in access.parties_of(dossier)}
    payer = parties.get("submitter") or parties.get("owner")
    receipts = receipts_of(dossier)
    context: dict[str, Any] = {
        "dossier": dossier,
        "fees": owed,
        "total": total(owed),
        "receipts": receipts,
        "has_taken": any(one.annulled_at is None for one in receipts),
        "is_typed": refused is not None and annulling is None,
        "annulling": annulling.pk if annulling is not None else None,
        "typed": request.POST
        if refused is not None and annulling is None
        else {
            "fee": _sum(owed, "fee"),
            "charge": _sum(owed, "charge"),
            "name": "; ".join(one.name for one in owed if one.name) or package_of(dossier.version_id).procedure_name,
            "payer": payer.name if payer is not None else dossier.owner_name,
            "address": str(payer.address.get("text") or "") if payer is not None else "",
        },
        "received_address": reverse("counter:received", args=[dossier.public_id]),
        "refusal": line,
    }
    status = 200 if refused is None else 409 if isinstance(refused, Conflict) else 422
    return page(request, "counter/fees.html", context, here=HERE, status=status)


@official("dossier.collect_fee")
@require_POST
def print_receipt(request: SignedInRequest, public_id: UUID, receipt: UUID) -> HttpResponse:
    """Print a receipt; not by GET, since each print is counted."""
    dossier, now = found(request, public_id, "dossier.collect_fee"), timezone.now()
    try:
        printed = dossiers.print_receipt(receipt_id=_of(dossier, receipt).pk, by=request.user, now=now)
    except Refused as refused:
        messages.error(request, worded(refused))
        return redirect("counter:fees", public_id)
    pdf, _layout = form_layouts.draw(form_facts.fee_receipt(printed), at=now)
    name = f"bien-lai-{printed.series}-{printed.said_number}"
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@official("dossier.collect_fee")
@require_POST
def annul(request: SignedInRequest, public_id: UUID, receipt: UUID) -> HttpResponse:
    """Annul a receipt that is wrong, with the reason."""
    dossier = found(request, public_id, "dossier.collect_fee")
    kept, reason = _of(dossier, receipt), clean(request.POST.get("reason", ""))
    try:
        dossiers.annul_receipt(receipt_id=kept.pk, reason=reason, by=request.user, now=timezone.now())
    except Refused as refused:
        line = line_of(refused, {"reason_missing": f"reason-{kept.pk}"})
        return _page(request, dossier, refused, line, annulling=kept)
    messages.success(request, _("Đã hủy biên lai số %(number)s.") % {"number": kept.said_number})
    return redirect("counter:fees", public_id)


def _of(dossier: Dossier, receipt: UUID) -> FeeReceipt:
    kept = next((one for one in receipts_of(dossier) if one.public_id == receipt), None)
    if kept is None:
        raise Http404
    return kept


def _cash(request: SignedInRequest) -> Cash:
    return Cash(
        fee=_amount(request.POST.get("fee", "")) or 0,
        charge=_amount(request.POST.get("charge", "")) or 0,
        name=clean(request.POST.get("name", "")),
        payer=clean(request.POST.get("payer", "")),
        address=clean(request.POST.get("address", "")),
    )


def _amount(text: str) -> int | None:
    """Read an amount as people write it, `8.000`; None for what is none."""
    digits = "".join(text.replace(".", "").replace("đồng", "").split())
    return read_number(digits, 11)


def _sum(owed: list[Charge], kind: str) -> str:
    """Return what is owed of a kind; empty where nothing is, or an amount is not settled."""
    amounts = [one.amount for one in owed if (one.kind or "fee") == kind]
    return str(sum(amount or 0 for amount in amounts) or "") if None not in amounts else ""
