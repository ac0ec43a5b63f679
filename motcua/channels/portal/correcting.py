"""Put right what a dossier says: how one is reached at once, anything else by asking the agency."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, citizen
from motcua.accounts.queries import actor
from motcua.audit import actions as audit
from motcua.channels.portal.filing import refused
from motcua.dossiers import actions as dossiers
from motcua.dossiers import queries
from motcua.dossiers.access import parties_of
from motcua.dossiers.models import Dossier
from motcua.holdings import correcting
from motcua.holdings.correction_rules import FACTS, HINTS, STANDINGS, Fact, Standing
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.ui.summaries import Line, line_of

FIELDS = {
    "phone_wrong": "phone",
    "email_wrong": "email",
    "fact_unknown": "fact",
    "wrong_missing": "wrong",
    "right_missing": "right",
    "reason_missing": "reason",
    "": "content",
}


@citizen
@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, code: str) -> HttpResponse:
    """Show how one is reached and what was asked; take a new number or a request, with what was typed kept."""
    now, refusal = timezone.now(), None
    try:
        found = queries.by_code(code, by=request.user, verb=correcting.ASK)
    except Refused as problem:
        return refused(request, problem)
    audit.viewed([("dossier", found.code)], by=actor(request.user), why="own", at=now)
    typed = {name: clean(request.POST.get(name, ""))[:2000] for name in (*FIELDS.values(),)}
    if request.method == "POST":
        try:
            said = _do(request, found, typed)
        except Refused as problem:
            refusal = line_of(problem, FIELDS)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(request.path)
    return _page(request, found, typed if refusal else {}, refusal)


def _do(request: SignedInRequest, dossier: Dossier, typed: dict[str, str]) -> str:
    by, now = request.user, timezone.now()
    if request.POST.get("do") == "contact":
        dossiers.change_contact(dossier=dossier, phone=typed["phone"], email=typed["email"], by=by, now=now)
        return _("Đã đổi điện thoại, thư điện tử của ông/bà ở hồ sơ này.")
    wanted = {name: typed[name] for name in ("fact", "wrong", "right", "reason")}
    made = correcting.ask_correction(dossier=dossier, **wanted, by=by, now=now)
    return _("Đã gửi đề nghị. Cơ quan trả lời chậm nhất ngày %(day)s.") % {"day": f"{made.due_on:%d/%m/%Y}"}


def _page(request: SignedInRequest, dossier: Dossier, typed: dict[str, str], refusal: Line | None) -> HttpResponse:
    mine = [party for party in parties_of(dossier) if party.known_person_id == request.user.person_id]
    kept = next((party for party in mine if party.phone or party.email), None)
    context: dict[str, Any] = {
        "dossier": dossier,
        "typed": typed,
        "phone": typed.get("phone") or (kept.phone if kept else ""),
        "email": typed.get("email") or (kept.email if kept else ""),
        "facts": [
            {"value": fact.value, "text": _(name), **({"hint": {"text": _(HINTS[fact])}} if HINTS[fact] else {})}
            for fact, name in FACTS.items()
        ],
        "requests": [
            {
                "fact": _(FACTS[Fact(one.fact)]),
                "standing": _(STANDINGS[Standing(one.standing)]),
                "is_open": one.standing == Standing.OPEN,
                "it": one,
            }
            for one in correcting.corrections_of(dossier, request.user)
        ],
        "refusal": refusal,
    }
    return render(request, "portal/mine/correct.html", context, status=422 if refusal else 200)
