"""A package looked at as others will see it: the e-form, the prints, and the whole as a zip."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.eforms.settling import Context
from motcua.files import queries as files
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.printing.rendering import TemplateError
from motcua.procedures.packages.linting import lint
from motcua.procedures.packages.samples import TEMPLATES, draw_sample

from ..outlooks import outlooks
from ..sources import Source, source_of
from ..zips import packed
from ._page import VERB, found_procedure, page

MOST_PAGES = 12
NAMES = {"to-khai": "declaration.typ", "ket-qua": "result.typ"}


def _source(request: SignedInRequest, code: str, which: str) -> Source:
    found = source_of(code, which, request.user)
    if found is None:
        raise Http404
    return found


@official(VERB)
@require_safe
def package(request: SignedInRequest, code: str, which: str) -> HttpResponse:
    """Give the package as a zip, to keep or to hand on."""
    source = _source(request, code, which)
    response = HttpResponse(packed(code, source.files), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{code}-{which}.zip"'
    return response


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: SignedInRequest, code: str, which: str) -> HttpResponse:
    """Show the e-form as applicants will see it; what is filled in on trial is checked and kept nowhere."""
    source = _source(request, code, which)
    context: dict[str, Any] = {"procedure": found_procedure(code), "source": source, "pages": [], "tried": ""}
    if source.form is not None:
        cases = [str(case.get("key", "")) for case in source.folder.about.get("cases", ())]
        case = request.POST.get("_case") or request.GET.get("truong-hop", "")
        asked = Context(today=today(timezone.now()), case=case if case in cases else "", channel="portal")
        answers = source.form.prefilled({}, asked)
        problems = []
        if request.method == "POST":
            answers = source.form.read(request.POST, asked, base=answers)
            problems = source.form.check(answers, asked)
            context["tried"] = "faulty" if problems else "sound"
            # Of a package with faults nobody can say what it would ask.
            context["is_whole"] = not lint(source.folder, with_templates=False)
            if context["is_whole"]:
                context["outlooks"] = outlooks(source, answers, asked.case, asked.today)
        context["pages"] = source.form.pages(answers, asked, problems)
        context["cases"] = source.folder.about.get("cases", [])
        context["case"] = asked.case
    return page(
        request, "studio/form.html", context, here="catalogue", status=422 if context["tried"] == "faulty" else 200
    )


@official(VERB)
@require_safe
def printed(request: SignedInRequest, code: str, which: str, name: str) -> HttpResponse:
    """Show how a template prints while nothing is filled in."""
    source = _source(request, code, which)
    pages, fault = 0, ""
    try:
        pages = min(files.pdf_pages(_drawn(source, name)), MOST_PAGES)
    except (TemplateError, Refused) as problem:
        fault = str(problem)[:1000]
    context = {
        "procedure": found_procedure(code),
        "source": source,
        "name": name,
        "file": NAMES[name],
        "title": _("Xem trước tờ khai") if name == "to-khai" else _("Xem trước kết quả"),
        "pages": list(range(1, pages + 1)),
        "fault": fault,
    }
    return page(request, "studio/printed.html", context, here="catalogue")


@official(VERB)
@require_safe
def image(request: SignedInRequest, code: str, which: str, name: str, number: int) -> HttpResponse:
    """Give a page of such a print as a picture."""
    source = _source(request, code, which)
    try:
        data = _drawn(source, name)
        if not 1 <= number <= min(files.pdf_pages(data), MOST_PAGES):
            raise Http404
        return HttpResponse(files.pdf_page_image(data, number), content_type="image/png")
    except TemplateError as problem:
        raise Http404 from problem


def _drawn(source: Source, name: str) -> bytes:
    file = NAMES.get(name, "")
    if file not in TEMPLATES or source.form is None:
        raise Http404
    data = draw_sample(source.folder, file, source.form)
    if not data:
        raise Http404
    return data
