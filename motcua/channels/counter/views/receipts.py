"""The book of fee receipts: a unit's receipts by days, what each cashier took, page by page."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers.models import FeeReceipt
from motcua.dossiers.taking_away import receipt_book
from motcua.dossiers.taking_away.receipt_book import Sums
from motcua.lib.dates import today
from motcua.lib.text import read_number
from motcua.organisations.books import Book, book_in
from motcua.organisations.models import Agency
from motcua.ui.stretches import FIRST, period_names
from motcua.ui.summaries import line
from motcua.workflow import saved

from ._page import page, seen, units_of

PAGE = 50
# Longer times are taken away as a file; the sums of each day would be a long page.
MOST_DAYS = 92


@official("receipt.see")
@require_safe
def receipts(request: SignedInRequest) -> HttpResponse:
    """Show the receipts of a unit between two days, annulled ones too, with the sums of each day and cashier."""
    units = receipt_book.units_of(request.user)
    asked = _asked(request, units, today(timezone.now()))
    query = saved.query_of(request.GET.dict())
    rows: list[FeeReceipt] = []
    by_day: list[receipt_book.DaySums] = []
    if asked.unit is not None and asked.days is not None:
        found = receipt_book.taken(asked.unit, *asked.days)
        by_day = receipt_book.sums_by_day(found)
        text = request.GET.get("sau", "")
        start = read_number(text) or 0
        rows = list((receipt_book.behind(found, start) if start else found)[: PAGE + 1])
        seen(request, *dict.fromkeys(row.dossier for row in rows[:PAGE]), why="counter.receipts")
    context: dict[str, Any] = {
        "units": [{"value": unit.code, "text": unit.name} for unit in units],
        "asked": asked,
        "periods": period_names("nam-nay"),
        "query": query,
        "kept": [(one, one.query == query) for one in saved.saved_by(request.user, "bien-lai")],
        "rows": [_shown(row) for row in rows[:PAGE]],
        "by_day": by_day,
        "total": sum((one.sums for one in by_day), Sums()),
        "next": asked.query(sau=str(rows[PAGE - 1].pk)) if len(rows) > PAGE else "",
        "export_query": asked.query(**{"danh-sach": "receipts"}),
    }
    return page(request, "counter/receipts.html", context, here="counter:receipts", status=422 if asked.errors else 200)


def _asked(request: SignedInRequest, units: list[Agency], day: date) -> Book:
    """Read the address; without a unit it is the reader's own counter, without days it is today."""
    own = next(iter(units_of(request)), None)
    usual = next((one for one in units if one.pk == own), units[0] if units else None)
    ask = _("Hãy chọn một đơn vị trong danh sách.")
    asked = book_in(request.GET, units, usual=usual, first=day, last=day, ask=ask)
    if asked.days is not None and (asked.days[1] - asked.days[0]).days >= MOST_DAYS:
        text = _("Xem trên trang nhiều nhất %(days)s ngày. Chọn khoảng ngắn hơn.") % {"days": MOST_DAYS}
        asked.errors.append(line(text, FIRST))
        asked.days = None
    return asked


def _shown(row: FeeReceipt) -> dict[str, Any]:
    return {
        "series": row.series,
        "number": row.said_number,
        "at": row.taken_at,
        "code": row.dossier.code,
        "address": reverse("desk:dossier", args=[row.dossier.public_id]),
        "payer": row.payer,
        "name": row.name,
        "amount": row.amount,
        "cashier": row.taken_by.full_name,
        "annulled_at": row.annulled_at,
        "annulled_by": row.annulled_by.full_name if row.annulled_by is not None else "",
        "reason": row.annul_reason,
    }
