"""The e-form of a dossier whose declaration came on paper, for the official who types it later."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import access
from motcua.dossiers import actions as dossiers
from motcua.dossiers.documents import newest_answers
from motcua.dossiers.models import Dossier, Party, PartyRole
from motcua.dossiers.packages import package_of
from motcua.dossiers.rules.filing import NotReady
from motcua.eforms import sealing
from motcua.eforms.reading import pressed
from motcua.lib.refusals import Conflict, Refused
from motcua.ui.texts import worded

from ..along import Along
from ._page import page
from ._posted import number_of
from .dossier import found, seen


@official("dossier.type_answers")
@require_http_methods(["GET", "HEAD", "POST"])
def type_answers(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask the questions of the form on one page, with what is known filled in; keep what was typed."""
    dossier = found(request, public_id, "dossier.type_answers")
    along = Along.read(request.GET).query()
    back = reverse("desk:dossier", args=[dossier.public_id]) + along
    form, context = package_of(dossier.version_id).form, _context(dossier)
    if request.method != "POST":
        if not dossiers.may_type_answers(dossier, by=request.user):
            return redirect(back)
        return _page(request, dossier, _begun(request, dossier))
    answers = form.read(request.POST, context)
    if pressed(request.POST):
        return _page(request, dossier, answers)
    try:
        dossiers.type_answers(
            dossier_id=dossier.pk,
            answers=answers,
            by=request.user,
            now=timezone.now(),
            revision=number_of(request, "revision"),
        )
    except NotReady:
        return _page(request, dossier, answers, problems=form.check(answers, context), status=422)
    except Refused as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return _page(request, found(request, public_id), answers, refusal=worded(refusal), status=status)
    messages.success(request, _("Đã lưu nội dung khai từ tờ khai giấy của hồ sơ %(code)s.") % {"code": dossier.code})
    return redirect(back)


def _context(dossier: Dossier) -> Any:
    return package_of(dossier.version_id).form_context(dossier.case_key, dossier.channel, dossier.submitted_at)


def _begun(request: SignedInRequest, dossier: Dossier) -> dict[str, Any]:
    """Return what was typed before, else what the counter wrote down of the people."""
    form, context = package_of(dossier.version_id).form, _context(dossier)
    if dossier.typed_answers:
        answers = newest_answers(dossier)
        may_see = access.may(request.user, "identity.reveal", dossier)
        return answers if may_see else sealing.masked_answers(form, answers)
    people = {party.role: _facts(party) for party in dossier.parties.filter(is_organisation=False)}
    owner = people.get(PartyRole.OWNER, {})
    return form.prefilled({}, replace(context, person=people.get(PartyRole.SUBMITTER, {}), owner=owner))


def _facts(party: Party) -> dict[str, Any]:
    facts = {"full_name": party.name, "birth": party.birth, "phone": party.phone}
    return {key: value for key, value in facts.items() if value}


def _page(
    request: SignedInRequest,
    dossier: Dossier,
    answers: Mapping[str, Any],
    *,
    problems: Sequence[Any] = (),
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    seen(request, dossier, why="desk.type_answers")
    pages = package_of(dossier.version_id).form.pages(answers, _context(dossier), problems)
    context = {
        "dossier": dossier,
        "along": Along.read(request.GET).query(),
        "pages": pages,
        "revision": dossier.revision,
        "errors": [{"text": refusal}] * bool(refusal) + [error for each in pages for error in each.errors],
    }
    return page(request, "desk/type_answers.html", context, status=status, with_piles=False)
