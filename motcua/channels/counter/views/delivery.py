"""Handing results out: the list of those that wait, and the receipt of one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor
from motcua.dossiers import access, standing
from motcua.dossiers import actions as dossiers
from motcua.dossiers import queries as cases
from motcua.dossiers.choices import unclaimed_days
from motcua.dossiers.holding import still_held
from motcua.dossiers.models import Dossier
from motcua.dossiers.packages import package_of
from motcua.dossiers.piles import arrivals, deliveries, handed_over
from motcua.dossiers.rules.delivery import WAYS, Confirmed, Handing
from motcua.dossiers.rules.states import ResultChannel, State
from motcua.files import actions as files
from motcua.lib import id_card
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.lib.text import clean, read_number
from motcua.ui.summaries import Line, line_of
from motcua.ui.texts import worded

from ._page import found, page, seen, units_of

HERE = "counter:results"
PAGE = 30
MOST_ABSENT = 100
FIELDS = {
    "no_recipient_of_result": "recipient",
    "not_confirmed": "confirmed",
    "no_basis_to_collect": "basis",
    "no_post_number": "post_number",
    "file": "evidence",
    "nothing_to_deliver": "",
    # What else is refused stands on the card.
    "": "card",
}


@official("result.deliver")
@require_safe
def results(request: SignedInRequest) -> HttpResponse:
    """List results that wait at the reader's units; `lau=1` keeps those that nobody came for."""
    now = timezone.now()
    if typed := clean(request.GET.get("buu-gui", ""))[:60]:
        if (posted := deliveries.posted_under(typed, by=request.user)) is not None:
            return redirect("counter:deliver", posted.public_id)
        messages.error(request, _("Không có kết quả nào gửi bưu chính với số này ở quầy của ông/bà."))
    is_unclaimed = request.GET.get("lau") == "1"
    text = request.GET.get("sau", "")
    behind = read_number(text)
    rows = deliveries.waiting(
        units_of(request), by=request.user, behind=behind, limit=PAGE + 1, unclaimed=now if is_unclaimed else None
    )
    is_first = behind is None and not is_unclaimed
    held = still_held(units_of(request)) if is_first else []
    absent = list(arrivals.not_here(units_of(request), by=request.user)[: MOST_ABSENT + 1]) if is_first else []
    back = deliveries.returned(units_of(request), by=request.user) if is_first else []
    seen(request, *rows[:PAGE], *back, *absent, *{link.paper.dossier for link in held}, why="counter.results")
    lists = handed_over.lists_with(absent)
    limit = deliveries.unclaimed_before(now)
    context = {
        "rows": [
            {
                "dossier": dossier,
                "is_unclaimed": dossier.completed_at is not None and dossier.completed_at < limit,
                "by_post": dossier.result_channel == ResultChannel.POST,
            }
            for dossier in rows[:PAGE]
        ],
        "back": back,
        "posted": typed,
        "absent": [(dossier, lists.get(dossier.pk)) for dossier in absent[:MOST_ABSENT]],
        "has_more_absent": len(absent) > MOST_ABSENT,
        "held": [(link, reverse("desk:dossier", args=[link.paper.dossier.public_id])) for link in held],
        "is_unclaimed": is_unclaimed,
        "days": unclaimed_days.days_on(today(now)),
        "next": f"?{'lau=1&' if is_unclaimed else ''}sau={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
    }
    return page(request, "counter/results.html", context, here=HERE)


