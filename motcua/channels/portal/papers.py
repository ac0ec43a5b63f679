"""The papers of a draft: several files a paper, each sent alone and in pieces, or all at once by the form."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.accounts import quotas
from motcua.accounts.doors import SignedInRequest, citizen_or_agent
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules.quotas import FILES
from motcua.audit import actions as audit
from motcua.channels.portal.filing import again, refused, worded
from motcua.channels.portal.journey import PAPERS, Journey
from motcua.dossiers import actions
from motcua.dossiers.paperwork.declared import check_declared
from motcua.dossiers.rules import declaring
from motcua.dossiers.rules.package import RequiredPaper
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.files.rules import IMAGES, WITH_PAGES, Kind
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean, read_number
from motcua.ui.texts import translated
from motcua.vault.queries import Offer

PURPOSE = "paper"
PIECE = 1_000_000
MOST_FILES = 30
SMALL, LARGE = 96, 960  # pixels across: to tell photographs apart, and to read them on a phone
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.heic,.heif,.webp,.tif,.tiff,.docx,.xlsx,.odt,image/*,application/pdf"


@dataclass
class Given:
    """A file of a draft as the page shows it."""

    id: str
    name: str
    size: str
    pages: int | None
    tips: list[str]
    has_picture: bool
    is_from_store: bool = False


@dataclass
class Wanted:
    """A paper with the files given for it so far."""

    paper: RequiredPaper
    files: list[Given] = field(default_factory=list)
    error: str = ""
    offers: list[Offer] = field(default_factory=list)


def _given(row: Any) -> Given:
    file = row.file
    size = (
        f"{file.size / 1_000_000:.1f} MB".replace(".", ",")
        if file.size >= 100_000
        else f"{max(file.size // 1000, 1)} kB"
    )
    return Given(
        id=str(file.public_id),
        name=file.name,
        size=size,
        pages=file.pages,
        tips=[_(text) for text in stored.warning_texts(file)],
        has_picture=Kind(file.kind) in WITH_PAGES,
        is_from_store=row.item_id is not None,
    )


def wanted(journey: Journey, errors: dict[str, str] | None = None) -> list[Wanted]:
    """Return the papers to hand in, each with its files."""
    rows: dict[str, list[Given]] = {}
    for row in journey.draft_files:
        rows.setdefault(row.paper_key, []).append(_given(row))
    return [
        Wanted(paper, rows.get(paper.key, []), (errors or {}).get(paper.key, ""), journey.offers.get(paper.key, []))
        for paper in journey.files_wanted
    ]


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def papers(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """Show every paper with its files; take files that the form sends, remove one, or go on."""
    errors: dict[str, str] = {}
    try:
        journey = Journey.of(draft, request.user, timezone.now())
        if journey.at(PAPERS) is None:
            return HttpResponseRedirect(journey.resume_url)
        if request.method == "POST":
            errors = _take(request, journey)
            journey = Journey.of(draft, request.user, timezone.now())
            what = request.POST.get("do", "")
            if what.startswith("remove."):
                _remove(journey, what.removeprefix("remove."))
                return HttpResponseRedirect(request.path)
            if what.startswith("use."):
                errors |= _reuse(journey, what.removeprefix("use."))
            if what == "go" and not errors:
                errors = _bind(journey)
                journey = Journey.of(draft, request.user, timezone.now())
            if what == "go" and not errors:
                if _missing(journey):
                    return again(request)
                actions.save_draft(public_id=draft, step=PAPERS, by=request.user, now=timezone.now())
                return HttpResponseRedirect(journey.next_url(PAPERS))
            if not errors:
                return HttpResponseRedirect(request.path)
        elif "sua" in request.GET:
            errors = _missing(journey)
    except Refused as refusal:
        return refused(request, refusal)
    return _papers(request, journey, errors)


def _papers(request: HttpRequest, journey: Journey, errors: dict[str, str]) -> HttpResponse:
    here = journey.at(PAPERS)
    subject = ("draft", str(journey.draft.public_id))
    audit.viewed([subject], by=actor(journey.user), why="own", at=journey.now)
    return render(
        request,
        "portal/filing/papers.html",
        {
            "draft": journey.draft,
            "procedure": journey.draft.version.procedure,
            "stops": journey.stops,
            "at": here,
            "stop": journey.stops[here or 0],
            "back": journey.stops[(here or 1) - 1].url,
            "papers": wanted(journey, errors),
            "shown": [paper for paper in journey.papers if paper.kind == "show"],
            "errors": [{"text": text, "href": f"#paper-{key}"} for key, text in errors.items()],
            "accepted": ACCEPTED,
            "piece": PIECE,
            "consents": journey.consents,
        },
    )


def _missing(journey: Journey) -> dict[str, str]:
    given = {row.paper_key for row in journey.draft_files}
    return {
        paper.key: _("Hãy gửi giấy tờ này: {name}").format(name=translated(paper.name))
        for paper in journey.files_wanted
        if paper.required and paper.key not in given
    }


def _take(request: SignedInRequest, journey: Journey) -> dict[str, str]:
    """Keep the files that came with the form; return what was turned down, by paper."""
    errors: dict[str, str] = {}
    for paper in journey.files_wanted:
        for upload in request.FILES.getlist(f"files.{paper.key}"):
            try:
                _check_room(journey, paper.key)
                quotas.spend(FILES, str(request.user.pk), now=journey.now)
                file = files.store(
                    data=upload, name=clean(upload.name or ""), purpose=PURPOSE, by=actor(journey.user), now=journey.now
                )
                _accept(journey, paper.key, file)
            except Refused as refusal:
                errors[paper.key] = worded(refusal)
    return errors


def _check_room(journey: Journey, key: str) -> None:
    if sum(row.paper_key == key for row in journey.draft_files) >= MOST_FILES:
        raise Refused("too_many_files", N_("Mỗi giấy tờ nhận tối đa {limit} tệp."), limit=MOST_FILES)


def _accept(journey: Journey, key: str, file: StoredFile) -> None:
    """Put a file with its paper; a declaration that was to be signed is checked first, and the newest one counts."""
    if key == declaring.KEY:
        if Kind(file.kind) != Kind.PDF:
            raise declaring.refused("declaration_other")
        check_declared(stored.read(file), ours=journey.declaration(), numbers=journey.own_numbers)
        for row in journey.draft_files:
            if row.paper_key == key:
                _remove(journey, str(row.file.public_id))
    _put(journey, key, file.public_id)


def _put(journey: Journey, key: str, file_id: UUID) -> None:
    actions.add_draft_file(
        public_id=journey.draft.public_id, paper_key=key, file_id=file_id, by=journey.user, now=journey.now
    )


def _remove(journey: Journey, text: str) -> None:
    known = {str(row.file.public_id): row.file.public_id for row in journey.draft_files}
    if text in known:
        actions.remove_draft_file(
            public_id=journey.draft.public_id, file_id=known[text], by=journey.user, now=journey.now
        )


def _reuse(journey: Journey, text: str) -> dict[str, str]:
    """Put an item of the person's store in a paper's place; return why not, by paper."""
    key, _sep, reference = text.partition(".")
    offer = next((one for one in journey.offers.get(key, []) if one.reference == reference), None)
    if offer is None:
        return {}  # pressed twice, or no longer valid: the page drawn anew shows which
    try:
        actions.reuse_in_draft(
            public_id=journey.draft.public_id, paper_key=key, offer=offer, by=journey.user, now=journey.now
        )
    except Refused as refusal:
        return {key: worded(refusal)}
    return {}


def _bind(journey: Journey) -> dict[str, str]:
    """Make one PDF of the photographs of each paper, upright and of bearable size, as officials read papers."""
    errors = {}
    for paper in journey.files_wanted:
        rows = [row for row in journey.draft_files if row.paper_key == paper.key and Kind(row.file.kind) in IMAGES]
        if not rows:
            continue
        try:
            bound = bind([row.file for row in rows], paper.name, by=journey.user, now=journey.now)
            _put(journey, paper.key, bound.public_id)
            for row in rows:
                _remove(journey, str(row.file.public_id))
        except Refused as refusal:
            errors[paper.key] = worded(refusal)
    return errors


def bind(photos: Sequence[StoredFile], paper: str, *, by: User, now: datetime) -> StoredFile:
    """Return one PDF of a paper's photographs. Raises Refused."""
    # A stroke in the paper's name ("hộ chiếu/thẻ căn cước") is no folder.
    name = f"{paper.replace('/', ' - ')[:80]}.pdf"
    content = files.bind_images(images=[stored.read(photo) for photo in photos], name=name)
    return files.store(data=content, name=name, purpose=PURPOSE, by=actor(by), now=now)


