"""The certification lane: who, what, how many pages and copies; the fee, the numbers, done. And the books."""

import uuid
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.rules import IdentityKind
from motcua.certifying import access, queries
from motcua.certifying.actions import Requester, Signer, annul, certify
from motcua.certifying.electronic import address_of, shown_code
from motcua.certifying.models import Certification, ElectronicCopy, Request
from motcua.certifying.rules import BOOKS, COPY_STATES, NAMES, PROCEDURES, CopyState, Item, Kind
from motcua.certifying.signers import MaySign, signers_of
from motcua.lib.dates import today
from motcua.lib.refusals import Forbidden, Refused
from motcua.lib.text import read_number
from motcua.lib.typed_days import read_day
from motcua.organisations.models import Agency
from motcua.ui.days import typed_day
from motcua.ui.summaries import Fields, Line, line_of
from motcua.ui.texts import worded
from motcua.workflow import saved

from ..forms import text_in
from ._page import page, seen
from .visitor import visitor_of

HERE = "counter:certify"
LINES = 6
PAGE = 50
COMPUTE = "compute"
# What an address says of the part of a book that is read.
BOOK = ("xa", "loai", "nam", "ngay")


@official("certification.record")
@require_http_methods(["GET", "HEAD", "POST"])
def lane(request: SignedInRequest) -> HttpResponse:
    """Ask for everything on one screen and enter it in the book."""
    agencies = access.agencies_of(request.user, access.RECORD)
    agency = _chosen(agencies, request.POST.get("agency", ""))
    kind = _kind(request.POST.get("kind", ""))
    lines = [_line(request.POST, number) for number in range(1, LINES + 1)]
    items = [item for item in map(_item, lines) if item is not None]
    visitor = visitor_of(request)
    name, number = (visitor.name, visitor.number) if visitor is not None else ("", "")
    if request.method == "POST":
        name, number = text_in(request.POST, "name", 200), "".join(text_in(request.POST, "number", 30).split())
    elif visitor is not None and visitor.reference:
        seen(request, ("identity", visitor.reference), why="counter.certification")
    now = timezone.now()
    refusal: Line | None = None
    signers = signers_of(agency, today(now)) if agency is not None else []
    if request.method == "POST" and COMPUTE not in request.POST and agency is not None:
        try:
            done = certify(
                agency=agency,
                kind=kind,
                requester=Requester(name, IdentityKind.PERSONAL_ID.value if number else "", number),
                items=items,
                signer=_signer(signers, request.POST.get("signer", "")),
                key=request.POST.get("key", "") or uuid.uuid4().hex,
                by=request.user,
                now=now,
            )
        except Refused as refused:
            refusal = line_of(refused, _fields(refused, lines))
        else:
            return redirect("counter:certified", done.public_id)
    tariff = queries.tariff_on(kind, today(now))
    context = {
        "agencies": agencies,
        "agency": agency,
        "kind": kind.value,
        "kinds": {one.value: words for one, words in NAMES.items()},
        "name": name,
        "number": number,
        "lines": lines,
        "fees": [tariff.rate.fee(item) for item in items] if tariff is not None else [],
        "tariff": tariff,
        "signers": signers,
        "signer": request.POST.get("signer", ""),
        "key": request.POST.get("key") or uuid.uuid4().hex,
        "procedure": reverse("counter:file", args=[PROCEDURES[kind]]),
        "refusal": refusal,
    }
    return page(request, "counter/certify.html", context, here=HERE, status=422 if refusal else 200)