@official("result.deliver")
@require_http_methods(["GET", "HEAD", "POST"])
def deliver(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Hand one result out: who takes it, on which basis, confirmed how."""
    dossier = found(request, public_id, "result.deliver")
    refusal: Line | None = None
    if request.method == "POST":
        now = timezone.now()
        if request.POST.get("do") == "take":
            return _take(request, dossier, now)
        if request.POST.get("do") == "returned":
            return _note_return(request, dossier, now)
        try:
            handing = _handing(request, dossier)
            handing.check()
            if request.POST.get("do") == "again":
                dossiers.hand_out_again(dossier_id=dossier.pk, handing=handing, by=request.user, now=now)
                messages.success(request, _("Đã trả kết quả hồ sơ %(code)s.") % {"code": dossier.code})
                return redirect("counter:results")
            upload = request.FILES.get("evidence")
            file = None
            if upload is not None:
                name = upload.name or "bien-nhan"
                file = files.store(
                    data=upload.read(), name=name, purpose="delivery", by=actor(request.user), now=now
                ).public_id
            dossiers.hand_out(dossier_id=dossier.pk, handing=handing, evidence=file, by=request.user, now=now)
        except Refused as refused:
            refusal = line_of(refused, FIELDS)
        else:
            messages.success(request, _("Đã trả kết quả hồ sơ %(code)s.") % {"code": dossier.code})
            return redirect("counter:results")
    return _deliver_page(request, dossier, refusal)


def _note_return(request: SignedInRequest, dossier: Dossier, now: datetime) -> HttpResponse:
    """Note that the post brought the result back."""
    reason = clean(request.POST.get("reason", ""))[:300]
    try:
        dossiers.note_post_return(dossier_id=dossier.pk, reason=reason, by=request.user, now=now)
    except Refused as refused:
        return _deliver_page(request, dossier, line_of(refused, {"reason_missing": "reason"}))
    messages.success(
        request, _("Đã ghi bưu gửi trả về. Người nộp được báo; chưa báo được thì có trong danh sách gọi điện.")
    )
    return redirect("counter:deliver", dossier.public_id)


def _deliver_page(request: SignedInRequest, dossier: Dossier, refusal: Line | None) -> HttpResponse:
    seen(request, ("dossier", dossier.code), why="counter.deliver")
    came_back = deliveries.return_of(dossier)
    parties = {party.role: party for party in access.parties_of(dossier)}
    submitter = parties.get("submitter")
    context: dict[str, Any] = {
        "dossier": dossier,
        "is_waiting": dossier.state == State.COMPLETED and not dossier.is_over,
        "awaited": handed_over.awaited(dossier, begins=False, by=request.user),
        "is_absent": arrivals.is_absent(dossier, by=request.user),
        "done": deliveries.delivery_of(dossier),
        "came_back": came_back,
        "lies_here": came_back is not None and came_back.given_at is None,
        "may_come_back": standing.is_posted(dossier),
        "copies": package_of(dossier.version_id).result_copies,
        "owes": standing.owes(dossier),
        "may_collect": access.may(request.user, "dossier.collect_fee", dossier),
        "recipient": request.POST.get("recipient", submitter.name if submitter is not None else dossier.owner_name),
        "typed": request.POST,
        "ways": {way.value: words for way, words in WAYS.items()},
        "usual": Confirmed.POST.value if dossier.result_channel == ResultChannel.POST else Confirmed.PAPER.value,
        "dossier_address": reverse("desk:dossier", args=[dossier.public_id]),
        "refusal": refusal,
    }
    return page(request, "counter/deliver.html", context, here=HERE, status=422 if refusal else 200)


def _take(request: SignedInRequest, dossier: Dossier, now: datetime) -> HttpResponse:
    """Sign for one result that is on its way here; it can be handed out then."""
    try:
        dossiers.take_over_one(dossier_id=dossier.pk, by=request.user, now=now)
    except Refused as refusal:
        messages.error(request, worded(refusal))
    else:
        messages.success(request, _("Đã ký nhận bản giấy của kết quả."))
    return redirect("counter:deliver", dossier.public_id)


def _handing(request: SignedInRequest, dossier: Dossier) -> Handing:
    """Read the form; a scanned card says who it is, and whether that is one of the dossier's own people.

    Raises Refused for a card that cannot be read.
    """

    def text(name: str, most: int) -> str:
        return clean(request.POST.get(name, ""))[:most]

    recipient, number, confirmed = text("recipient", 200), "", request.POST.get("confirmed", "")
    is_other = request.POST.get("is_other") == "1"
    scanned = request.POST.get("card", "")[:1000]
    if scanned.strip():
        card = id_card.read(scanned)
        recipient, number, confirmed = card.name, card.number, Confirmed.CARD.value
        is_other = not cases.is_party(dossier, number)
    return Handing(
        recipient=recipient,
        confirmed=confirmed,
        is_other=is_other,
        basis=text("basis", 300),
        post_number=text("post_number", 60),
        identity_number=number,
        note=text("note", 1000),
        is_here=request.POST.get("is_here") == "1",
    )
