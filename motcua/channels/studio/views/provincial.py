"""What the province sets itself: the prices of certification, when a result is unclaimed, what goes without paper.

And the letters by which its agencies are named in the numbers of their papers.
"""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, official
from motcua.approvals import actions
from motcua.approvals import queries as approvals
from motcua.approvals.models import Proposal
from motcua.certifying.queries import tariff_on
from motcua.certifying.rules import NAMES, Kind
from motcua.certifying.tariffs import said
from motcua.dossiers.choices import emergency_minutes, population_calls, relay_results, scan_days, unclaimed_days
from motcua.dossiers.choices.decided_days import days_of
from motcua.dossiers.paperless import times_taken
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.lib.text import clean, fold
from motcua.organisations.directory import directory
from motcua.organisations.rules import AgencyKind
from motcua.organisations.symbols import symbols_on
from motcua.procedures.paperless import all_decisions
from motcua.ui.days import typed_day
from motcua.ui.summaries import Line, line_of

from ._page import VERB, page, proposal_fields, read_day

TARIFF, PAPERLESS = "certification_tariff", "paperless"
# Numbers, mostly of days, that the province decides, by their kind of proposal.
DAYS = {
    "unclaimed_days": unclaimed_days,
    "scan_days": scan_days,
    "emergency_minutes": emergency_minutes,
    "population_calls": population_calls,
}


