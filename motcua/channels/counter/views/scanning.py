"""Digitising a dossier's papers: scans come, pages are sorted, the official accepts what was read, all is signed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.accounts import access as permissions
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor
from motcua.dossiers import actions as dossiers
from motcua.dossiers import digitising as reads
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.digitisation import STAGES, WAYS, Stage, Way
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files import scans
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused, Unavailable
from motcua.ui.summaries import Fields, Line, drawn_with, line_of

from ..digitising import DROP, SAME, TO, TURNS, Typed, loose_pages, placed
from ._page import found, page, seen, units_of

FIELD = "scan-"
BATCH = "batch"
THUMB, LARGE = 260, 1240
IMAGE_CACHE = "private, max-age=600"
TAGS = {
    Stage.AWAITED: "govuk-tag--orange",
    Stage.SCANNED: "govuk-tag--yellow",
    Stage.ACCEPTED: "govuk-tag--blue",
    Stage.SIGNED: "govuk-tag--green",
    Stage.NOT_NEEDED: "govuk-tag--grey",
}


@official("paper.scan")
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the papers of a dossier to be digitised, and take the scans that come: to be sorted, or for one paper."""
    dossier = found(request, public_id, "paper.scan")
    if request.method != "POST":
        return _page(request, dossier, [])
    now = timezone.now()

    def do() -> str:
        batch = [(upload.name or "", upload.read()) for upload in request.FILES.getlist(BATCH)]
        uploads = {
            name.removeprefix(FIELD): [(upload.name or "", upload.read()) for upload in request.FILES.getlist(name)]
            for name in request.FILES
            if name.startswith(FIELD)
        }
        if uploads or not batch:
            scanned = dossiers.store_scans(uploads, by=request.user, now=now)
            dossiers.add_scans(dossier_id=dossier.pk, scans=scanned, by=request.user, now=now)
        for name, data in batch:
            _bring(dossier, name, data, Way.SENT, request=request, now=now)
        return _("Đã thêm bản quét vào hồ sơ %(code)s.") % {"code": dossier.code}

    return _done(request, dossier, do, {"": next((name for name in request.FILES if name.startswith(FIELD)), BATCH)})


