"""The first page, the catalogue with its packages, one procedure with its versions, and two of them compared."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.approvals import queries as approvals
from motcua.lib.dates import today
from motcua.lib.text import clean
from motcua.procedures import queries, searching
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.rules import words
from motcua.procedures.saying import HANDLED
from motcua.procedures.saying import compare as differences
from motcua.procedures.search.finding import Filters

from ..showing import changes, course_of, facts, file_changes, say_outcome
from ..sources import KIND, Source, of_version, source_of
from ._page import VERB, found_procedure, number_in, page

PAGE = 25


@official(VERB)
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for a decision, what comes, what failed, and what the reader is writing."""
    context = {
        "waiting": approvals.waiting(request.user),
        "coming": approvals.coming(request.user),
        "failed": approvals.failed(request.user),
        "sketches": _named(approvals.sketches(request.user)),
    }
    return page(request, "studio/home.html", context, here="home")


def _named(sketches: list[Any]) -> list[dict[str, Any]]:
    titles = {entry.code: entry.title for entry in searching.entries([one.subject for one in sketches])}
    return [
        {"code": one.subject, "title": titles.get(one.subject, one.subject), "at": one.saved_at}
        for one in sketches
        if one.kind == KIND
    ]


@official(VERB)
@require_safe
def catalogue(request: SignedInRequest) -> HttpResponse:
    """Find procedures, each with where its package comes from."""
    question = clean(request.GET.get("q", ""))[: words.MAX_QUERY]
    number = number_in(request.GET, "trang", 1)
    found = searching.search(question, Filters(is_open=True), limit=PAGE, offset=(number - 1) * PAGE)
    codes = [entry.code for entry in found.entries]
    origins, open_ones = queries.origins(codes), approvals.open_subjects(KIND, codes)
    lines = [
        {
            "code": entry.code,
            "title": entry.title,
            "field": entry.field,
            "handled_by": _(HANDLED[entry.handled_by]),
            "origin": origins.get(entry.code, ("default", 1))[0],
            "number": origins.get(entry.code, ("default", 1))[1],
            "is_open": entry.code in open_ones,
        }
        for entry in found.entries
    ]

    def address(to: int) -> str:
        return f"{reverse('studio:catalogue')}?{urlencode({'q': question, 'trang': to})}"

    context = {
        "q": question,
        "lines": lines,
        "total": found.total,
        "previous": address(number - 1) if number > 1 else "",
        "next": address(number + 1) if found.next is not None else "",
    }
    return page(request, "studio/catalogue.html", context, here="catalogue")


@official(VERB)
@require_safe
def procedure(request: SignedInRequest, code: str) -> HttpResponse:
    """Show a procedure: its versions with their dates, and one of them in full."""
    entry = found_procedure(code)
    versions = queries.versions(code)
    if not versions:
        raise Http404
    now = timezone.now()
    in_force = next((one.number for one in versions if one.is_valid_on(today(now))), versions[0].number)
    try:
        version = queries.numbered(code, number_in(request.GET, "ban", in_force))
    except ProcedureVersion.DoesNotExist as nothing:
        raise Http404 from nothing
    source = of_version(version)
    context = {
        "procedure": entry,
        "version": version,
        "source": source,
        "versions": [
            {"number": one.number, "origin": one.origin, "valid": one.valid, "is_now": one.number == in_force}
            for one in versions
        ],
        "groups": facts(source),
        "course": course_of(source),
        "has_form": source.form is not None,
        "proposals": approvals.about(KIND, code, request.user)[:20],
        "open": approvals.open_about(KIND, code),
        "sketch": approvals.sketch(KIND, code, request.user),
    }
    return page(request, "studio/procedure.html", context, here="catalogue")


@official(VERB)
@require_safe
def compare(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what differs between any two packages of a procedure: versions, what is proposed, what one is writing."""
    entry = found_procedure(code)
    versions = queries.versions(code)
    if not versions:
        raise Http404
    first = f"ban-{versions[min(1, len(versions) - 1)].number}"
    chosen = [request.GET.get("cu", first), request.GET.get("moi", f"ban-{versions[0].number}")]
    sources = [source_of(code, which, request.user) for which in chosen]
    old, new = sources
    if old is None or new is None:
        raise Http404
    choices = [{"value": f"ban-{one.number}", "text": _("Phiên bản %(n)s") % {"n": one.number}} for one in versions]
    if approvals.sketch(KIND, code, request.user) is not None:
        choices.append({"value": "soan", "text": _("Bản đang soạn")})
    for proposal in approvals.about(KIND, code, request.user)[:20]:
        when = proposal.effective_on.strftime("%d/%m/%Y")
        choices.append({"value": str(proposal.public_id), "text": _("Đề xuất áp dụng từ %(day)s") % {"day": when}})
    context = {"procedure": entry, "choices": choices, **comparison(old, new)}
    return page(request, "studio/compare.html", context, here="catalogue")


def comparison(old: Source, new: Source) -> dict[str, Any]:
    """Return what a comparison shows: differences in words, the two processes, and the files line by line."""
    is_redrawn = old.folder.process != new.folder.process
    return {
        "old": old,
        "new": new,
        "groups": changes(differences(old.folder, new.folder, say_outcome)),
        "courses": [(old.name, course_of(old)), (new.name, course_of(new))] if is_redrawn else [],
        "files": file_changes(old.files, new.files),
    }
