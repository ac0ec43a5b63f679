"""What waits for a digital signature: forms without a seal or key, what was asked for, results to be kept for years."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Count, Min
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.certifying import queries as certifying
from motcua.certifying.rules import CopyState
from motcua.dossiers import digitising
from motcua.dossiers.paperwork import unsigned
from motcua.dossiers.paperwork.lasting_results import lasting_results
from motcua.dossiers.rules.form_sets import SignedBy
from motcua.lib.marks import N_

from ._page import VERB, page


@official(VERB)
@require_safe
def signatures(request: SignedInRequest) -> HttpResponse:
    """List where forms wait for a seal or for a head, those without a key first, and what has been signing too long."""
    now = timezone.now()
    waiting = unsigned.forms_waiting(now)
    lines = [
        {
            "agency": one.agency.name,
            "code": one.agency.code,
            "is_seal": one.signer != SignedBy.LEADER,
            "count": one.count,
            "oldest": one.oldest,
            "has_key": one.has_key,
        }
        for one in waiting
    ]
    missing = sum(one.count for one in waiting if not one.has_key)
    context = {"lines": lines, "missing": missing, "stuck": _stuck(now), "lasting": lasting_results(now)}
    return page(request, "studio/signatures.html", context, here="signatures")


def _stuck(now: datetime) -> list[dict[str, Any]]:
    """Return what was asked for half an hour ago or more and is not signed, by whom it was asked; two queries."""
    copies = defaultdict(list)
    for copy in certifying.stuck_copies(now):
        text = N_("đóng dấu bản sao điện tử") if copy.state == CopyState.SIGNED else N_("ký bản sao điện tử")
        name = copy.asked_by.full_name if copy.asked_by is not None else ""
        copies[text, name, copy.certification.agency.name].append(copy.asked_at)
    lines = [
        {"what": text, "by": name, "agency": agency, "count": len(times), "oldest": min(filter(None, times))}
        for (text, name, agency), times in copies.items()
    ]
    scans = (
        digitising.stuck_scans(now)
        .values_list("accepted_by__full_name", "paper__dossier__received_at__name")
        .annotate(count=Count("pk"), oldest=Min("sign_asked_at"))
        .order_by("oldest")
    )
    for name, agency, count, oldest in scans:
        text = N_("ký bản quét")
        lines.append({"what": text, "by": name, "agency": agency or "", "count": count, "oldest": oldest})
    return sorted(lines, key=lambda line: line["oldest"])
