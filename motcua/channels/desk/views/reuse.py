"""How many dossiers could have used what their owner gave before, and how many did: for index 766, month by month."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers.reuse_counts import VERB, ReuseCount, counts_for
from motcua.lib.dates import today
from motcua.organisations.directory import directory

from ._page import page

EARLIEST = date(2020, 1, 1)  # Decree 45/2020/NĐ-CP, by which people have a store


@official(VERB)
@require_safe
def reuse(request: SignedInRequest) -> HttpResponse:
    """Show the counts of a month, of the agencies that the reader answers for: those that missed most in front."""
    day = today(timezone.now())
    first = _month(request.GET.get("thang", ""), day)
    after = (first + timedelta(days=31)).replace(day=1)
    found = counts_for(request.user, since=first, until=after - timedelta(days=1))
    context = {
        "rows": [
            {"name": directory().by_id[one.agency_id].name, "count": one, "share": share(one)}
            for one in sorted(found, key=lambda one: (one.did - one.could, one.agency_id))
        ],
        "month": first,
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{after:%Y-%m}" if after <= day else "",
    }
    return page(request, "desk/reuse.html", context, here="dung-lai")


def share(one: ReuseCount) -> str:
    """Return in per cent how many of those that could did, rounded down; empty where none could."""
    return f"{100 * one.did // one.could}%" if one.could else ""


def _month(text: str, day: date) -> date:
    """Return the first day of the month that an address names, `2026-11`; of this one for anything else."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return day.replace(day=1)
    return found if EARLIEST <= found <= day else day.replace(day=1)
