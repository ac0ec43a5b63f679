"""Filing at the counter for somebody who came in person, through the same action as everywhere else."""

import uuid
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua import audit
from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor, person_by_number
from motcua.accounts.rules import IdentityKind
from motcua.dossiers import actions as dossiers
from motcua.dossiers import documents
from motcua.dossiers.packages import Package, package_of
from motcua.dossiers.rules.filing import Filing, NotReady
from motcua.dossiers.rules.states import Channel, Origin
from motcua.eforms.reading import pressed
from motcua.files import actions as files
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.organisations.rules import Role
from motcua.procedures import queries as procedures
from motcua.procedures.models import ProcedureVersion

from ..forms import Particulars, papers_given
from ..queries import agencies_for, receivable
from ._page import page, worded
from .dossier import found, seen

FILL = "fill"
_MISSING = {
    "submitter-name": N_("Hãy ghi họ, chữ đệm và tên người nộp."),
    "owner-name": N_("Hãy ghi tên chủ hồ sơ."),
    "result_address": N_("Hãy ghi địa chỉ nhận kết quả qua bưu chính."),
    "agency": N_("Hãy chọn cơ quan giải quyết hồ sơ."),
}


@official("dossier.receive")
@require_safe
def choose(request: SignedInRequest) -> HttpResponse:
    """Find the procedure that somebody came for, among those that are received here."""
    text = clean(request.GET.get("thu-tuc", ""))[:200]
    found = receivable(text, _units(request), today(timezone.now()))
    return page(request, "desk/counter.html", {"text": text, "entries": found}, here="quay")


@official("dossier.receive")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask everything on one screen and file it."""
    now = timezone.now()
    try:
        version = procedures.current(code, today(now))
    except ProcedureVersion.DoesNotExist as missing:
        raise Http404 from missing
    package = package_of(version.pk)
    agencies = agencies_for(version.procedure, _units(request), today(now))
    particulars = Particulars.read(request.POST)
    filling = FILL in request.POST
    if filling:
        particulars = _recognised(request, particulars)
    context = package.form_context(particulars.case_key, Channel.DIRECT, now)
    answers = package.form.read(request.POST, context) if request.method == "POST" else {}
    refusal, points, problems = "", [], []
    if filling:
        known = particulars.known()
        facts = replace(context, person=known["person"], owner=known["owner"], organisation=known["organisation"])
        answers = package.form.prefilled(answers, facts)
    elif request.method == "POST" and not pressed(request.POST):
        problems = package.form.check(answers, context)
        points = [_MISSING[name] for name in particulars.missing()]
        if not problems and not points:
            try:
                filing = _filing(request, version, package, particulars, answers, agencies)
                filed = dossiers.file(filing=filing, key=request.POST.get("key", ""), by=request.user, now=now)
            except NotReady as refused:
                points = [_(point.message).format(**point.params) for point in refused.points]
            except Refused as refused:
                refusal = worded(refused)
            else:
                messages.success(request, _("Đã ghi nhận hồ sơ %(code)s.") % {"code": filed.dossier.code})
                return redirect("desk:dossier", filed.dossier.public_id)
    shown: dict[str, Any] = {
        "version": version,
        "procedure": version.procedure,
        "package": package,
        "agencies": agencies,
        "given": particulars,
        "typed": request.POST,
        "pages": package.form.pages(answers, context, problems),
        "papers": [paper for paper in package.papers(particulars.case_key) if paper.is_handed_in],
        "cases": package.settings.get("cases") or [],
        "key": request.POST.get("key") or uuid.uuid4().hex,
        "refusal": refusal,
        "points": [_(point) for point in points],
    }
    failed = bool(refusal or points or problems)
    return page(request, "desk/counter_file.html", shown, here="quay", status=422 if failed else 200)


@official("dossier.print_slip")
@require_POST
def slip(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Print the slip that the applicant takes home. Not by GET: the secret on it is told once."""
    now, dossier = timezone.now(), found(request, public_id)
    seen(request, dossier, why="desk.slip")
    secret = dossiers.give_secret(dossier_id=dossier.pk, by=request.user, now=now)
    pdf = documents.slip_pdf(dossier, secret=secret, by=actor(request.user), now=now)
    headers = {"Content-Disposition": f'inline; filename="phieu-{dossier.code}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _units(request: SignedInRequest) -> list[int]:
    """Return the ids of the one-stop units where the official receives."""
    return [post.agency_id for post in access.posts_today(request.user) if post.role == Role.RECEPTIONIST]


def _recognised(request: SignedInRequest, particulars: Particulars) -> Particulars:
    """Complete a submitter whom the system knows by the number that was typed; looking somebody up is recorded."""
    party = particulars.submitter
    if party.name or not party.identity_number:
        return particulars
    try:
        person = person_by_number(IdentityKind(party.identity_kind), party.identity_number)
    except Refused:
        return particulars  # not a number yet: the form says so when it is sent
    if person is None:
        return particulars
    audit.viewed([("person", str(person.pk))], by=actor(request.user), why="desk.counter", at=timezone.now())
    return particulars.with_submitter(replace(party, name=person.full_name, birth=party.birth or person.birth))


def _filing(
    request: SignedInRequest,
    version: ProcedureVersion,
    package: Package,
    particulars: Particulars,
    answers: dict[str, Any],
    agencies: list[Any],
) -> Filing:
    now = timezone.now()
    agency = next((one for one, _stop in agencies if one.code == particulars.agency), None)
    if agency is None:
        if len(agencies) != 1:
            raise Refused("no_such_agency", _MISSING["agency"])
        agency = agencies[0][0]
    stop = next(stop for one, stop in agencies if one.pk == agency.pk)
    papers = [paper for paper in package.papers(particulars.case_key) if paper.is_handed_in]
    scans = {
        paper.key: tuple(
            str(
                files.store(
                    data=upload.read(), name=upload.name or "", purpose="paper", by=actor(request.user), now=now
                ).public_id
            )
            for upload in request.FILES.getlist(f"scan-{paper.key}")
        )
        for paper in papers
    }
    return Filing(
        version_id=version.pk,
        agency_id=agency.pk,
        origin=Origin.COUNTER,
        channel=Channel.DIRECT,
        submitter=particulars.submitter,
        owner=particulars.owner,
        answers=answers,
        papers=papers_given(papers, request.POST, scans),
        case_key=particulars.case_key,
        result_channel=particulars.result_channel,
        result_address=particulars.result_address,
        helped_agency_id=stop.pk,
        received_agency_id=stop.pk,
    )
