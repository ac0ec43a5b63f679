"""Agreements of others: the applicant asks for one, whoever is named answers it by their own sign-in."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, citizen, citizen_or_agent
from motcua.accounts.queries import actor
from motcua.audit import actions as audit
from motcua.channels.portal.agreeing import drop_changed
from motcua.channels.portal.filing import refused
from motcua.channels.portal.journey import Journey
from motcua.dossiers import actions, queries
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.printing.rendering import qr_svg
from motcua.ui.summaries import line_of

FIELDS = {"name_missing": "name", "personal_id": "number", "own_number": "number", "": "content"}


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest, draft: UUID, paper: str) -> HttpResponse:
    """Ask somebody to agree in the place of a signed paper: the link to pass on, and what came of it."""
    errors = []
    try:
        journey = Journey.of(draft, request.user, timezone.now())
        asked = journey.consents.get(paper)
        if asked is None:
            raise Refused("not_found", N_("Giấy tờ này không xin ý kiến qua mạng được."))
        drop_changed(journey)
        shown = journey.shown_to(asked)
    except Refused as refusal:
        return refused(request, refusal)
    if request.method == "POST":
        try:
            actions.ask_consent(
                public_id=draft,
                paper_key=paper,
                name=request.POST.get("name", ""),
                number=request.POST.get("number", ""),
                shown=shown,
                by=request.user,
                now=journey.now,
            )
            return redirect(request.path)
        except Refused as refusal:
            errors = [line_of(refusal, FIELDS)]
    consent = queries.consents_of(journey.draft).get(paper)
    address = ""
    if consent is not None and not consent.answer:
        address = settings.SITE_ADDRESS + reverse("portal:consent", args=[actions.secret_of_consent(consent)])
    context = {
        "draft": journey.draft,
        "asked": asked,
        "shown": shown,
        "consent": consent,
        "is_over": consent is not None and not consent.answer and consent.expires_at <= journey.now,
        "address": address,
        "qr": qr_svg(address) if address else "",
        "errors": errors,
        "typed": request.POST,
    }
    return render(request, "portal/acting/ask.html", context, status=422 if errors else 200)


@citizen
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, secret: str) -> HttpResponse:
    """Show whoever was named what they are asked to agree to, and nothing more; take their answer, once."""
    now = timezone.now()
    try:
        consent = actions.consent_for(secret, by=request.user, now=now)
        choice = request.POST.get("answer", "")
        if request.method == "POST" and choice in {"agreed", "refused"}:
            actions.answer_consent(
                secret=secret,
                agrees=choice == "agreed",
                reason=request.POST.get("reason", ""),
                by=request.user,
                now=now,
            )
            messages.success(request, _("Đã ghi câu trả lời."))
            return redirect(request.path)
    except Refused as refusal:
        return refused(request, refusal)
    audit.viewed([("consent", str(consent.public_id))], by=actor(request.user), why="own", at=now)
    error = request.method == "POST"
    response = render(
        request, "portal/acting/answer.html", {"consent": consent, "error": error}, status=422 if error else 200
    )
    # Not even this site's other pages are told the address.
    response["Referrer-Policy"] = "no-referrer"
    return response
