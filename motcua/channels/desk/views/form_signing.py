"""Forms and letters that wait for the head of the agency: looked at, ticked, signed in one act, each answered."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.models import User
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import LetterSignature
from motcua.dossiers.paperwork.form_queries import waiting_for_head
from motcua.dossiers.paperwork.letters import letters_to_sign
from motcua.lib.refusals import Refused

from ._page import page, worded

# Each takes the signing service a moment, and the official waits.
MOST = 50


@official("result.sign")
@require_http_methods(["GET", "POST"])
def sign_forms(request: SignedInRequest) -> HttpResponse:
    """Show the forms and letters that wait for the reader's signature; sign those that are ticked."""
    now = timezone.now()
    waiting, letters = waiting_for_head(request.user, limit=MOST), letters_to_sign(request.user, limit=MOST)
    answers: list[dict[str, str]] = []
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        ticked = [given for given in waiting if str(given.pk) in request.POST.getlist("form")]
        chosen = [one for one in letters if str(one.version.letter.public_id) in request.POST.getlist("letter")]
        if not ticked and not chosen:
            errors.append({"text": _("Hãy đánh dấu phiếu cần ký."), "href": "#form"})
        for given in ticked:
            try:
                dossiers.sign_form_as_head(form_id=given.pk, by=request.user, now=now)
                text = _("đã ký")
            except Refused as refusal:
                text = worded(refusal)
            answers.append({"code": given.dossier.code, "text": text})
        answers += [_signed(one, request.user, now) for one in chosen]
        waiting, letters = waiting_for_head(request.user, limit=MOST), letters_to_sign(request.user, limit=MOST)
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
        "letters": [_row(one) for one in letters],
        "answers": answers,
        "errors": errors,
    }
    return page(request, "desk/sign_forms.html", context, here="ky", status=422 if errors else 200)


def _row(waiting: LetterSignature) -> dict[str, Any]:
    version, letter = waiting.version, waiting.version.letter
    return {
        "id": str(letter.public_id),
        "code": letter.dossier.code,
        "title": letter.name,
        "subject": version.subject,
        "addressee": version.addressee,
        "by": waiting.asked_by.full_name,
        "at": waiting.asked_at,
        "address": reverse("desk:letter", args=[letter.dossier.public_id, letter.public_id]),
        "dossier": reverse("desk:dossier", args=[letter.dossier.public_id]),
    }


def _signed(waiting: LetterSignature, by: User, now: datetime) -> dict[str, str]:
    """Sign one letter, and return what became of it."""
    letter = waiting.version.letter
    try:
        dossiers.sign_letter(dossier_id=letter.dossier_id, letter_id=letter.public_id, by=by, now=now)
        text = _("đã ký")
    except Refused as refusal:
        text = worded(refusal)
    return {"code": letter.dossier.code, "text": text}
