"""The register of a one-stop unit: asked for by unit and days, printed as PDF or taken away as a spreadsheet."""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua import audit
from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor
from motcua.certifying import register as certifying
from motcua.dossiers.paperwork import form_layouts
from motcua.dossiers.taking_away import register
from motcua.lib.dates import today
from motcua.organisations.books import Book, book_in
from motcua.organisations.models import Agency
from motcua.printing.tables import MEDIA_TYPE
from motcua.ui.stretches import FIRST, period_names
from motcua.ui.summaries import line
from motcua.workflow import saved

from ._page import page

# More rows than this are no paper to be read, and no file for a browser to wait for.
MOST_PRINTED, MOST_ROWS = 2_000, 30_000
SAVED_AS = "so"
IN_MEMORY = 4_000_000
PIECE = 1 << 16
LOGGED_AT_ONCE = 500


@official("dossier.search")
@require_safe
def unit_register(request: SignedInRequest) -> HttpResponseBase:
    """Show how many dossiers stand in the register between two days; hand it out as PDF or spreadsheet."""
    now, units = timezone.now(), register.units_of(request.user)
    query = saved.query_of(request.GET.dict())
    asked, count, certified, wanted = _asked(request, units, today(now)), 0, 0, request.GET.get("dang", "")
    if asked.unit is not None and asked.days is not None and not asked.errors:
        certified = certifying.received(asked.unit, *asked.days, by=request.user).count()
        count = register.received(asked.unit, *asked.days, by=request.user).count() + certified
        most = MOST_PRINTED if wanted == "pdf" else MOST_ROWS
        if wanted and count > most:
            text = _("Có %(count)s hồ sơ, nhiều hơn %(most)s. Hãy chọn khoảng ngày ngắn hơn.")
            asked.errors.append(line(text % {"count": count, "most": most}, FIRST))
        elif wanted:
            return _handed_out(request, asked.unit, asked.days, wanted, now)
    context = {
        "units": [{"value": unit.code, "text": unit.name} for unit in units],
        "asked": asked,
        "count": count,
        "certified": certified,
        "most_printed": MOST_PRINTED,
        "periods": period_names(),
        "query": query,
        "kept": [(one, one.query == query) for one in saved.saved_by(request.user, SAVED_AS)],
        # Other books of the same days, each for those who may see it.
        "others": [
            (name, title)
            for name, title, verb in (("outgoing", _("Sổ văn bản đi"), "task.count"),)
            if access.may_enter(request.user, verb)
        ],
    }
    return page(request, "desk/register.html", context, here="so", status=422 if asked.errors else 200)


def _asked(request: SignedInRequest, units: list[Agency], day: date) -> Book:
    """Read the address; without days it is this month so far."""
    usual, first = units[0] if units else None, day.replace(day=1)
    return book_in(request.GET, units, usual=usual, first=first, last=day, ask=_("Hãy chọn một bộ phận một cửa."))


def _handed_out(
    request: SignedInRequest, unit: Agency, days: tuple[date, date], wanted: str, now: datetime
) -> HttpResponseBase:
    requests = certifying.received(unit, *days, by=request.user)
    codes = register.received(unit, *days, by=request.user).values_list("code", flat=True)
    shown = [("dossier", code) for code in codes]
    shown += [("certification", str(key)) for key in requests.values_list("public_id", flat=True)]
    for start in range(0, len(shown), LOGGED_AT_ONCE):
        part = shown[start : start + LOGGED_AT_ONCE]
        audit.viewed(part, by=actor(request.user), why="desk.register", at=now)
    also = list(certifying.rows_of(requests))
    name = f"so-theo-doi-{unit.code}-{days[0]:%Y%m%d}-{days[1]:%Y%m%d}"
    if wanted == "pdf":
        pdf, _layout = form_layouts.draw(register.register_of(unit, *days, also=also, by=request.user, now=now), at=now)
        headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)
    kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when it has been sent
    register.write_register(kept, unit, *days, also=also, by=request.user, now=now)
    kept.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(_pieces(kept), content_type=MEDIA_TYPE, headers=headers)


def _pieces(kept: IO[bytes]) -> Iterator[bytes]:
    with kept:
        while piece := kept.read(PIECE):
            yield piece