# In pieces, for pages with JavaScript: begin, append, ask how far it came, finish.


def _answer(refusal: Refused) -> JsonResponse:
    return JsonResponse({"code": refusal.code, "message": worded(refusal), **_received(refusal)}, status=422)


def _received(refusal: Refused) -> dict[str, Any]:
    return {"received": refusal.params["received"]} if "received" in refusal.params else {}


@citizen_or_agent
@require_POST
def begin_upload(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """Announce a file for a paper; answer with its id and the size of a piece."""
    now = timezone.now()
    try:
        journey = Journey.of(draft, request.user, now)
        key, size = request.POST.get("paper", ""), request.POST.get("size", "")
        if key not in {paper.key for paper in journey.files_wanted}:
            raise Refused("no_such_paper", N_("Hồ sơ này không cần giấy tờ đó."))
        _check_room(journey, key)
        quotas.spend(FILES, str(request.user.pk), now=now)
        upload = files.begin_upload(
            name=clean(request.POST.get("name", "")),
            size=read_number(size, 12) or 0,
            purpose=PURPOSE,
            by=actor(request.user),
            now=now,
        )
    except Refused as refusal:
        return _answer(refusal)
    return JsonResponse({"id": str(upload.public_id), "received": 0, "piece": PIECE})


@citizen_or_agent
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, draft: UUID, upload: UUID) -> HttpResponse:
    """Take the next piece, or tell how much has come, so that a broken line resumes where it broke."""
    now = timezone.now()
    try:
        Journey.of(draft, request.user, now)
        if request.method == "GET":
            return JsonResponse({"received": stored.upload(public_id=upload, by=actor(request.user)).received})
        offset = request.headers.get("Upload-Offset", "")
        kept = files.append(
            upload_id=upload,
            offset=read_number(offset, 12) or 0,
            data=request.body,
            by=actor(request.user),
            now=now,
        )
    except Refused as refusal:
        return _answer(refusal)
    return JsonResponse({"received": kept.received})


