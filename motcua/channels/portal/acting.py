"""For whom somebody works with the authorities, and who works for them: say it, give it, take it up, end it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.accounts import acting, mandate_queries, mandates
from motcua.accounts.access import capacity_of
from motcua.accounts.doors import SignedInRequest, citizen, citizen_or_agent
from motcua.accounts.mandates import Named, Reaching
from motcua.accounts.models import Mandate
from motcua.accounts.queries import actor
from motcua.accounts.returning import wanted
from motcua.accounts.rules.mandates import BASIS_NAMES, DECLARED, GIVEN, PART_NAMES, Basis, Part
from motcua.channels.portal.filing import refused
from motcua.channels.portal.papers import ACCEPTED
from motcua.eforms.partial_dates import is_partial, keep
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.procedures import queries as procedures
from motcua.ui.days import PARTS, day_in, typed_day
from motcua.ui.summaries import Line, line_of

PURPOSE = "mandate"
MOST_PROCEDURES = 30
# Where on the page a refusal is mended.
FIELDS = {
    "basis_unknown": "basis",
    "principal_name": "name",
    "principal_number": "number",
    "agent_name": "name",
    "agent_number": "number",
    "same_person": "number",
    "birth_missing": "birth",
    "birth_unread": "birth",
    "of_age": "birth",
    "document_missing": "document",
    "evidence_missing": "evidence",
    "file": "evidence",
    "starts": "starts",
    "ends": "ends",
    "ends_before": "ends",
    "unknown_procedure": "procedures",
    "views_nothing": "part",
    "": "content",
}


@citizen_or_agent
@require_GET
def mandates_page(request: SignedInRequest) -> HttpResponse:
    """Show for whom somebody may work, and who may work for them, or for the organisation they stand for."""
    day, user, capacity = today(timezone.now()), request.user, capacity_of(request.user)
    person = user.person
    context = {
        "capacity": capacity,
        "mine": []
        if capacity is not None
        else [_row(one, day) for one in mandate_queries.mandates_as_agent(user, day)],
        "of_me": [_row(one, day) for one in mandate_queries.mandates_of_principal(user, day)],
        "is_organisation": capacity.is_organisation
        if capacity is not None
        else bool(person and person.is_organisation),
        "may_give": capacity is None or capacity.manages,
        "alone": "rieng" in request.GET,
        "over": "het" in request.GET,
        "other": "tu-cach" in request.GET,
        "then": wanted(request.GET, home=""),
    }
    return render(request, "portal/acting/list.html", context)


@citizen
@require_http_methods(["GET", "POST"])
def declare(request: SignedInRequest) -> HttpResponse:
    """Let somebody say for whom they work and by what; whoever that is needs no account."""
    person = request.user.person
    if person is None or person.is_organisation:
        return redirect("portal:mandates")
    if request.method == "POST":
        try:
            mandates.declare_mandate(
                basis=_basis(request),
                principal=_named(request, is_organisation=request.POST.get("kind") == "organisation"),
                reaching=_reaching(request),
                document=request.POST.get("document", ""),
                evidence=_evidence(request),
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            return _form(request, "declare", refusal)
        messages.success(request, _("Đã ghi. Bấm “Làm việc thay” để nộp hồ sơ cho người ấy."))
        return redirect("portal:mandates")
    return _form(request, "declare")


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def give(request: SignedInRequest) -> HttpResponse:
    """Let a person name who may work for them; an organisation, who of its people may."""
    capacity, person = capacity_of(request.user), request.user.person
    if person is None or (capacity is not None and not capacity.manages):
        return redirect("portal:mandates")
    if request.method == "POST":
        is_organisation = capacity is not None or person.is_organisation
        try:
            mandates.give_mandate(
                basis=Basis.MEMBER if is_organisation else _basis(request),
                agent=_named(request, is_organisation=False),
                reaching=_reaching(request),
                document=request.POST.get("document", ""),
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            return _form(request, "give", refusal)
        messages.success(request, _("Đã cho phép. Người ấy đăng nhập là thấy."))
        return redirect("portal:mandates")
    return _form(request, "give")


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, mandate: UUID) -> HttpResponse:
    """Ask once, then end it: from that moment nothing of it can be seen or done."""
    now = timezone.now()
    try:
        found = mandate_queries.mandate_of(mandate, by=request.user, verb="mandate.end")
        if request.method == "POST":
            reason = request.POST.get("reason", "")
            mandates.end_mandate(public_id=mandate, reason=reason, by=request.user, now=now)
            messages.success(request, _("Đã chấm dứt."))
            return redirect("portal:mandates")
    except Refused as refusal:
        return refused(request, refusal)
    return render(request, "portal/acting/end.html", {"row": _row(found, today(now))})


@citizen
@require_POST
def begin(request: SignedInRequest, mandate: UUID) -> HttpResponse:
    """Work for somebody else in this browser from now on."""
    try:
        acting.take_up(request, mandate=mandate, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refused(request, refusal)
    return HttpResponseRedirect(wanted(request.POST, home=reverse("portal:dossiers")))


@citizen_or_agent
@require_POST
def stop(request: SignedInRequest) -> HttpResponse:
    """Work for oneself again."""
    acting.let_go(request)
    return HttpResponseRedirect(wanted(request.POST, home=settings.ACTING_PAGE))


@citizen_or_agent
@require_GET
def evidence(request: SignedInRequest, mandate: UUID) -> HttpResponse | StreamingHttpResponse:
    """Hand out the paper that shows the mandate, to either side of it."""
    try:
        found = mandate_queries.mandate_of(mandate, by=request.user)
        if found.evidence is None:
            raise Refused("no_such_file", N_("Không tìm thấy tệp này."))
    except Refused as refusal:
        return refused(request, refusal)
    return StreamingHttpResponse(stored.stream(found.evidence), headers=stored.download_headers(found.evidence))


@dataclass(frozen=True)
class _Row:
    """A mandate as a page shows it."""

    mandate: Mandate
    basis: str
    part: str
    is_in_force: bool
    until: date | None
    may_end: bool


def _row(mandate: Mandate, on: date) -> _Row:
    return _Row(
        mandate=mandate,
        basis=_(BASIS_NAMES[Basis(mandate.basis)]),
        part=_(PART_NAMES[Part(mandate.part)]),
        is_in_force=mandate_queries.is_in_force(mandate, on),
        until=mandate_queries.capacity_by(mandate).until,
        may_end=mandate.ended_at is None and mandate.basis != Basis.LEGAL,
    )


def _form(request: SignedInRequest, name: str, refusal: Refused | None = None) -> HttpResponse:
    capacity, person = capacity_of(request.user), request.user.person
    lines: list[Line] = [line_of(refusal, FIELDS)] if refusal is not None else []
    is_organisation = capacity is not None or bool(person and person.is_organisation)
    context: dict[str, Any] = {
        "errors": lines,
        "typed": request.POST,
        "bases": [(one.value, _(BASIS_NAMES[one])) for one in (DECLARED if name == "declare" else GIVEN)],
        "parts": [(one.value, _(PART_NAMES[one])) for one in Part],
        "is_organisation": is_organisation,
        "whose": capacity.principal_name if capacity is not None else person.full_name if person is not None else "",
        "accepted": ACCEPTED,
    }
    return render(request, f"portal/acting/{name}.html", context, status=422 if lines else 200)


def _basis(request: SignedInRequest) -> Basis:
    try:
        return Basis(request.POST.get("basis", ""))
    except ValueError:
        raise Refused("basis_unknown", N_("Hãy chọn quan hệ, căn cứ thay mặt.")) from None


def _named(request: SignedInRequest, *, is_organisation: bool) -> Named:
    birth = keep(*(request.POST.get(f"birth-{part}", "") for part in PARTS))
    if birth and not is_partial(birth):
        raise Refused(
            "birth_unread", N_("Hãy ghi ngày sinh như trên giấy tờ, ví dụ 27/11/2015; chỉ biết năm thì ghi năm.")
        )
    return Named(
        name=clean(request.POST.get("name", "")),
        number=clean(request.POST.get("number", "")),
        birth=birth,
        is_organisation=is_organisation,
    )


def _reaching(request: SignedInRequest) -> Reaching:
    day = today(timezone.now())
    starts = day_in(request.POST, "starts", code="starts") if typed_day(request.POST, "starts") else day
    ends = day_in(request.POST, "ends", code="ends") if typed_day(request.POST, "ends") else None
    codes = [clean(one) for one in request.POST.get("procedures", "").replace(";", ",").split(",")]
    wanted_codes = [one for one in dict.fromkeys(codes) if one][:MOST_PROCEDURES]
    for code in wanted_codes:
        if procedures.current_id(code, day) is None:
            raise Refused("unknown_procedure", N_("Không có thủ tục mã {procedure}."), procedure=code[:40])
    part = Part.VIEWER if request.POST.get("part") == Part.VIEWER else Part.FILER
    return Reaching(
        starts=starts,
        ends=ends,
        procedures=wanted_codes,
        part=part,
        sees_all="sees_all" in request.POST.getlist("more"),
        uses_store="uses_store" in request.POST.getlist("more"),
    )


def _evidence(request: SignedInRequest) -> StoredFile | None:
    sent = request.FILES.get("evidence")
    if sent is None:
        return None
    now = timezone.now()
    name = clean(sent.name or "")
    return files.store(data=sent, name=name, purpose=PURPOSE, by=actor(request.user), now=now)
