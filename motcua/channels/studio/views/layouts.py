"""A province's own layouts of the statutory forms: the list, one to be written, and how each prints."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.approvals import actions
from motcua.approvals import queries as approvals
from motcua.approvals.models import Proposal
from motcua.dossiers.paperwork import form_layouts, statutory
from motcua.dossiers.paperwork.form_samples import sample
from motcua.dossiers.rules.form_sets import FormKind
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.printing.rendering import TemplateError
from motcua.ui.summaries import Line, line, line_of

from . import letters
from ._page import VERB, page, proposal_fields, read_day

KIND = "form_layout"
FIELDS = proposal_fields("reason", "day-day", {"": "source"})


@official(VERB)
@require_safe
def layouts(request: SignedInRequest) -> HttpResponse:
    """List the forms, each with its number, its sets and whose layout counts today."""
    day = today(timezone.now())
    lines = []
    for kind in FormKind:
        form, layout = statutory.form_of(sample(kind)), form_layouts.layout_on(kind, day)
        lines.append({"kind": kind.value, "title": form.title, "number": form.number, "layout": layout})
    return page(request, "studio/layouts.html", {"lines": lines, "sets": statutory.registry().sets}, here="layouts")


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def layout(request: SignedInRequest, kind: str) -> HttpResponse:
    """Show the layout of a form to be changed; a POST proposes what was written."""
    of = _kind(kind)
    if request.method != "POST":
        return _layout_page(request, of)
    try:
        proposal = actions.propose(
            kind=KIND,
            subject=kind,
            content={"source": _source(request, of)},
            reason=request.POST.get("reason", ""),
            effective_on=read_day(request.POST, "day"),
            by=request.user,
            now=timezone.now(),
            base=request.POST.get("base", ""),
        )
    except Refused as refusal:
        return _layout_page(request, of, refusal=line_of(refusal, FIELDS))
    messages.success(request, _("Đã gửi đề xuất. Một đồng nghiệp có quyền duyệt sẽ xem và quyết định."))
    return redirect("studio:proposal", proposal.public_id)


@official(VERB)
@require_POST
def layout_preview(request: SignedInRequest, kind: str) -> HttpResponse:
    """Show how a form prints in what was written, with invented data; nothing is kept."""
    of = _kind(kind)
    try:
        return _print(form_layouts.preview(of, _source(request, of)), kind)
    except TemplateError as problem:
        words = _("Bố cục chưa in được: {words}").format(words=str(problem)[:1000])
        return _layout_page(request, of, refusal=line(words, "source"))


@official(VERB)
@require_safe
def proposed_layout(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show how a form prints in a proposed layout, or a letter from a proposed template."""
    try:
        proposal = approvals.proposal(public_id, request.user)
    except Proposal.DoesNotExist as nothing:
        raise Http404 from nothing
    if proposal.kind == letters.KIND:
        return letters.print_proposed(request, proposal)
    if proposal.kind != KIND:
        raise Http404
    return _print(form_layouts.preview(_kind(proposal.subject), proposal.content["source"]), proposal.subject)


def preview_address(proposal: Proposal) -> str:
    """Return where a proposed layout or template can be seen printed; empty for proposals of another kind."""
    prints = proposal.kind == KIND or (proposal.kind == letters.KIND and not proposal.content.get("ends"))
    return reverse("studio:proposed_layout", args=[proposal.public_id]) if prints else ""


def _layout_page(request: SignedInRequest, of: FormKind, *, refusal: Line | None = None) -> HttpResponse:
    day = today(timezone.now())
    typed = request.POST if request.method == "POST" else {}
    context: dict[str, Any] = {
        "kind": of.value,
        "form": statutory.form_of(sample(of)),
        "layout": form_layouts.layout_on(of, day),
        "source": typed.get("source") or form_layouts.source_of(of, day),
        "base": typed.get("base") or form_layouts.LayoutKind().base(of.value, day),
        "typed": typed,
        "first_day": day,
        "refusal": refusal,
        "open": approvals.open_about(KIND, of.value),
    }
    return page(request, "studio/layout.html", context, here="layouts", status=422 if refusal else 200)


def _source(request: SignedInRequest, of: FormKind) -> str:
    """Return what was written; empty where it is ours again, so that ours stays in force when it gets better."""
    text = request.POST.get("source", "").replace("\r\n", "\n").strip()
    return "" if text == form_layouts.our_source(of).strip() else text


def _print(pdf: bytes, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="xem-thu-{kind}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _kind(text: str) -> FormKind:
    try:
        return FormKind(text)
    except ValueError as nothing:
        raise Http404 from nothing
