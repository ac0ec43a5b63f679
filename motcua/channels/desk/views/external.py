"""Beside another system: the dossier's data in that system's order to copy, and what it says back."""

import re
from collections.abc import Sequence
from datetime import datetime, time
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import access, queries
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Dossier
from motcua.dossiers.packages import package_of
from motcua.dossiers.paperwork.documents import newest_answers
from motcua.dossiers.rules.external import External, Standing
from motcua.eforms import sealing
from motcua.eforms.showing import Row, Section
from motcua.lib.dates import VN, today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.lib.text import clean
from motcua.ui.days import boxes, day_in
from motcua.ui.summaries import Line, line_of

from ..along import Along
from ._page import page
from ._posted import number_of
from .dossier import found, seen

FIELDS = {
    "": "code",
    "unknown_status": "status",
    "external_moment": "said_on-day",
    "external_day_unread": "said_on-day",
    "external_hour_unread": "said_hour",
}
# As people write it: 8:05, 08:05, 8h05, 8 giờ 05.
HOUR = re.compile(r"([01]?\d|2[0-3])\s*(?::|h|giờ)\s*([0-5]\d)", re.ASCII | re.IGNORECASE)


@official("dossier.note_external")
@require_http_methods(["GET", "HEAD", "POST"])
def external(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show what to type into the other system, and take down its code and state."""
    dossier = found(request, public_id, "dossier.note_external")
    system = External.of(package_of(dossier.version_id).settings)
    if system is None:
        return redirect(reverse("desk:dossier", args=[dossier.public_id]))
    if request.method != "POST":
        return _page(request, dossier, system)
    try:
        dossiers.note_external(
            dossier_id=dossier.pk,
            standing=_standing(request),
            by=request.user,
            now=timezone.now(),
            revision=number_of(request, "revision"),
        )
    except Refused as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return _page(request, found(request, public_id), system, refusal=line_of(refusal, FIELDS), status=status)
    messages.success(request, _("Đã ghi tình trạng trên %(system)s.") % {"system": system.name})
    return redirect(reverse("desk:external", args=[dossier.public_id]))


def _page(
    request: SignedInRequest, dossier: Dossier, system: External, *, refusal: Line | None = None, status: int = 200
) -> HttpResponse:
    seen(request, dossier, why="desk.external")
    now = timezone.now()
    package = package_of(dossier.version_id)
    answers = newest_answers(dossier)
    if not access.may(request.user, "identity.reveal", dossier):
        answers = sealing.masked_answers(package.form, answers)
    sections = package.form.summary(answers, package.form_context(dossier.case_key, dossier.channel, now))
    said = queries.external_standings(dossier)
    typed = request.POST if refusal else {}
    context: dict[str, Any] = {
        "dossier": dossier,
        "along": Along.read(request.GET).query(),
        "system": system,
        "groups": _in_order(system, sections),
        "said": [{"row": one, "status": system.statuses.get(one.status, one.status)} for one in said],
        "refusal": refusal,
        "code": typed.get("code") or (said[0].code if said else ""),
        "chosen": typed.get("status", ""),
        "said_on": typed or boxes(today(now), "said_on"),
        "said_hour": typed.get("said_hour", f"{now.astimezone(VN):%H:%M}"),
    }
    return page(request, "desk/external.html", context, status=status, with_piles=False)


def _in_order(system: External, sections: Sequence[Section]) -> list[tuple[str, list[tuple[int, Row]]]]:
    """Return the answers in the other system's order, numbered, each run of them under its part of our form.

    Two people have the same questions: the heading tells whose name it is.
    """
    rows = {row.path: (section.title, row) for section in sections for row in section.rows if row.text}
    numbered = [(number, *rows[path]) for number, path in enumerate(system.in_order(list(rows)), start=1)]
    runs = groupby(numbered, key=lambda one: one[1])
    return [(title, [(number, row) for number, _title, row in run]) for title, run in runs]


def _standing(request: SignedInRequest) -> Standing:
    day = day_in(request.POST, "said_on", code="external_day_unread")
    hour = HOUR.fullmatch(request.POST.get("said_hour", "").strip())
    if hour is None:
        raise Refused("external_hour_unread", N_("Hãy ghi giờ và phút, ví dụ 14:05."))
    said_at = datetime.combine(day, time(int(hour[1]), int(hour[2])), VN)
    return Standing(
        code=clean(request.POST.get("code", ""))[:100], status=request.POST.get("status", "")[:40], said_at=said_at
    )
