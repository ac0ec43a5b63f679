"""Letters and decisions of a dossier: begun from a template, written here, compared, printed, sent on."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import access
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Dossier, Letter
from motcua.dossiers.paperwork import letters as kept
from motcua.dossiers.rules.letters import KIND_NAMES, MOST_BODY, MOST_LINE, LetterKind, Sign, Words, compare
from motcua.files import queries as stored
from motcua.lib.dates import today
from motcua.lib.refusals import Forbidden, Refused
from motcua.lib.text import clean

from ..along import Along, row_of
from ._page import page, worded
from ._posted import number_of, text_of
from .dossier import found, seen

# How many more signs than allowed come back to be shortened.
SPARE = 10_000


@official("paper.see")
@require_safe
def letters(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List a dossier's letters, and the templates for another."""
    return _list_page(request, found(request, public_id, "paper.see"))


@official("letter.write")
@require_POST
def begin(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Begin a letter from the chosen template."""
    dossier = found(request, public_id, kept.VERB)
    chosen = request.POST.get("template", "")
    try:
        letter = dossiers.begin_letter(dossier_id=dossier.pk, template=chosen, by=request.user, now=timezone.now())
    except Refused as refusal:
        return _list_page(request, dossier, refusal=refusal)
    return redirect(_address(request, "desk:letter", dossier, letter))


@official("paper.see")
@require_safe
def letter(request: SignedInRequest, public_id: UUID, letter: UUID) -> HttpResponse:
    """Show a letter to be written on, its versions, and two of them compared where asked."""
    dossier, of = _found(request, public_id, letter, "paper.see")
    return _letter_page(request, dossier, of)


@official("letter.write")
@require_POST
def save(request: SignedInRequest, public_id: UUID, letter: UUID) -> HttpResponse:
    """Keep what was written as the next version."""
    dossier, of = _found(request, public_id, letter, kept.VERB)
    words = Words(_line(request, "addressee"), _line(request, "subject"), clean(_cut(request, "body", MOST_BODY)))
    do = partial(dossiers.save_letter, words=words, expected=number_of(request, "number"))
    return _done(request, dossier, of, do, _("Đã lưu văn bản."), typed=words)


@official("letter.write")
@require_POST
def send(request: SignedInRequest, public_id: UUID, letter: UUID) -> HttpResponse:
    """Let the newest version go out: into the dossier, or as the draft of its result."""
    dossier, of = _found(request, public_id, letter, kept.VERB)
    expected, wanted = number_of(request, "number"), request.POST.get("as")
    if wanted == "sign":
        do = partial(dossiers.ask_signature, expected=expected)
        return _done(request, dossier, of, do, _("Đã trình ký. Văn bản có số, ngày và chữ ký khi người đứng đầu ký."))
    is_result = wanted == "result"
    said = _("Đã dùng làm dự thảo kết quả.") if is_result else _("Đã đưa văn bản vào hồ sơ.")
    return _done(request, dossier, of, partial(dossiers.send_letter, is_result=is_result, expected=expected), said)


@official("result.sign")
@require_POST
def give_back(request: SignedInRequest, public_id: UUID, letter: UUID) -> HttpResponse:
    """Give a letter that waits for the head back to who wrote it."""
    dossier, of = _found(request, public_id, letter, "result.sign")
    do = partial(dossiers.return_letter, note=text_of(request, "note"))
    return _done(request, dossier, of, do, _("Đã trả lại văn bản cho người soạn."))


def _done(
    request: SignedInRequest,
    dossier: Dossier,
    of: Letter,
    do: Callable[..., object],
    said: str,
    *,
    typed: Words | None = None,
) -> HttpResponse:
    """Do something with a letter and go back to it; a refusal shows its page with what was typed."""
    try:
        do(dossier_id=dossier.pk, letter_id=of.public_id, by=request.user, now=timezone.now())
    except Refused as refusal:
        return _letter_page(request, dossier, of, refusal=refusal, typed=typed)
    messages.success(request, said)
    return redirect(_address(request, "desk:letter", dossier, of))


@official("paper.see")
@require_safe
def printed(
    request: SignedInRequest, public_id: UUID, letter: UUID, number: int
) -> HttpResponse | StreamingHttpResponse:
    """Show how a version prints, or the signed one as it went out."""
    dossier, of = _found(request, public_id, letter, "paper.see")
    until = access.read_until(request.user, dossier)
    version = next((one for one in kept.versions_of(of, until=until) if one.number == number), None)
    if version is None:
        raise Http404
    seen(request, dossier, why="desk.letter")
    if version.pk in kept.signatures_of(dossier, signed=True) and version.file is not None:
        return StreamingHttpResponse(stored.stream(version.file), headers=stored.print_headers(version.file))
    headers = {
        "Content-Disposition": f'inline; filename="van-ban-{dossier.code}-{number}.pdf"',
        "Cache-Control": "private, no-store",
    }
    pdf = kept.letter_pdf(of, version, at=version.saved_at)
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _list_page(request: SignedInRequest, dossier: Dossier, *, refusal: Refused | None = None) -> HttpResponse:
    seen(request, dossier, why="desk.letter")
    choices = [
        {"value": one.key, "text": one.name, "hint": {"text": _(KIND_NAMES[one.kind])}}
        for one in kept.templates_on(today(timezone.now()))
    ]
    context: dict[str, Any] = {
        "dossier": dossier,
        "along": Along.read(request.GET).query(),
        "letters": kept.letters_of(dossier, until=access.read_until(request.user, dossier)),
        "signatures": kept.signatures_of(dossier),
        "choices": choices,
        "chosen": request.POST.get("template", ""),
        "may_write": kept.may_write(request.user, dossier),
        "refusal": worded(refusal) if refusal is not None else "",
    }
    return page(request, "desk/letters.html", context, status=_status(refusal), with_piles=False)


def _letter_page(
    request: SignedInRequest,
    dossier: Dossier,
    of: Letter,
    *,
    refusal: Refused | None = None,
    typed: Words | None = None,
) -> HttpResponse:
    """Show the newest version, or what was typed and how it differs from the newest by now."""
    seen(request, dossier, why="desk.letter")
    versions = kept.versions_of(of, until=access.read_until(request.user, dossier))
    if not versions:
        raise Http404
    newest = versions[0]
    signatures = kept.signatures_of(dossier)
    waiting = next((one for one in versions if one.pk in signatures and signatures[one.pk].is_waiting), None)
    may_sign = waiting is not None and access.may(request.user, "result.sign", dossier)
    numbered = {one.number: one for one in versions}
    old, new = numbered.get(row_of(request.GET, "tu") or 0), numbered.get(row_of(request.GET, "den") or 0)
    if typed is not None:
        lines = compare(newest.words, typed) if number_of(request, "number") != newest.number else []
    else:
        lines = compare(old.words, new.words) if old is not None and new is not None else []
    context: dict[str, Any] = {
        "dossier": dossier,
        "along": Along.read(request.GET).query(),
        "letter": of,
        "kind": _(KIND_NAMES[LetterKind(of.kind)]),
        "versions": versions,
        "newest": newest,
        "signatures": signatures,
        "kind_signed": of.kind != LetterKind.RESULT,
        "note": text_of(request, "note"),
        "may_sign": may_sign,
        "acting": access.require_signing(request.user, dossier, signatures[waiting.pk].agency)
        if waiting is not None and may_sign
        else None,
        "words": typed or newest.words,
        "blanks": (typed or newest.words).blanks(),
        "choices": [{"value": str(one.number), "text": _("Bản %(n)s") % {"n": one.number}} for one in versions],
        "old": old.number if old else versions[min(1, len(versions) - 1)].number,
        "new": new.number if new else newest.number,
        "lines": [(sign == Sign.OLD, sign == Sign.NEW, text) for sign, text in lines],
        "is_typed": typed is not None,
        "may_write": kept.may_write(request.user, dossier),
        "may_be_result": of.kind == LetterKind.RESULT and access.may(request.user, "result.draft", dossier),
        "refusal": worded(refusal) if refusal is not None else "",
    }
    return page(request, "desk/letter.html", context, status=_status(refusal), with_piles=False)


def _found(request: SignedInRequest, public_id: UUID, letter: UUID, verb: str) -> tuple[Dossier, Letter]:
    dossier = found(request, public_id, verb)
    try:
        return dossier, kept.letter_of(dossier, letter)
    except Refused as refusal:
        raise Http404 from refusal


def _address(request: SignedInRequest, name: str, dossier: Dossier, letter: Letter) -> str:
    return reverse(name, args=[dossier.public_id, letter.public_id]) + Along.read(request.GET).query()


def _status(refusal: Refused | None) -> int:
    return 200 if refusal is None else 403 if isinstance(refusal, Forbidden) else 422


def _cut(request: SignedInRequest, name: str, most: int) -> str:
    return request.POST.get(name, "")[: most + SPARE]


def _line(request: SignedInRequest, name: str) -> str:
    return " ".join(clean(_cut(request, name, MOST_LINE)).split())
