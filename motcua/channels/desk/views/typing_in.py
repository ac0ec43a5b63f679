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
from motcua.dossiers import access, digitising, queries
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Dossier, Paper, Party, PartyRole
from motcua.dossiers.packages import package_of
from motcua.dossiers.paperwork.documents import newest_answers
from motcua.dossiers.rules.filing import SIGNED_DECLARATION, NotReady
from motcua.eforms import sealing
from motcua.eforms.reading import pressed
from motcua.files.rules import WITH_PAGES, Kind
from motcua.lib.refusals import Conflict, Refused
from motcua.ui.summaries import Line, line_of

from .. import actions
from ..along import Along
from ._page import page
from ._posted import number_of
from .dossier import MOST_PAGES, found, scan_address, seen


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
    answers, now = form.read(request.POST, context), timezone.now()
    if pressed(request.POST):
        return _page(request, dossier, answers)
    uploads = {
        paper.key: [(upload.name or "", upload.read()) for upload in request.FILES.getlist(f"scan-{paper.key}")]
        for paper in _unscanned(request, dossier)
        if f"scan-{paper.key}" in request.FILES
    }
    try:
        actions.type_in(
            dossier=dossier,
            answers=answers,
            scans=dossiers.store_scans(uploads, by=request.user, now=now),
            by=request.user,
            now=now,
            revision=number_of(request, "revision"),
        )
    except NotReady:
        return _page(request, dossier, answers, problems=form.check(answers, context), status=422)
    except Refused as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        line = line_of(refusal, {"file": f"scan-{next(iter(uploads), '')}"})
        return _page(request, found(request, public_id), answers, refusal=line, status=status)
    messages.success(request, _("Đã lưu nội dung khai từ tờ khai giấy của hồ sơ %(code)s.") % {"code": dossier.code})
    return redirect(back)


def _unscanned(request: SignedInRequest, dossier: Dossier) -> list[Paper]:
    """Return the papers of which the reader may send a scan together with what is typed, the declaration first."""
    if not access.may(request.user, "paper.scan", dossier):
        return []
    return digitising.awaited([dossier]).get(dossier.pk, [])


def _pictures(dossier: Dossier) -> list[tuple[str, str]]:
    """Return the pages of the scanned declaration with their words, to type from."""
    sheets = [sheet for sheet in queries.papers_of(dossier) if sheet.paper.key == SIGNED_DECLARATION]
    files = [row.file for sheet in sheets for row in sheet.files if Kind(row.file.kind) in WITH_PAGES]
    numbered = [(file, number) for file in files for number in range(1, (file.pages or 0) + 1)][:MOST_PAGES]
    return [
        (
            reverse("desk:page", args=[dossier.public_id, file.public_id, number]),
            _("%(paper)s, trang %(number)s") % {"paper": _("Tờ khai giấy"), "number": place},
        )
        for place, (file, number) in enumerate(numbered, start=1)
    ]


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
    refusal: Line | None = None,
    status: int = 200,
) -> HttpResponse:
    seen(request, dossier, why="desk.type_answers")
    pages = package_of(dossier.version_id).form.pages(answers, _context(dossier), problems)
    context = {
        "dossier": dossier,
        "along": Along.read(request.GET).query(),
        "pages": pages,
        "revision": dossier.revision,
        "errors": ([refusal] if refusal else []) + [error for each in pages for error in each.errors],
        "pictures": _pictures(dossier),
        "unscanned": _unscanned(request, dossier),
        "scan_address": scan_address(request.user, dossier),
    }
    return page(request, "desk/type_answers.html", context, status=status, with_piles=False)