@official("paper.scan")
@require_POST
def from_device(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Scan what lies in the device of the counter."""
    dossier = found(request, public_id, "paper.scan")
    now = timezone.now()

    def do() -> str:
        device = scans.scanner()
        if device is None:
            raise Refused("no_scanner", N_("Quầy chưa nối máy quét. Hãy gửi tệp quét từ máy."))
        unit = dossier.received_at or dossier.competent_agency
        try:
            data = device.scan(place=unit.code)
        except Unavailable:
            raise Refused(
                "scanner_silent", N_("Máy quét không trả lời. Kiểm tra giấy và nguồn điện rồi quét lại.")
            ) from None
        _bring(dossier, f"may-quet-{now:%H%M%S}.pdf", data, Way.DEVICE, request=request, now=now)
        return _("Đã nhận bản quét từ máy quét.")

    return _done(request, dossier, do, {"": BATCH})


def _bring(dossier: Dossier, name: str, data: bytes, way: Way, *, request: SignedInRequest, now: datetime) -> None:
    file = files.store(data=data, name=name, purpose="scan", by=actor(request.user), now=now)
    dossiers.bring_scan(dossier_id=dossier.pk, file_id=file.public_id, way=way, by=request.user, now=now)


@official("paper.scan")
@require_POST
def arrange(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Sort the pages of loose scans into papers."""
    dossier = found(request, public_id, "paper.scan")

    def do() -> str:
        papers = reads.digital_papers(dossier)
        pages = loose_pages(reads.loose(dossier), papers, request.POST)
        # What came after the form was drawn is not in it: it stays for the next time.
        shown = set(request.POST.getlist("page"))
        chosen = placed([one for one in pages if one.name in shown])
        got = dossiers.arrange(dossier_id=dossier.pk, pages=chosen, by=request.user, now=timezone.now())
        count = sum(got.values())
        return ngettext("Đã xếp %(num)s trang vào giấy tờ.", "Đã xếp %(num)s trang vào giấy tờ.", count) % {
            "num": count
        }

    return _done(request, dossier, do, {"": f"paper-{next(iter(request.POST.getlist('page')), '')}"})


@official("paper.scan")
@require_POST
def paper(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Accept the scan of one paper, say why it is not scanned, take its scan back, or use a held paper instead."""
    dossier = found(request, public_id, "paper.scan")
    key, do_what = request.POST.get("paper", ""), request.POST.get("do", "")
    given: dict[str, Any] = {"dossier_id": dossier.pk, "key": key, "by": request.user, "now": timezone.now()}
    typed = Typed.read(request.POST)

    def do() -> str:
        if do_what == "accept":
            dossiers.accept_scan(**given, facts=typed.facts(reads.digital_paper(dossier, key)))
            return _("Đã nhận bản quét. Ký số khi xong hồ sơ, hoặc cuối ngày.")
        if do_what == "waive":
            dossiers.waive_scan(**given, reason=request.POST.get("reason", ""))
            return _("Đã ghi lý do không quét.")
        if do_what == "back":
            dossiers.take_back(**given)
            return _("Đã lấy lại các trang để xếp lại. Bản cũ vẫn lưu.")
        if do_what == "reuse":
            dossiers.reuse(**given, reference=request.POST.get("offer", ""))
            return _("Đã dùng lại giấy tờ đã có, không phải quét.")
        raise Refused("nothing_chosen", N_("Hãy chọn việc cần làm."))

    one = next((each for each in reads.digital_papers(dossier) if each.paper.key == key), None)
    heading = f"p{one.paper.pk}" if one is not None else "papers"
    return _done(request, dossier, do, {"": heading, "reason_missing": f"{heading}-reason"}, key=key, typed=typed)


@official("paper.scan")
@require_POST
def lying(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take scans that lie at the counter into the dossier, or put one aside."""
    dossier = found(request, public_id, "paper.scan")
    now, units = timezone.now(), units_of(request)

    def do() -> str:
        if aside := request.POST.get("aside", ""):
            dossiers.drop_scan(scan_id=_uuid(aside), dossier_id=dossier.pk, units=units, by=request.user, now=now)
            return _("Đã bỏ khỏi danh sách.")
        ids = [_uuid(text) for text in request.POST.getlist("scan")]
        dossiers.take_scan(dossier_id=dossier.pk, scan_ids=ids, units=units, by=request.user, now=now)
        return _("Đã lấy bản quét vào hồ sơ.")

    lying_here = [one.pk for one in reads.tray(units, today=today(now))]
    return _done(request, dossier, do, {"": f"lying-{lying_here[0]}" if lying_here else BATCH})


@official("paper.scan")
@require_POST
def sign(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Sign all scans of a dossier that the reader accepted, in one act."""
    dossier = found(request, public_id, "paper.scan")

    def do() -> str:
        return signing_said(dossiers.ask_signing(by=request.user, now=timezone.now(), dossier=dossier))

    return _done(request, dossier, do, {})


def signing_said(count: int) -> str:
    """Return what is said of scans that were sent to be signed."""
    if not count:
        raise Refused("nothing_to_sign", N_("Chưa có bản quét nào ông/bà đã kiểm tra mà chưa ký."))
    words = ngettext("Đang ký số %(num)s giấy tờ.", "Đang ký số %(num)s giấy tờ.", count)
    return words % {"num": count}


@official("paper.scan")
@require_safe
def sheet(request: SignedInRequest, public_id: UUID, scan_id: UUID, number: int) -> HttpResponse:
    """Send the image of one page of a scan, drawn by the server."""
    dossier = found(request, public_id, "paper.scan")
    try:
        one = reads.scan_of(scan_id, dossier=dossier, units=units_of(request))
        if one.file is None:
            raise Http404
        width = LARGE if "lon" in request.GET else THUMB
        image = stored.page_image(one.file, number, width)
    except Refused as refusal:
        raise Http404 from refusal
    seen(request, ("dossier", dossier.code), why="counter.scan")
    return HttpResponse(image, content_type="image/png", headers={"Cache-Control": IMAGE_CACHE})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("no_such_file", N_("Không tìm thấy tệp này.")) from None


def _done(
    request: SignedInRequest,
    dossier: Dossier,
    do: Callable[[], str],
    fields: Fields,
    *,
    key: str = "",
    typed: Typed | None = None,
) -> HttpResponse:
    """Do one thing and come back to the page; with why not on top, and what was typed kept, where it could not be."""
    try:
        said = do()
    except Refused as refusal:
        lines = [line_of(refusal, fields)]
        return drawn_with(lines, lambda shown: _page(request, dossier, shown, key=key, typed=typed, status=422))
    messages.success(request, said)
    return redirect("counter:scan", dossier.public_id)


def _page(
    request: SignedInRequest,
    dossier: Dossier,
    errors: list[Line],
    *,
    key: str = "",
    typed: Typed | None = None,
    status: int = 200,
) -> HttpResponse:
    seen(request, ("dossier", dossier.code), why="counter.scan")
    papers = reads.digital_papers(dossier)
    day, loose = today(timezone.now()), reads.loose(dossier)
    offers: dict[str, list[dict[str, Any]]] = {}
    for held in reads.offers(dossier, papers, today=day):
        one_held = {"offer": held.offer, "item": held.offer.item, "address": _held_at(request, held.source)}
        offers.setdefault(held.offer.key, []).append(one_held)
    has_reader = scans.recogniser() is not None
    rows = [
        {
            "one": one,
            "stage": _(STAGES[one.stage]),
            "tag": TAGS[one.stage],
            "offers": offers.get(one.paper.key, []),
            "facts": (typed if typed is not None and one.paper.key == key else Typed.of(one)).shown(one)
            if one.files
            else [],
            "pictures": _pictures(dossier, one),
            "is_reading": one.stage == Stage.SCANNED
            and has_reader
            and not (one.kept is not None and one.kept.read_at is not None),
            "is_open": one.paper.key == key or one.stage == Stage.SCANNED,
        }
        for one in papers
    ]
    waiting = [row for row in reads.to_sign(request.user, dossier=dossier) if row.sign_asked_at is None]
    context = {
        "dossier": dossier,
        "rows": rows,
        "typed": request.POST,
        "loose": loose_pages(loose, papers, request.POST),
        "choices": [(SAME, _("như trang trước")), (dossiers.LEAVE, _("để lại, xếp sau"))]
        # Numbered, for the keys that name them.
        + [(f"{TO}{one.paper.key}", f"{number}. {one.paper.name}") for number, one in enumerate(papers, start=1)]
        + [(DROP, _("bỏ trang này"))],
        "turns": TURNS,
        "tray": reads.tray(units_of(request), today=day),
        "ways": WAYS,
        "has_scanner": scans.scanner() is not None,
        "unsigned": len(waiting),
        "left": sum(1 for one in papers if one.stage == Stage.AWAITED),
        "errors": errors,
        "dossier_address": reverse("desk:dossier", args=[dossier.public_id]),
        # Specialists scan, too, and come from the desk.
        "comes_from_desk": not permissions.may_enter(request.user, "dossier.print_slip"),
    }
    return page(request, "counter/scan.html", context, here="counter:start", status=status)


def _pictures(dossier: Dossier, one: reads.Digital) -> list[str]:
    """Return the addresses of the first pages of a paper's scans."""
    return [
        reverse("desk:page", args=[dossier.public_id, row.file.public_id, number])
        for row in one.files
        for number in range(1, min(row.file.pages or 0, 6) + 1)
    ]


def _held_at(request: SignedInRequest, source: Dossier) -> str:
    """Return where the dossier of an offer can be looked at, or nothing where the reader may not see it."""
    try:
        found(request, source.public_id, "dossier.see")
    except Http404:
        return ""
    return reverse("desk:dossier", args=[source.public_id])