@citizen_or_agent
@require_POST
def finish_upload(request: SignedInRequest, draft: UUID, upload: UUID) -> HttpResponse:
    """Put the pieces together, check the file, and answer with the paper's list of files."""
    now = timezone.now()
    key = request.POST.get("paper", "")
    try:
        journey = Journey.of(draft, request.user, now)
        if key not in {paper.key for paper in journey.files_wanted}:
            raise Refused("no_such_paper", N_("Hồ sơ này không cần giấy tờ đó."))
        file = files.finish_upload(upload_id=upload, by=actor(request.user), now=now)
        _accept(journey, key, file)
        journey = Journey.of(draft, request.user, now)
    except Refused as refusal:
        return _answer(refusal)
    one = next(one for one in wanted(journey) if one.paper.key == key)
    return render(request, "portal/filing/_files.html", {"one": one, "draft": journey.draft})


@citizen_or_agent
@require_GET
def picture(request: SignedInRequest, draft: UUID, file: UUID, page: int) -> HttpResponse:
    """Show one page of a file as a picture made by us; what was uploaded is never shown as it is."""
    try:
        journey = Journey.of(draft, request.user, timezone.now())
        row = next((row for row in journey.draft_files if row.file.public_id == file), None)
        if row is None:
            raise Refused("no_such_file", N_("Không tìm thấy tệp này."))
        content = stored.page_image(row.file, page, SMALL if "nho" in request.GET else LARGE)
    except Refused as refusal:
        return refused(request, refusal)
    return HttpResponse(content, content_type="image/png")


@citizen_or_agent
@require_GET
def declaration(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """Hand out the declaration as it stands, to be printed and signed by hand where somebody else must consent."""
    now = timezone.now()
    try:
        journey = Journey.of(draft, request.user, now)
        content = journey.declaration()
    except Refused as refusal:
        return refused(request, refusal)
    audit.viewed([("draft", str(draft))], by=actor(request.user), why="own", at=now)
    name = f"to-khai-{journey.draft.version.procedure.code}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
