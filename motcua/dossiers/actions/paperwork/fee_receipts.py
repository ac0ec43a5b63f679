"""Take fees in cash at the counter: a numbered receipt in three copies, printed again only on the record, annulled."""

from datetime import datetime

from django.db import transaction

from motcua import audit
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.money import say
from motcua.lib.refusals import Conflict, Refused

from ... import access
from ...models import FeeReceipt
from ...paperwork import form_facts
from ...rules.history import Happening
from ...rules.receipts import Cash, check_taking, series_of
from ...rules.states import State
from .._course import lock, record
from ..applicant.waiting import Receipt, payment_done
from ..issuing.numbering import next_in

VERB = "dossier.collect_fee"


@transaction.atomic
def take_fee(*, dossier_id: int, cash: Cash, by: User, now: datetime, expected: int | None = None) -> FeeReceipt:
    """Take down what was paid in cash for a dossier and give it the next number of the unit's book.

    `expected`: how many receipts the page knew of; Conflict where there is another by now, so that pressing twice takes
    the money once. Where the dossier waits for this payment it goes on.
    """
    cash.check()
    dossier = lock(dossier_id)
    access.require(by, VERB, dossier)
    check_taking(State(dossier.state), has_result=dossier.completed_at is not None)
    if expected is not None and FeeReceipt.objects.filter(dossier=dossier).count() != expected:
        raise Conflict("fee_taken", N_("Hồ sơ này vừa có thêm một biên lai. Xem lại trước khi thu tiếp."))
    unit, year = form_facts.unit_of(dossier), today(now).year
    series = series_of(year)
    number = next_in(f"receipt {series}", agency_id=unit.pk, year=year)
    receipt = FeeReceipt.objects.create(
        dossier=dossier,
        unit=unit,
        series=series,
        number=number,
        name=cash.name.strip()[:500],
        payer=cash.payer.strip()[:200],
        address=cash.address.strip()[:500],
        fee=cash.fee,
        charge=cash.charge,
        taken_at=now,
        taken_by=by,
    )
    if dossier.state == State.FINANCIAL_OBLIGATION:
        paid = Receipt(f"{series} {receipt.said_number}", today(now), receipt.amount)
        payment_done(dossier_id=dossier.pk, receipt=paid, by=by, now=now)
        dossier = lock(dossier_id)
    params = {"receipt": receipt.said_number, "amount": say(receipt.amount)}
    record(dossier, Happening.FEE_TAKEN, by=by, now=now, params=params)
    return receipt


@transaction.atomic
def print_receipt(*, receipt_id: int, by: User, now: datetime) -> FeeReceipt:
    """Count and log one print; the caller draws it. Raises Refused for an annulled one."""
    receipt = _locked(receipt_id, by)
    receipt.prints += 1
    receipt.save(update_fields=["prints"])
    details = {"receipt": f"{receipt.series} {receipt.said_number}", "print": str(receipt.prints)}
    audit.record("fee_receipt.printed", about=("dossier", receipt.dossier.code), by=actor(by), at=now, details=details)
    return receipt


@transaction.atomic
def annul_receipt(*, receipt_id: int, reason: str, by: User, now: datetime) -> FeeReceipt:
    """Annul a receipt that is wrong: its number stays used, its reason is kept. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("reason_missing", N_("Hãy ghi lý do hủy biên lai."))
    receipt = _locked(receipt_id, by)
    receipt.annulled_at, receipt.annulled_by, receipt.annul_reason = now, by, reason.strip()[:500]
    receipt.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
    params = {"receipt": receipt.said_number}
    record(lock(receipt.dossier_id), Happening.FEE_ANNULLED, by=by, now=now, note=reason.strip(), params=params)
    return receipt


def _locked(receipt_id: int, by: User) -> FeeReceipt:
    """Return a receipt with its dossier locked; raises Refused where it is annulled or not there."""
    found = FeeReceipt.objects.select_related("unit", "taken_by").filter(pk=receipt_id).first()
    if found is None:
        raise Refused("no_such_receipt", N_("Không tìm thấy biên lai này."))
    dossier = lock(found.dossier_id)
    access.require(by, VERB, dossier)
    receipt = FeeReceipt.objects.select_related("dossier", "unit", "taken_by").get(pk=receipt_id)
    if receipt.annulled_at is not None:
        raise Conflict("receipt_annulled", N_("Biên lai này đã hủy."))
    return receipt
