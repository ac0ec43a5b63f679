"""The keeper's list: what is due for the archive, what is over, and the packages with their receipts."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua import audit
from motcua.accounts.doors import SignedInRequest, official
from motcua.accounts.queries import actor
from motcua.archiving import actions, queries
from motcua.archiving.access import VERB
from motcua.archiving.models import ArchivePackage
from motcua.archiving.queries import PILES, Pile
from motcua.archiving.rules import hand_in_by
from motcua.files import queries as files
from motcua.lib.dates import today
from motcua.lib.refusals import Refused

from ._page import page, worded
from ._posted import number_of

AT_ONCE = 50


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: SignedInRequest) -> HttpResponse:
    """List what is due, the oldest first; a POST has the package of one dossier made."""
    now = timezone.now()
    day, wanted = today(now), request.GET.get("muc", "")
    pile = Pile(wanted) if wanted in set(Pile) else Pile.HAND_IN
    if request.method == "POST":
        return _ask(request, pile)
    found = list(queries.kept(request.user, pile, day)[: AT_ONCE + 1])
    shown = found[:AT_ONCE]
    made = queries.packages_of(one.dossier_id for one in shown)
    subjects = [("dossier", one.dossier.code) for one in shown]
    audit.viewed(subjects, by=actor(request.user), why="desk.archive", at=now)
    context = {
        "rows": [
            {
                "it": one,
                "hand_in_by": hand_in_by(one.closed_on),
                "is_late": hand_in_by(one.closed_on) < day,
                "package": made.get(one.dossier_id),
            }
            for one in shown
        ],
        "is_more": len(found) > AT_ONCE,
        "pile": pile.value,
        "piles": [(one.value, _(name)) for one, name in PILES.items()],
    }
    return page(request, "desk/archive.html", context, here="luu-tru")


def _ask(request: SignedInRequest, pile: Pile) -> HttpResponse:
    try:
        actions.ask_package(dossier_id=number_of(request, "dossier") or 0, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, worded(refusal))
    else:
        messages.success(request, _("Đang lập gói lưu trữ. Tải lại trang sau ít phút để lấy gói và biên nhận."))
    return redirect(f"{reverse('desk:archive')}?muc={pile.value}")


def _found(request: SignedInRequest, package: UUID) -> ArchivePackage:
    try:
        found = queries.package(package, by=request.user)
    except Refused:
        raise Http404 from None
    audit.viewed([("dossier", found.dossier.code)], by=actor(request.user), why="desk.archive", at=timezone.now())
    return found


@official(VERB)
@require_safe
def archive_file(request: SignedInRequest, package: UUID) -> HttpResponseBase:
    """Hand out a package."""
    found = _found(request, package)
    if found.file is None:
        raise Http404
    return StreamingHttpResponse(files.stream(found.file), headers=files.download_headers(found.file))


@official(VERB)
@require_safe
def archive_receipt(request: SignedInRequest, package: UUID) -> HttpResponse:
    """Hand out the receipt of a package: what is in it, with the hashes that were found right."""
    found = _found(request, package)
    answer = HttpResponse(json.dumps(found.receipt, ensure_ascii=False, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="bien-nhan-{found.dossier.code}.json"'
    return answer