@official("certification.see")
@require_safe
def certified(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the numbers that were given and what is to be paid."""
    try:
        found = queries.request_of(public_id, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal
    return certified_page(request, found)


def certified_page(
    request: SignedInRequest, found: Request, *, refusal: Line | None = None, status: int = 200
) -> HttpResponse:
    """Show a request's numbers, each with its electronic copy or where to send the scan for one."""
    seen(request, ("certification", str(found.public_id)), why="counter.certified")
    rows = list(found.certifications.select_related("electronic").order_by("number"))
    context = {
        "found": found,
        "rows": [_certified(row) for row in rows],
        "total": sum(row.fee for row in rows if row.annulled_at is None),
        "refusal": refusal,
    }
    return page(request, "counter/certified.html", context, here=HERE, status=status)


def _certified(row: Certification) -> dict[str, Any]:
    """Return an entry with its copy: how far it is, where the requester fetches it, and with which code."""
    copy: ElectronicCopy | None = getattr(row, "electronic", None)
    shown: dict[str, Any] = {"row": row, "electronic": copy}
    if copy is None:
        return shown | {"may_copy": row.kind == Kind.COPY and row.annulled_at is None}
    on_its_way = {CopyState.SCANNED: _("đang ký số"), CopyState.SIGNED: _("đang đóng dấu số")}
    state = CopyState(copy.state)
    return shown | {
        "state": on_its_way[state] if copy.asked_at is not None else _(COPY_STATES[state]),
        "address": address_of(copy),
        "code": shown_code(copy),
    }


@official("certification.see")
@require_safe
def book(request: SignedInRequest) -> HttpResponse:
    """Show a book by day or by year, page by page along its numbers."""
    agencies = access.agencies_of(request.user, access.SEE)
    agency, kind = _chosen(agencies, request.GET.get("xa", "")), _kind(request.GET.get("loai", ""))
    rows: list[Certification] = []
    asked = saved.query_of({name: request.GET[name] for name in ("loai", "xa") if name in request.GET})
    sums, typed = None, typed_day(request.GET, "ngay")
    refusal: Line | None = None
    try:
        day, year = _day(request.GET, typed)
    except Refused as refused:
        (day, year), refusal = (None, today(timezone.now()).year), line_of(refused, {"": "ngay"})
    if agency is not None and refusal is None:
        found = queries.entries(agency.pk, kind, year=year, day=day)
        rows = list(found.filter(number__gt=_number(request.GET.get("sau", "")))[: PAGE + 1])
        sums = queries.sums(agency.pk, kind, year=year, day=day)
        if rows:
            seen(request, ("certification_book", f"{agency.code}-{kind}-{year}"), why="counter.book")
    query = {"xa": str(agency.pk) if agency is not None else "", "loai": kind.value, "nam": str(year)}
    query |= {"ngay": day.isoformat() if day is not None else ""}
    context = {
        "agencies": agencies,
        "agency": agency,
        "kind": kind.value,
        "kinds": {one.value: words for one, words in BOOKS.items()},
        "day": f"{day:%d/%m/%Y}" if day is not None else typed,
        "refusal": refusal,
        "asked": asked,
        "kept": [(one, one.query == asked) for one in saved.saved_by(request.user, "chung-thuc")],
        "year": year,
        "rows": rows[:PAGE],
        "sums": sums,
        "next": _address("counter:book", query | {"sau": str(rows[PAGE - 1].number)}) if len(rows) > PAGE else "",
        "annul_address": _address("counter:annul", query),
        "export_query": f"?{urlencode(query | {'danh-sach': 'book'})}",
        "may_annul": agency is not None and agency in access.agencies_of(request.user, access.RECORD),
    }
    return page(request, "counter/book.html", context, here="counter:book", status=422 if refusal else 200)


@official("certification.see")
@require_safe
def book_csv(request: SignedInRequest) -> HttpResponse:
    """Lead from where the book could once be fetched to its page, whose list is written by the worker now."""
    return redirect(f"{reverse('counter:book')}?{request.GET.urlencode()}", permanent=True)


@official("certification.record")
@require_POST
def annul_one(request: SignedInRequest) -> HttpResponse:
    """Annul one entry with its reason."""
    number = _number(request.POST.get("certification", ""))
    try:
        done = annul(
            certification_id=number, reason=text_in(request.POST, "reason", 300), by=request.user, now=timezone.now()
        )
    except Forbidden as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        if refusal.code == "not_found":
            raise Http404 from refusal
        messages.error(request, worded(refusal))
        return redirect(_address("counter:book", {name: request.GET.get(name, "") for name in BOOK}))
    messages.success(request, _("Đã hủy số %(number)s.") % {"number": done.number})
    query = {"xa": str(done.agency_id), "loai": done.kind, "ngay": done.certified_on.isoformat()}
    return redirect(_address("counter:book", query))


def _fields(refusal: Refused, lines: list[dict[str, str]]) -> Fields:
    """Return the ids of the lane's fields; what is left over is about the number."""
    named = refusal.params.get("document")
    place = next((number for number, one in enumerate(lines, start=1) if one["document"] == named), 1)
    fields = {"": "number", "no_requester": "name", "nothing_certified": "document-1", "too_many_items": "document-1"}
    return fields | {"bad_count": f"pages-{place}", "no_signer": "signer", "no_tariff": ""}


def _line(post: QueryDict, number: int) -> dict[str, str]:
    return {what: text_in(post, f"{what}-{number}", 300) for what in ("document", "pages", "copies")}


def _item(line: dict[str, str]) -> Item | None:
    """Return what stands on a line; counts that are no numbers are refused with the line's own words."""
    if not line["document"]:
        return None
    return Item(line["document"], _number(line["pages"] or "1"), _number(line["copies"] or "1"))


def _chosen(agencies: list[Agency], text: str) -> Agency | None:
    return next((agency for agency in agencies if str(agency.pk) == text), agencies[0] if agencies else None)


def _kind(text: str) -> Kind:
    return Kind(text) if text in set(Kind) else Kind.COPY


def _signer(signers: list[MaySign], text: str) -> Signer:
    found = next((one for one in signers if str(one.user.pk) == text), signers[0] if len(signers) == 1 else None)
    return Signer(found.user.full_name, found.title) if found is not None else Signer("")


def _day(query: QueryDict, typed: str) -> tuple[date | None, int]:
    """Read the day, today where neither day nor year was asked; a year alone means all of it.

    Raises Refused for what is no day.
    """
    now, year = today(timezone.now()), _number(query.get("nam", ""))
    if not typed:
        return (None, year) if 2000 < year < 2200 else (now, now.year)
    day = read_day(typed, code="no_day")
    return day, day.year


def _number(text: str) -> int:
    return read_number(text, 9) or 0


def _address(name: str, query: dict[str, Any]) -> str:
    given = QueryDict(mutable=True)
    given.update({key: value for key, value in query.items() if value})
    return f"{reverse(name)}?{given.urlencode()}"
