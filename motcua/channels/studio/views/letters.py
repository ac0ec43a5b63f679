"""The province's own templates of letters: the list, one to be written, how it prints, two versions compared."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua import audit
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor
from motcua.approvals import actions
from motcua.approvals import queries as approvals
from motcua.approvals.models import Proposal
from motcua.dossiers import access
from motcua.dossiers.models import Dossier
from motcua.dossiers.paperwork import letter_templates
from motcua.dossiers.paperwork import letters as kept
from motcua.dossiers.rules.letters import (
    KIND_NAMES,
    LetterKind,
    Sign,
    Template,
    Words,
    compare_lines,
    faults,
)
from motcua.lib.dates import say_date, today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.printing.rendering import TemplateError
from motcua.ui.summaries import line_of
from motcua.ui.texts import worded

from ._page import VERB, page, proposal_fields, read_day

KIND = "letter_template"
# Of the form that takes a file in.
LIST_FIELDS = proposal_fields("reason", "day-day", {"": "tep"})
# Where a template that is not there yet is written.
NEW = "moi"
TEXTS = ("kind", "name", "title", "addressee", "subject", "body")
MOST_TYPED = 40_000
# Which field each refusal is about; the text of the letter for all others.
PLACES = {
    "letter_kind": "kind",
    "letter_name": "name",
    "letter_line_long": "subject",
    "no_such_dossier": "code",
    "reason_missing": "reason",
    "reason_too_long": "reason",
    "no_day": "day-day",
    "day_passed": "day-day",
    "day_too_far": "day-day",
}


@official(VERB)
@require_safe
def letters(request: SignedInRequest) -> HttpResponse:
    """List the templates that may be chosen today, each with whose it is."""
    return _list_page(request)


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_template(request: SignedInRequest, key: str) -> HttpResponse:
    """Show a template to be changed, and two of its versions compared where asked; a POST proposes what was written."""
    if request.method != "POST":
        return _page(request, key, _standing(key))
    written = _written(request, key)
    if written.key != NEW or request.POST.get("do") == "end":
        _standing(key)
    try:
        subject, content = _asked(request, written)
        proposal = actions.propose(
            kind=KIND,
            subject=subject,
            content=content,
            reason=request.POST.get("reason", ""),
            effective_on=read_day(request.POST, "day"),
            by=request.user,
            now=timezone.now(),
            base=request.POST.get("base", ""),
        )
    except Refused as refusal:
        return _page(request, key, written, refusal=refusal)
    messages.success(request, _("Đã gửi đề xuất. Một đồng nghiệp có quyền duyệt sẽ xem và quyết định."))
    return redirect("studio:proposal", proposal.public_id)


@official(VERB)
@require_POST
def letter_preview(request: SignedInRequest, key: str) -> HttpResponse:
    """Show how what was written prints, for a dossier that the reader may see or a made-up one; nothing is kept."""
    written = _written(request, key)
    try:
        template = letter_templates.template_of(key, written.plain())
        dossier = _dossier(request)
        if wrong := faults(template.words):
            raise wrong[0].refusal()
        return _print(letter_templates.preview(template, of=dossier, by=request.user, now=timezone.now()))
    except TemplateError as problem:
        fails = Refused("letter_fails", N_("Mẫu chưa in được: {words}"), words=str(problem)[:600])
        return _page(request, key, written, refusal=fails)
    except Refused as refusal:
        return _page(request, key, written, refusal=refusal)


@official(VERB)
@require_safe
def letters_file(request: SignedInRequest) -> HttpResponse:
    """Give the templates that count today as a file for another province."""
    headers = {"Content-Disposition": 'attachment; filename="mau-van-ban.json"', "Cache-Control": "no-store"}
    data = letter_templates.packed(today(timezone.now()))
    return HttpResponse(data, content_type="application/json", headers=headers)


@official(VERB)
@require_POST
def take_letters(request: SignedInRequest) -> HttpResponse:
    """Propose each template of a file that differs from what counts here."""
    uploaded = request.FILES.get("tep")
    proposed, left = 0, []
    try:
        if uploaded is None:
            raise Refused("no_file", N_("Hãy chọn tệp mẫu văn bản."))
        found = letter_templates.unpacked(uploaded.read(letter_templates.MOST_FILE + 1))
        day = read_day(request.POST, "day")
        for one in found:
            try:
                actions.propose(
                    kind=KIND,
                    subject=one.key,
                    content=one.plain(),
                    reason=request.POST.get("reason", ""),
                    effective_on=day,
                    by=request.user,
                    now=timezone.now(),
                )
                proposed += 1
            except Refused as refusal:
                if refusal.code in {"reason_missing", "reason_too_long", "day_passed", "day_too_far"}:
                    raise
                if refusal.code != "nothing_changed":
                    left.append(f"{one.name}: {worded(refusal)}")
    except Refused as refusal:
        return _list_page(request, refusal=refusal)
    messages.success(
        request,
        ngettext(
            "Đã gửi %(n)s đề xuất; mẫu nào giống mẫu đang dùng thì bỏ qua.",
            "Đã gửi %(n)s đề xuất; mẫu nào giống mẫu đang dùng thì bỏ qua.",
            proposed,
        )
        % {"n": proposed},
    )
    for text in left[:10]:
        messages.warning(request, text)
    return redirect("studio:letters")


def print_proposed(request: SignedInRequest, proposal: Proposal) -> HttpResponse:
    """Show how a proposed template prints for a made-up dossier."""
    if proposal.content.get("ends"):
        raise Http404
    template = letter_templates.template_of(proposal.subject, proposal.content)
    return _print(letter_templates.preview(template, of=None, by=request.user, now=timezone.now()))


def _list_page(request: SignedInRequest, *, refusal: Refused | None = None) -> HttpResponse:
    day = today(timezone.now())
    found = kept.templates_on(day)
    ours = set(kept.templates())
    waiting = approvals.open_subjects(KIND, [one.key for one in found])
    context = {
        "rows": [
            {"template": one, "kind": _(KIND_NAMES[one.kind]), "is_ours": one in ours, "waits": one.key in waiting}
            for one in found
        ],
        "first_day": day,
        "typed": request.POST if refusal is not None else {},
        "refusal": line_of(refusal, LIST_FIELDS) if refusal is not None else None,
    }
    return page(request, "studio/letters.html", context, here="letters", status=200 if refusal is None else 422)


def _page(request: SignedInRequest, key: str, written: Template, *, refusal: Refused | None = None) -> HttpResponse:
    day = today(timezone.now())
    posted = request.method == "POST"
    rows = letter_templates.versions_of(key)
    choices = {str(row.number): row.template for row in rows}
    words = _("Bản %(n)s, từ %(day)s")
    names = {str(row.number): words % {"n": row.number, "day": say_date(row.first)} for row in rows}
    if (ours := letter_templates.ours(key)) is not None:
        choices["0"], names["0"] = ours, _("Bản có sẵn")
    old, new = choices.get(request.GET.get("tu", "")), choices.get(request.GET.get("den", ""))
    errors = _errors(refusal, written) if refusal is not None else []
    context: dict[str, Any] = {
        "key": key,
        "is_new": key == NEW,
        "written": written,
        "kinds": [{"value": kind.value, "text": _(name)} for kind, name in KIND_NAMES.items()],
        "fields": [(name, _(meaning), example) for name, meaning, example in letter_templates.fields_said()],
        "base": request.POST.get("base", "") if posted else letter_templates.LetterTemplateKind().base(key, day),
        "typed": request.POST if posted else {},
        "first_day": day,
        "errors": errors,
        "open": approvals.open_about(KIND, key),
        "versions": [{"value": value, "text": text} for value, text in names.items()],
        "tu": request.GET.get("tu", ""),
        "den": request.GET.get("den", ""),
        "lines": [
            (sign == Sign.OLD, sign == Sign.NEW, text)
            for sign, text in (compare_lines(old.lines(), new.lines()) if old and new else [])
        ],
    }
    return page(request, "studio/letter_template.html", context, here="letters", status=422 if errors else 200)


def _errors(refusal: Refused, written: Template) -> list[dict[str, str]]:
    """Return what is wrong, each with its field: of wrong fields all of them, not the first alone."""
    if refusal.code == "letter_fault":
        return [{"text": worded(one.refusal()), "href": f"#{one.part}"} for one in faults(written.words)]
    return [{"text": worded(refusal), "href": f"#{PLACES.get(refusal.code, 'body')}"}]


def _standing(key: str) -> Template:
    """Return the template that counts today; for a new one, an empty one; or answer that there is none."""
    if key == NEW:
        return Template(NEW, LetterKind.LETTER, "", "", Words("", "", ""), None, None)
    found = letter_templates.template_on(key, today(timezone.now()))
    rows = letter_templates.versions_of(key)
    if found is None and not rows:
        raise Http404
    return found or rows[0].template


def _written(request: SignedInRequest, key: str) -> Template:
    """Return what was typed; of an unknown kind, a letter that `template_of` refuses by its name."""
    typed = {name: clean(request.POST.get(name, "")[:MOST_TYPED]) for name in TEXTS}
    for name in ("name", "title", "addressee", "subject"):
        typed[name] = " ".join(typed[name].split())
    kind = LetterKind(typed["kind"]) if typed["kind"] in set(LetterKind) else LetterKind.LETTER
    words = Words(typed["addressee"], typed["subject"], typed["body"])
    return Template(key, kind, typed["name"], typed["title"], words, None, None)


def _asked(request: SignedInRequest, written: Template) -> tuple[str, dict[str, Any]]:
    """Return what is proposed: the key and the content."""
    if request.POST.get("do") == "end":
        return written.key, {"ends": True}
    key = letter_templates.key_for(written.name) if written.key == NEW else written.key
    return key, {**written.plain(), "key": key}


def _dossier(request: SignedInRequest) -> Dossier | None:
    """Return the dossier to be filled in, None for a made-up one; the look at it is noted."""
    code = clean(request.POST.get("code", ""))[:60]
    if not code:
        return None
    visible = access.visible_to(request.user, "paper.see").filter(code=code)
    found = visible.select_related("competent_agency__parent", "competent_agency__area", "received_at").first()
    if found is None:
        raise Refused("no_such_dossier", N_("Không có hồ sơ mã này, hoặc ông/bà không được xem."))
    audit.viewed([("dossier", found.code)], by=actor(request.user), why="studio.letter", at=timezone.now())
    return found


def _print(pdf: bytes) -> HttpResponse:
    headers = {"Content-Disposition": 'inline; filename="xem-thu-van-ban.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
