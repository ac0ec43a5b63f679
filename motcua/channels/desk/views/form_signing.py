"""Forms that wait for the head of the agency: looked at, ticked, and signed in one act, each with its own answer."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import actions as dossiers
from motcua.dossiers.form_queries import waiting_for_head
from motcua.lib.refusals import Refused

from ._page import page, worded

# Each takes the signing service a moment, and the official waits.
MOST = 50


@official("result.sign")
@require_http_methods(["GET", "POST"])
def sign_forms(request: SignedInRequest) -> HttpResponse:
    """Show the forms that wait for the reader's signature; sign those that are ticked."""
    now = timezone.now()
    waiting = waiting_for_head(request.user, limit=MOST)
    answers: list[dict[str, str]] = []
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        ticked = [given for given in waiting if str(given.pk) in request.POST.getlist("form")]
        if not ticked:
            errors.append({"text": _("Hãy đánh dấu phiếu cần ký."), "href": "#form"})
        for given in ticked:
            try:
                dossiers.sign_form_as_head(form_id=given.pk, by=request.user, now=now)
                text = _("đã ký")
            except Refused as refusal:
                text = worded(refusal)
            answers.append({"code": given.dossier.code, "text": text})
        waiting = waiting_for_head(request.user, limit=MOST)
    context: dict[str, Any] = {
        "rows": [
            {
                "id": given.pk,
                "code": given.dossier.code,
                "title": given.title,
                "owner": given.dossier.owner_name,
                "procedure": given.dossier.version.procedure.title,
                "at": given.event.at,
                "address": reverse("desk:given_form", args=[given.dossier.public_id, given.event_id]),
                "dossier": reverse("desk:dossier", args=[given.dossier.public_id]),
            }
            for given in waiting
        ],
        "answers": answers,
        "errors": errors,
    }
    return page(request, "desk/sign_forms.html", context, here="ky", status=422 if errors else 200)
