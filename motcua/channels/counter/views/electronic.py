"""Electronic copies: their scans, the certifier's signatures and the clerk's seals in one act."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.accounts import access as permissions
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor
from motcua.certifying import electronic, queries
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.lib.marks import N_
from motcua.lib.refusals import Forbidden, Refused
from motcua.ui.summaries import line_of
from motcua.ui.texts import worded

from ._page import page, seen
from .certification import certified_page

HERE = "counter:electronic"
LARGE = 1000


@official("certification.record")
@require_POST
def scan_one(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take the scan of one certified original."""
    now = timezone.now()
    try:
        found = queries.request_of(public_id, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal
    chosen = request.POST.get("certification", "")
    row = next((one for one in found.certifications.all() if str(one.pk) == chosen), None)
    if row is None:
        raise Http404
    try:
        upload = request.FILES.get("original")
        if upload is None:
            raise Refused("no_scan", N_("Hãy chọn ít nhất một bản quét."))
        file = files.store(
            data=upload.read(), name=upload.name or "", purpose="original", by=actor(request.user), now=now
        )
        electronic.scan_original(certification_id=row.pk, file_id=file.public_id, by=request.user, now=now)
    except Forbidden as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        return certified_page(request, found, refusal=line_of(refusal, {"": f"original-{row.pk}"}), status=422)
    messages.success(request, _("Đã lập bản sao điện tử; chờ người chứng thực ký số."))
    return redirect("counter:certified", public_id)


@official("certification.see")
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: SignedInRequest) -> HttpResponse:
    """List the copies that wait for the reader's signature or seal; ask for it on all of them in one act.

    The worker gives it: the page says how many are on their way, and why one could not be signed.
    """
    now = timezone.now()
    if request.method == "POST":
        try:
            if request.POST.get("do") == "sign":
                count = electronic.ask_signatures(by=request.user, now=now)
                words = ngettext("Đang ký %(num)s bản sao.", "Đang ký %(num)s bản sao.", count)
            else:
                count = electronic.ask_seals(by=request.user, now=now)
                words = ngettext("Đang đóng dấu %(num)s bản sao.", "Đang đóng dấu %(num)s bản sao.", count)
            messages.success(request, words % {"num": count})
        except Refused as refusal:
            messages.error(request, worded(refusal))
        return redirect(HERE)
    to_sign, to_seal = queries.copies_to_sign(request.user), queries.copies_to_seal(request.user)
    about = {("certification", str(one.certification.request.public_id)) for one in (*to_sign, *to_seal)}
    seen(request, *sorted(about), why="counter.electronic")
    context = {
        "to_sign": [copy for copy in to_sign if copy.asked_at is None],
        "to_seal": [copy for copy in to_seal if copy.asked_at is None],
        "signing": sum(1 for copy in to_sign if copy.asked_at is not None),
        "sealing": sum(1 for copy in to_seal if copy.asked_at is not None),
        "may_sign": permissions.may_enter(request.user, electronic.SIGN),
        "may_seal": permissions.may_enter(request.user, electronic.SEAL),
    }
    return page(request, "counter/electronic.html", context, here=HERE)


@official("certification.see")
@require_safe
def sheet(request: SignedInRequest, public_id: UUID, number: int) -> HttpResponse:
    """Send the image of one page of a copy's scan, to be looked at before it is signed."""
    try:
        copy = queries.copy_to_look_at(public_id, by=request.user)
        image = stored.page_image(copy.scan, number, LARGE)
    except Refused as refusal:
        raise Http404 from refusal
    seen(request, ("certification", str(copy.certification.request.public_id)), why="counter.electronic")
    return HttpResponse(image, content_type="image/png", headers={"Cache-Control": "private, max-age=600"})


@official("certification.see")
@require_POST
def slip(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Print what the requester fetches the copies with. Not by GET: each print shows the codes and is recorded."""
    try:
        found = queries.request_of(public_id, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal
    copies = queries.copies_in(found)
    if not copies:
        raise Http404
    now = timezone.now()
    seen(request, ("certification", str(found.public_id)), why="counter.copy_slip")
    pdf = electronic.slip_pdf(found, copies, by=request.user, now=now)
    headers = {"Content-Disposition": 'inline; filename="phieu-ban-sao.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
