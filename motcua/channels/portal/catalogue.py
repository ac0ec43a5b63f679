"""The pages of the catalogue, open to everybody: the first page, search, and one page for each procedure."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.accounts.doors import public
from motcua.channels.portal.bundle import planned
from motcua.channels.portal.procedure_page import HANDLED_BY, WAYS, ProcedurePage
from motcua.lib.dates import today
from motcua.lib.text import clean
from motcua.procedures import queries, searching
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.paperless import decision_on
from motcua.procedures.rules import words
from motcua.procedures.search.finding import Filters, Found
from motcua.ui.pages import error_page
from motcua.ui.texts import said, translated

PAGE = 15
SUGGESTIONS = 7
MOST_CHOICES = 8
# Address parameter -> filter of the search, with the words of its choices where they are not the value itself.
NARROWED_BY = {
    "linh-vuc": "field",
    "noi-giai-quyet": "handled_by",
    "cach-nop": "channel",
    "su-kien": "event",
    "doi-tuong": "subject",
    "co-quan": "agency",
}


def _names() -> dict[str, str]:
    return {
        "linh-vuc": _("Lĩnh vực"),
        "noi-giai-quyet": _("Nơi giải quyết"),
        "cach-nop": _("Cách nộp"),
        "su-kien": _("Việc trong đời sống"),
        "doi-tuong": _("Dành cho"),
        "co-quan": _("Cơ quan thực hiện"),
    }


def _label(parameter: str, value: str) -> str:
    if parameter == "noi-giai-quyet" and value in HANDLED_BY:
        return _(HANDLED_BY[value])
    if parameter == "cach-nop" and value in WAYS:
        return _(WAYS[value])
    if parameter == "su-kien":
        return next((translated(event.name) for event in words.life_events() if event.key == value), value)
    return said(value, 90)


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Ask what the person wants to do."""
    frequent = searching.entries(words.frequent_codes())
    return render(request, "portal/catalogue/home.html", {"events": words.life_events(), "frequent": frequent})


def _chosen(request: HttpRequest) -> dict[str, str]:
    given = {parameter: clean(request.GET.get(parameter, ""))[:300] for parameter in NARROWED_BY}
    return {parameter: value for parameter, value in given.items() if value}


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what a question finds, with choices to narrow it down; without a question, the whole catalogue."""
    question = clean(request.GET.get("q", ""))[: words.MAX_QUERY]
    chosen = _chosen(request)
    page = _page_number(request)
    found = searching.search(
        question,
        Filters(
            field=chosen.get("linh-vuc", ""),
            handled_by=chosen.get("noi-giai-quyet", ""),
            channel=chosen.get("cach-nop", ""),
            event=chosen.get("su-kien", ""),
            subject=chosen.get("doi-tuong", ""),
            agency=chosen.get("co-quan", ""),
        ),
        limit=PAGE,
        offset=(page - 1) * PAGE,
        with_facets=True,
    )
    here = {"q": question, **chosen} if question else chosen

    def address(changes: dict[str, str]) -> str:
        kept = {key: value for key, value in {**here, **changes}.items() if value}
        return f"{reverse('portal:search')}?{urlencode(kept)}" if kept else reverse("portal:search")

    context = {
        "question": question,
        "found": found,
        "facets": list(_facets(found, chosen, address)),
        "chosen": [
            {"name": name, "label": _label(parameter, chosen[parameter]), "href": address({parameter: ""})}
            for parameter, name in _names().items()
            if parameter in chosen
        ],
        "hidden": chosen,
        "events": words.life_events(),
        "previous": {"href": address({"trang": str(page - 1) if page > 2 else ""})} if page > 1 else None,
        "next": {"href": address({"trang": str(page + 1)})} if found.next is not None else None,
        "page": page,
    }
    return render(request, "portal/catalogue/search.html", context)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("trang", "1")
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 1000 else 1


def _facets(
    found: Found, chosen: dict[str, str], address: Callable[[dict[str, str]], str]
) -> Iterator[dict[str, object]]:
    for parameter, name in _names().items():
        counted = found.facets[NARROWED_BY[parameter]]
        if parameter in chosen or len(counted) < 2:
            continue
        yield {
            "name": name,
            "choices": [
                {"label": _label(parameter, value), "count": count, "href": address({parameter: value})}
                for value, count in counted[:MOST_CHOICES]
            ],
        }


@public
@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer as somebody types: a few procedures that may be meant, with their addresses."""
    question = clean(request.GET.get("q", ""))[:100]
    found = searching.search(question, limit=SUGGESTIONS, is_unfinished=True) if question else Found([], 0, None)
    answer = [
        {
            "title": translated(entry.title),
            "note": translated(entry.field),
            "href": reverse("portal:procedure", args=[entry.code]),
        }
        for entry in found.entries
    ]
    response = JsonResponse({"suggestions": answer})
    response["Cache-Control"] = "public, max-age=60"
    return response


@public
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a procedure needs, costs and gives; the legal text below."""
    return _procedure(request, code, "procedure")


@public
@require_safe
def full_text(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything that is published of a procedure, for reading and printing."""
    return _procedure(request, code, "full_text")


def _procedure(request: HttpRequest, code: str, template: str) -> HttpResponse:
    meant = _code_meant(code)
    if meant != code:
        return HttpResponsePermanentRedirect(reverse(f"portal:{template}", args=[meant]))
    try:
        version = queries.current(code, today(timezone.now()))
    except ProcedureVersion.DoesNotExist:
        return error_page(request, 404, _("Không có thủ tục mang mã này. Có thể mã đã đổi: hãy tìm theo tên."))
    shown = ProcedurePage(
        version, mode=settings.DEPLOYMENT_MODE, is_all_open=settings.OPEN_ALL, is_whole=template == "full_text"
    )
    paperless = decision_on(version.procedure_id, today(timezone.now()))
    context = {
        "page": shown,
        "paperless": paperless,
        "parts": planned(version, on=today(timezone.now())),
        "events": [event for event in words.life_events() if code in event.codes],
    }
    return render(request, f"portal/catalogue/{template}.html", context)


def _code_meant(code: str) -> str:
    """Forgive a code without its dot, and the tail that provinces and online services add to it."""
    digits = code.strip().replace(".", "")[:7]
    is_code = len(digits) == 7 and digits.isascii() and digits.isdigit()
    if not is_code or len(code) > 60:
        return code
    return f"{digits[0]}.{digits[1:]}"
