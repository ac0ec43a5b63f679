"""Opinions: asked on a dossier's page, answered by the asked agency, which sees only what was shared with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import access
from motcua.dossiers import actions as dossiers
from motcua.dossiers import opinions as asked
from motcua.dossiers.actions.opinions import Question
from motcua.dossiers.asking import paper_names
from motcua.dossiers.models import Dossier, Opinion
from motcua.dossiers.rules.opinions import STANCES, Stance
from motcua.files import queries as files
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.organisations.directory import directory
from motcua.organisations.rules import AgencyKind
from motcua.ui.days import day_in
from motcua.ui.summaries import Line, line_of

from .. import actions
from ..along import behind, row_of
from ..words import distance, versions_of
from ._page import page
from ._posted import number_of, text_of
from .dossier import found, seen
from .steps import back

PAGE = 30
ASK_FIELDS = {
    "": "question",
    "no_such_agency": "recipient",
    "opinion_due_missing": "due_on-day",
    "opinion_due_past": "due_on-day",
}
ANSWER_FIELDS = {"": "answer", "stance_missing": "stance", "not_pdf": "file"}


@official("opinion.ask")
@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask another agency: which, what, until when, and what it is to see."""
    dossier, status = found(request, public_id, "opinion.ask"), 200
    refusal: Line | None = None
    if request.method == "POST":
        try:
            opinion = dossiers.ask_opinion(
                dossier_id=dossier.pk,
                question=_question(request),
                by=request.user,
                now=timezone.now(),
                revision=number_of(request, "revision"),
            )
        except Refused as refused:
            refusal, status = line_of(refused, ASK_FIELDS), 409 if isinstance(refused, Conflict) else 422
        else:
            messages.success(request, _("Đã gửi yêu cầu ý kiến đến %(agency)s.") % {"agency": opinion.recipient.name})
            return redirect(reverse("desk:dossier", args=[public_id]))
    context = {
        "dossier": dossier,
        "refusal": refusal,
        "typed": request.POST,
        "chosen": request.POST.getlist("papers"),
        "agencies": _agencies(dossier),
        "papers": [{"value": key, "text": name} for key, name in paper_names(dossier).items()],
    }
    return page(request, "desk/opinion_ask.html", context, status=status, with_piles=False)


def _agencies(dossier: Dossier) -> list[dict[str, str]]:
    on = today(timezone.now())
    found = [
        agency
        for agency in directory().by_id.values()
        if on in agency.valid and agency.kind != AgencyKind.ONE_STOP and agency.pk != dossier.competent_agency_id
    ]
    return [
        {"value": "", "text": _("Chọn cơ quan")},
        *({"value": str(agency.pk), "text": agency.name} for agency in sorted(found, key=lambda one: one.path)),
    ]


def _question(request: SignedInRequest) -> Question:
    due_on = day_in(request.POST, "due_on", code="opinion_due_missing", ask=N_("Hãy ghi ngày cần có trả lời."))
    return Question(
        recipient_id=number_of(request, "recipient") or 0,
        text=text_of(request, "question"),
        due_on=due_on,
        is_mandatory=request.POST.get("is_mandatory") == "1",
        papers=tuple(request.POST.getlist("papers")),
        shares_answers=request.POST.get("shares_answers") == "1",
    )


