"""Working calendars: days unlike others and regular hours, each change proposed by one and approved by another."""

from datetime import date, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.approvals import actions
from motcua.approvals import queries as approvals
from motcua.approvals.models import Proposal
from motcua.dossiers import actions as dossiers
from motcua.dossiers.choices.promise_hours import KEY, NAMES, hour_on
from motcua.lib.dates import WEEKDAYS, today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import read_number
from motcua.organisations.directory import directory
from motcua.ui.days import typed_day
from motcua.ui.summaries import Line, line_of
from motcua.worktime import queries
from motcua.worktime.models import Calendar
from motcua.worktime.proposing import KIND_NAMES, CalendarKind
from motcua.worktime.rules import DayKind

from ._page import VERB, page, proposal_fields, read_day

KIND, HOUR = "calendar", "promise_hour"
SHOWN = timedelta(days=400)
LONGEST = 60
LOOKED_AT, LISTED = 2000, 100
HALVES = (N_("Sáng"), N_("Chiều"))
HOUR_FIELDS = proposal_fields("reason", "day-day", {"": "value"})
HOURS_FIELDS = proposal_fields("hours-reason", "day-day", {"": "hours"})
DAYS_FIELDS = proposal_fields(
    "reason",
    "first-day",
    {"": "kind", "no_first": "first-day", "no_last": "last-day", "days_order": "last-day", "day_past": "first-day"}
    | {"day_name": "name", "day_like": "like"},
)


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: SignedInRequest) -> HttpResponse:
    """List the calendars, and the hour that is promised; a POST proposes another hour."""
    refusal: Line | None = None
    if request.method == "POST":
        try:
            content = {"value": request.POST.get("value", ""), "basis": request.POST.get("reason", "")}
            found = _propose(request, HOUR, KEY, content, read_day(request.POST, "day"))
            return redirect("studio:proposal", found.public_id)
        except Refused as refused:
            refusal = line_of(refused, HOUR_FIELDS)
    day = today(timezone.now())
    context: dict[str, Any] = {
        "calendars": queries.all_calendars(),
        "hour": hour_on(day).value,
        "hours": [{"value": hour.value, "text": _(name)} for hour, name in NAMES.items()],
        "typed": request.POST if refusal else {},
        "first_day": day,
        "refusal": refusal,
        "open": approvals.open_about(HOUR, KEY),
    }
    return page(request, "studio/calendars.html", context, here="calendars", status=422 if refusal else 200)


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: SignedInRequest, code: str) -> HttpResponse:
    """Show a calendar's hours and days; a POST proposes to change them."""
    of = _found(code)
    if request.method != "POST":
        return _calendar_page(request, of)
    try:
        if request.POST.get("do") == "hours":
            found = _propose(request, KIND, code, {"hours": _hours(request)}, read_day(request.POST, "day"))
        else:
            # The days carry their own dates: the change itself holds as soon as it is approved.
            found = _propose(request, KIND, code, _days(request), today(timezone.now()))
    except Refused as refusal:
        fields = HOURS_FIELDS if request.POST.get("do") == "hours" else DAYS_FIELDS
        return _calendar_page(request, of, refusal=line_of(refusal, fields))
    return redirect("studio:proposal", found.public_id)


@official(VERB)
@require_safe
def dry_run(request: SignedInRequest, code: str) -> HttpResponse:
    """Show which promises of open dossiers the calendar of now would have otherwise; nothing moves."""
    of, now = _found(code), timezone.now()
    found = list(dossiers.changes(now=now, calendar_id=of.pk, most=LOOKED_AT))
    context = {
        "calendar": of,
        "open_count": dossiers.count_open(calendar_id=of.pk),
        "looked_at": LOOKED_AT,
        "count": len(found),
        "changes": found[:LISTED],
    }
    return page(request, "studio/dry_run.html", context, here="calendars")


def _propose(
    request: SignedInRequest, kind: str, subject: str, content: dict[str, Any], effective_on: date
) -> Proposal:
    proposal = actions.propose(
        kind=kind,
        subject=subject,
        content=content,
        reason=request.POST.get("reason", ""),
        effective_on=effective_on,
        by=request.user,
        now=timezone.now(),
        base=request.POST.get("base", ""),
    )
    messages.success(request, _("Đã gửi đề xuất. Một đồng nghiệp có quyền duyệt sẽ xem và quyết định."))
    return proposal


def _calendar_page(request: SignedInRequest, of: Calendar, *, refusal: Line | None = None) -> HttpResponse:
    day = today(timezone.now())
    typed = request.POST if refusal else {}
    context: dict[str, Any] = {
        "calendar": of,
        "agencies": [agency.name for agency in directory().by_id.values() if agency.calendar_id == of.pk],
        "rows": [_row(weekday, of, day, typed) for weekday in range(7)],
        "halves": [_(half) for half in HALVES],
        "days": [
            (row, _(KIND_NAMES[DayKind(row.kind)])) for row in queries.days_of(of.pk, since=day, until=day + SHOWN)
        ],
        "weekdays": [{"value": str(number), "text": _(name)} for number, name in enumerate(WEEKDAYS)],
        "base": typed.get("base") or CalendarKind().base(of.code, day),
        "typed": typed,
        "first_day": day,
        "refusal": refusal,
        "open": approvals.open_about(KIND, of.code),
        "dry_run_address": reverse("studio:dry_run", args=[of.code]),
    }
    return page(request, "studio/calendar.html", context, here="calendars", status=422 if refusal else 200)


def _row(weekday: int, of: Calendar, day: date, typed: Any) -> dict[str, Any]:
    """Return one weekday's row of inputs: what was typed, else what holds, in two halves."""
    parts = queries.hours_on(of.pk, weekday, day)
    half: list[tuple[str, str]] = [("", ""), ("", "")]
    for opens, closes in parts[:2]:
        half[0 if opens < time(12) else 1] = (f"{opens:%H:%M}", f"{closes:%H:%M}")
    names = [[f"h-{weekday}-{number}-{end}" for end in ("opens", "closes")] for number in range(2)]
    values = [[typed.get(name, half[number][at]) for at, name in enumerate(names[number])] for number in range(2)]
    return {"name": _(WEEKDAYS[weekday]), "names": names, "boxes": values}


def _hours(request: SignedInRequest) -> list[dict[str, Any]]:
    rows = []
    for weekday in range(7):
        for half in range(2):
            opens, closes = (request.POST.get(f"h-{weekday}-{half}-{end}", "").strip() for end in ("opens", "closes"))
            if opens or closes:
                rows.append({"weekday": weekday, "opens": opens, "closes": closes})
    return rows


def _days(request: SignedInRequest) -> dict[str, Any]:
    first = read_day(request.POST, "first")
    last = read_day(request.POST, "last") if typed_day(request.POST, "last") else first
    if not 0 <= (last - first).days < LONGEST:
        raise Refused("days_order", N_("Ngày cuối phải sau ngày đầu, và không quá 60 ngày."))
    days = [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
    kind, name = request.POST.get("kind", ""), request.POST.get("name", "").strip()
    if kind == "usual":
        return {"usual": days}
    like = request.POST.get("like", "") if kind == DayKind.WORKING else ""
    row = {"kind": kind, "name": name, "basis": request.POST.get("reason", "").strip()[:250]}
    return {"days": [{**row, "day": day, "like_weekday": read_number(like, 1)} for day in days]}


def _found(code: str) -> Calendar:
    found = queries.calendar_by_code(code)
    if found is None:
        raise Http404
    return found
