"""The book of fee receipts: a unit's receipts by days, what each cashier took, page by page."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers.models import FeeReceipt
from motcua.dossiers.taking_away import receipt_book
from motcua.dossiers.taking_away.receipt_book import Sums
from motcua.lib.dates import today
from motcua.organisations.models import Agency
from motcua.ui.stretches import FIRST, period_names, stretch_in
from motcua.ui.summaries import Line, line
from motcua.workflow import saved

from ._page import page, seen, units_of

PAGE = 50
# Longer times are taken away as a file; the sums of each day would be a long page.
MOST_DAYS = 92


@dataclass
class Asked:
    """Which book and which days; `errors` say what of it cannot be read."""

    unit: Agency | None
    first: str
    last: str
    errors: list[Line]
    days: tuple[date, date] | None = None
    period: str = ""

    @classmethod
    def read(cls, query: QueryDict, units: list[Agency], *, usual: int | None) -> "Asked":
        """Read the address; without a unit it is the reader's own counter, without days it is today."""
        now, code = today(timezone.now()), query.get("don-vi", "")
        mine = next((one for one in units if one.pk == usual), units[0] if units else None)
        asked = stretch_in(query, first=now, last=now)
        unit = next((one for one in units if one.code == code), None) if code else mine
        found = cls(unit, asked.first, asked.last, list(asked.errors), asked.days, asked.period)
        if unit is None:
            found.errors.insert(0, line(_("Hãy chọn một đơn vị trong danh sách."), "don-vi"))
        if found.days is not None and (found.days[1] - found.days[0]).days >= MOST_DAYS:
            text = _("Xem trên trang nhiều nhất %(days)s ngày. Chọn khoảng ngắn hơn.") % {"days": MOST_DAYS}
            found.errors.append(line(text, FIRST))
            found.days = None
        return found

    def query(self, **more: str) -> str:
        """Return the end of an address that asks the same."""
        code = self.unit.code if self.unit is not None else ""
        return "?" + urlencode({"don-vi": code, "tu": self.first, "den": self.last} | more)


@official("receipt.see")
@require_safe
def receipts(request: SignedInRequest) -> HttpResponse:
    """Show the receipts of a unit between two days, annulled ones too, with the sums of each day and cashier."""
    units = receipt_book.units_of(request.user)
    asked = Asked.read(request.GET, units, usual=next(iter(units_of(request)), None))
    query = saved.query_of(request.GET.dict())
    rows: list[FeeReceipt] = []
    by_day: list[receipt_book.DaySums] = []
    if asked.unit is not None and asked.days is not None:
        found = receipt_book.taken(asked.unit, *asked.days)
        by_day = receipt_book.sums_by_day(found)
        text = request.GET.get("sau", "")
        start = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
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