@official("opinion.waive")
@require_POST
def waive(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Record on what basis the signature may go on without an opinion."""
    dossier = found(request, public_id, "opinion.waive")

    def do() -> None:
        dossiers.waive_opinion(
            dossier_id=dossier.pk,
            number=number_of(request, "opinion") or 0,
            basis=text_of(request, "waive_basis"),
            by=request.user,
            now=timezone.now(),
            revision=number_of(request, "revision"),
        )

    number = number_of(request, "opinion") or 0
    fields = {"": f"waive-{number}"}
    return back(request, dossier, do, _("Đã ghi căn cứ ký khi chưa có ý kiến."), fields)


@official("opinion.answer")
@require_safe
def listed(request: SignedInRequest) -> HttpResponse:
    """List what is asked of the reader's agencies."""
    is_open = request.GET.get("xem") != "da-tra-loi"
    rows = asked.asked_of(request.user, is_open=is_open, behind=row_of(request.GET, "sau"), limit=PAGE + 1)
    now = timezone.now()
    context = {
        "is_open": is_open,
        "rows": [{"opinion": one, "due": distance(one.due_at, now)} for one in rows[:PAGE]],
        "after": behind(rows[PAGE - 1].pk) if len(rows) > PAGE else "",
    }
    return page(request, "desk/opinions.html", context, here="y-kien")


@official("opinion.answer")
@require_http_methods(["GET", "POST"])
def opinion(request: SignedInRequest, opinion: UUID) -> HttpResponse:
    """Show one question with what was shared for it, and take the answer; an answer sent again keeps the earlier."""
    one, now, status = _asked(request, opinion), timezone.now(), 200
    refusal: Line | None = None
    seen(request, one.dossier, why="desk.opinion")
    if request.method == "POST":
        try:
            _answer(request, one)
        except Refused as refused:
            refusal, status = line_of(refused, ANSWER_FIELDS), 409 if isinstance(refused, Conflict) else 422
        else:
            messages.success(request, _("Đã gửi ý kiến (%(code)s).") % {"code": one.dossier.code})
            return redirect(reverse("desk:opinions"))
    context: dict[str, Any] = {
        "opinion": one,
        "versions": versions_of(one),
        "shared": asked.shared_of(one, now),
        "is_over": asked.is_over(one),
        "due": distance(one.due_at, now),
        "refusal": refusal,
        "typed": request.POST,
        "stances": [{"value": stance.value, "text": _(words)} for stance, words in STANCES.items()],
    }
    return page(request, "desk/opinion.html", context, here="y-kien", status=status)


def _answer(request: SignedInRequest, one: Opinion) -> None:
    now, stance, text = timezone.now(), request.POST.get("stance", ""), text_of(request, "answer")
    if stance not in set(Stance):
        raise Refused("stance_missing", N_("Hãy chọn đồng ý, không đồng ý hay ý kiến khác."))
    if not text:
        raise Refused("opinion_empty", N_("Hãy ghi nội dung trả lời."))
    upload = request.FILES.get("file")
    file_id = None
    if upload is not None:
        file_id = actions.store_result(
            data=upload.read(), name=upload.name or "y-kien.pdf", by=request.user, now=now, purpose="opinion"
        )
    dossiers.answer_opinion(
        public_id=one.public_id, stance=Stance(stance), text=text, file_id=file_id, by=request.user, now=now
    )


@official("opinion.answer")
@require_safe
def opinion_file(request: SignedInRequest, opinion: UUID, file_id: UUID) -> StreamingHttpResponse:
    """Hand out a paper that was shared with the asked agency."""
    one = _asked(request, opinion)
    try:
        file = asked.file_of(one, file_id, timezone.now())
    except Refused as refusal:
        raise Http404 from refusal
    seen(request, one.dossier, why="desk.opinion_file")
    return StreamingHttpResponse(files.stream(file), headers=files.download_headers(file))


@official("dossier.see")
@require_safe
def answer_file(request: SignedInRequest, public_id: UUID, file_id: UUID) -> StreamingHttpResponse:
    """Hand out what came with an answer to those who work on the dossier."""
    dossier = found(request, public_id, "paper.see")
    until = access.read_until(request.user, dossier)
    brought = [
        answer.file for one in asked.of_dossier(dossier, until=until) for answer in one.answers.all() if answer.file
    ]
    file = next((file for file in brought if file.public_id == file_id), None)
    if file is None:
        raise Http404
    seen(request, dossier, why="desk.opinion_file")
    return StreamingHttpResponse(files.stream(file), headers=files.download_headers(file))


def _asked(request: SignedInRequest, public_id: UUID) -> Opinion:
    try:
        return asked.by_public_id(public_id, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal
