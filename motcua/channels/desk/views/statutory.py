"""The statutory forms of a dossier, to be printed: those given, and the control slip as it stands."""

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import access, actions
from motcua.dossiers.paperwork import form_facts, form_layouts, form_queries
from motcua.files import queries as files
from motcua.lib.refusals import Refused

from .dossier import found, seen


@official("paper.see")
@require_safe
def given_form(request: SignedInRequest, public_id: UUID, event: int) -> StreamingHttpResponse:
    """Show a form as it was given; the very bytes, however often it is printed.

    404 for one that was given after the reader's agency had handed the dossier on.
    """
    dossier = found(request, public_id, "paper.see")
    until = access.read_until(request.user, dossier)
    if until is not None and not form_queries.is_of_then(dossier, event, until):
        raise Http404
    try:
        file = actions.give_form(dossier_id=dossier.pk, event_id=event, now=timezone.now())
    except Refused as refusal:
        raise Http404 from refusal
    if file is None:
        raise Http404
    seen(request, dossier, why="desk.form")
    return StreamingHttpResponse(files.stream(file), headers=files.print_headers(file))


@official("paper.see")
@require_safe
def control_slip(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the control slip, drawn from the history as it stands; it says when it was printed."""
    now, dossier = timezone.now(), found(request, public_id, "paper.see")
    seen(request, dossier, why="desk.form")
    pdf, _layout = form_layouts.draw(form_facts.control_slip(dossier, now=now), at=now)
    headers = {"Content-Disposition": f'inline; filename="kiem-soat-{dossier.code}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