TARIFF_FIELDS = proposal_fields(
    "reason", "day-day", {"": "first_rate", "no_such_kind": "kind", "bad_pages": "first_pages", "no_basis": "reason"}
)
RELAY = "relay_result"
# By the kind of proposal, the key of what it decides.
CHOICES = {kind: one.KEY for kind, one in DAYS.items()} | {RELAY: relay_results.KEY}
CHOICE_FIELDS = {kind: proposal_fields(f"{kind}-reason", f"{kind}-day-day", {"": f"{kind}-value"}) for kind in CHOICES}
PAPERLESS_FIELDS = proposal_fields(
    "reason",
    "day-day",
    {
        "": "code",
        "no_decision": "number",
        "no_decided": "decided-day",
        "no_decision_day": "decided-day",
        "no_until": "until-day",
        "days_backwards": "until-day",
    },
)
SYMBOL = "agency_symbol"
SYMBOL_FIELDS = proposal_fields("reason", "day-day", {"": "symbol", "no_such_agency": "code", "bad_unit": "unit"})
_PRICES = ("first_rate", "first_pages", "next_rate", "cap")


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def provincial(request: SignedInRequest) -> HttpResponse:
    """Show the prices of certification and the days of an unclaimed result; a POST proposes others."""
    refusal: Line | None = None
    day = today(timezone.now())
    if request.method == "POST":
        basis = clean(request.POST.get("reason", ""))[:300]
        try:
            if (do := request.POST.get("do", "")) in CHOICES:
                content: dict[str, Any] = {"value": request.POST.get("value", "").strip(), "basis": basis}
                return _proposed(request, do, CHOICES[do], content)
            content = {name: request.POST.get(name, "").replace(".", "").strip() for name in _PRICES}
            content |= {"is_per_case": request.POST.get("is_per_case") == "1", "basis": basis}
            return _proposed(request, TARIFF, request.POST.get("kind", ""), content)
        except Refused as refused:
            refusal = line_of(refused, CHOICE_FIELDS.get(request.POST.get("do", ""), TARIFF_FIELDS))
    tariffs = [(kind, tariff_on(kind, day)) for kind in Kind]
    context = {
        "tariffs": [
            {
                "kind": kind.value,
                "name": _(NAMES[kind]),
                "said": said(tariff.rate) if tariff is not None else "",
                "tariff": tariff,
                "open": approvals.open_about(TARIFF, kind.value),
            }
            for kind, tariff in tariffs
        ],
        "kinds": [{"value": kind.value, "text": _(NAMES[kind])} for kind in Kind],
        "days": {kind: days_of(one.KEY, one.USUAL, day) for kind, one in DAYS.items()},
        "choices": {kind: approvals.open_about(kind, key) for kind, key in CHOICES.items()},
        "relay": relay_results.READ if relay_results.is_read(day) else relay_results.UNREAD,
        "relay_ways": [{"value": value, "text": _(name)} for value, name in relay_results.NAMES.items()],
        "typed": request.POST if refusal else {},
        "first_day": day,
        "refusal": refusal,
    }
    return page(request, "studio/provincial.html", context, here="provincial", status=422 if refusal else 200)


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def paperless(request: SignedInRequest) -> HttpResponse:
    """List the decisions on procedures without paper, with how often paper was taken; a POST proposes one."""
    refusal: Line | None = None
    day = today(timezone.now())
    if request.method == "POST":
        try:
            content: dict[str, Any] = {"ends": True}
            if request.POST.get("do") != "end":
                has_end = bool(typed_day(request.POST, "until"))
                content = {
                    "number": clean(request.POST.get("number", ""))[:60],
                    "decided_on": read_day(request.POST, "decided").isoformat(),
                    "until": read_day(request.POST, "until").isoformat() if has_end else "",
                }
            return _proposed(request, PAPERLESS, clean(request.POST.get("code", ""))[:40], content)
        except Refused as refused:
            refusal = line_of(refused, PAPERLESS_FIELDS)
    times, rows = times_taken(), all_decisions()
    context = {
        "rows": [
            {"row": row, "is_now": day in row.valid, "times": times.get(row.pk, 0), "until": _last(row.valid)}
            for row in rows
        ],
        "code": request.GET.get("thu-tuc", ""),
        "typed": request.POST if refusal else {},
        "first_day": day,
        "refusal": refusal,
    }
    return page(request, "studio/paperless.html", context, here="paperless", status=422 if refusal else 200)


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def symbols(request: SignedInRequest) -> HttpResponse:
    """List what each agency is called in the numbers of its papers, assumed ones first; a POST proposes another."""
    refusal: Line | None = None
    day = today(timezone.now())
    if request.method == "POST":
        try:
            basis = clean(request.POST.get("reason", ""))[:300]
            content = {"symbol": request.POST.get("symbol", ""), "unit": request.POST.get("unit", ""), "basis": basis}
            return _proposed(request, SYMBOL, clean(request.POST.get("code", ""))[:40], content)
        except Refused as refused:
            refusal = line_of(refused, SYMBOL_FIELDS)
    agencies = [one for one in directory().by_id.values() if day in one.valid and one.kind != AgencyKind.ONE_STOP.value]
    sought = clean(request.GET.get("tim", ""))[:80]
    agencies = [one for one in agencies if fold(sought) in fold(f"{one.name} {one.code}")]
    found = symbols_on(agencies, day)
    agencies.sort(key=lambda one: (not found[one.pk].is_assumed, fold(one.name)))
    context = {
        "rows": [{"agency": one, "symbol": found[one.pk]} for one in agencies],
        "code": clean(request.GET.get("co-quan", ""))[:40],
        "sought": sought,
        "typed": request.POST if refusal else {},
        "first_day": day,
        "refusal": refusal,
    }
    return page(request, "studio/symbols.html", context, here="symbols", status=422 if refusal else 200)


def _last(valid: Any) -> date | None:
    """Return the day before which it ends, or None."""
    upper: date | None = valid.upper
    return upper


def _proposed(request: SignedInRequest, kind: str, subject: str, content: dict[str, Any]) -> HttpResponse:
    proposal: Proposal = actions.propose(
        kind=kind,
        subject=subject,
        content=content,
        reason=request.POST.get("reason", ""),
        effective_on=read_day(request.POST, "day"),
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Đã gửi đề xuất. Một đồng nghiệp có quyền duyệt sẽ xem và quyết định."))
    return redirect("studio:proposal", proposal.public_id)
