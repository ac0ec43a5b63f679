"""What is published: heads of the history and the trust list as open data; the proof of one's own dossier's history."""

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, citizen_or_agent, public
from motcua.accounts.queries import actor
from motcua.audit import actions as audit
from motcua.audit import proving
from motcua.audit import queries as trail
from motcua.audit.heads import newest, published, since
from motcua.audit.statement import read
from motcua.channels.portal.filing import refused
from motcua.dossiers import queries
from motcua.lib.refusals import Refused
from motcua.lib.text import read_number
from motcua.signing import publishing

SHOWN = 24
MOST = 1000  # heads in one answer: six weeks of hours
MOST_ENTRIES = 200


@public
@require_safe
@cache_control(max_age=300, public=True)
def heads(request: HttpRequest) -> HttpResponse:
    """Say what is published of the trail, and show the newest heads."""
    rows = [{"head": head, "said": read(head.statement)} for head in newest(SHOWN)]
    return render(request, "portal/history.html", {"rows": rows, "most": MOST})


@public
@require_safe
@cache_control(max_age=300, public=True)
def head_lines(request: HttpRequest) -> StreamingHttpResponse:
    """Give the heads from number `tu` on, a line of JSON each, at most a thousand; as `verify_audit` reads them."""
    text = request.GET.get("tu", "")
    first = read_number(text) or 1
    return StreamingHttpResponse(
        (json.dumps(published(head).as_json()) + "\n" for head in since(first, MOST)),
        content_type="application/x-ndjson",
        headers={"Content-Disposition": 'attachment; filename="audit-heads.jsonl"'},
    )


@public
@require_safe
@cache_control(max_age=300, public=True)
def trust_list(request: HttpRequest) -> HttpResponse:
    """Give the newest trust list, with which anybody checks signed files without us."""
    row = publishing.newest()
    if row is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="danh-sach-tin-cay-{row.number}.json"'}
    return HttpResponse(publishing.published(row), content_type="application/json; charset=utf-8", headers=headers)


@citizen_or_agent
@never_cache
@require_safe
def proof(request: SignedInRequest, code: str) -> HttpResponse:
    """Hand the owner the proofs that changes of a dossier are under the newest head; those too young are left out."""
    try:
        dossier = queries.by_code(code, by=request.user, verb="dossier.see")
    except Refused as refusal:
        return refused(request, refusal)
    subject = ("dossier", dossier.code)
    audit.viewed([subject], by=actor(request.user), why="own.proof", at=timezone.now())
    entries = trail.history_of(subject)[:MOST_ENTRIES]
    proofs = proving.prove_all(list(entries)[::-1])
    answer = JsonResponse(proofs, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="bang-chung-{dossier.code}.json"'
    return answer
