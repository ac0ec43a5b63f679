"""Where is my dossier, without sign-in: by code and secret; and is this result genuine, by the QR printed on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from motcua.accounts.doors import public
from motcua.accounts.rules.quotas import line_of
from motcua.channels.portal.bundle import bundle_of
from motcua.channels.portal.filing import refused, worded
from motcua.channels.portal.showing import sight_of
from motcua.channels.portal.standings import standing_of_result
from motcua.channels.portal.verdicts import stamps_told, told
from motcua.dossiers import actions, queries
from motcua.dossiers.paperwork.form_queries import signature_by_token
from motcua.dossiers.paperwork.letters import letter_by_token
from motcua.files import queries as stored
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.signing.rules import Report
from motcua.signing.verify import check_pdf


@public
@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for code and secret; they come by POST, so that no address carries the secret."""
    if request.method == "GET":
        return _form(request, code=request.GET.get("ma", "")[:60])
    return _look_up(request, request.POST.get("code", "")[:60], request.POST.get("secret", "")[:20])


@public
@never_cache
@require_GET
def track_by_qr(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Show the dossier of a printed QR. Opening it changes nothing; logs carry neither code nor secret."""
    return _look_up(request, code[:60], secret[:20])


def _look_up(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    now, code = timezone.now(), clean(code)
    try:
        line = line_of(request.META.get("REMOTE_ADDR", ""))
        dossier = actions.look_up(typed_code=code, typed_secret=secret, now=now, line=line)
    except Refused as refusal:
        return _form(request, code=code, error=worded(refusal))
    return render(
        request,
        "portal/tracking/found.html",
        {"sight": sight_of(dossier, now, private=False), "linked": bundle_of(dossier, now, private=False)},
    )


def _form(request: HttpRequest, *, code: str = "", error: str = "") -> HttpResponse:
    return render(request, "portal/tracking/form.html", {"code": code, "error": error})


@public
@never_cache
@require_GET
def verify_result(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm that a printed result, form or letter is genuine: number, date, who signed, whether it still stands.

    No personal data.
    """
    if (signature := signature_by_token(token[:40])) is not None:
        about = {"signature": signature, "form": signature.form, "report": check_pdf(stored.read(signature.form.file))}
        return render(request, "portal/tracking/verify_form.html", about)
    if (letter := letter_by_token(token[:40])) is not None and letter.version.file is not None:
        seen = {"letter": letter, "report": check_pdf(stored.read(letter.version.file))}
        return render(request, "portal/tracking/verify_letter.html", seen)
    try:
        result = queries.result_by_token(token[:40])
    except Refused as refusal:
        return refused(request, refusal)
    report = check_pdf(stored.read(result.file)) if result.file is not None else Report()
    standing = standing_of_result(result)
    seen = {"result": result, "report": report, "newer": standing.newer}
    seen |= {"signatures": told(report, standing), "stamps": stamps_told(report.stamps)}
    return render(request, "portal/tracking/verify.html", seen)
