"""Forms that wait for a digital signature: which unit lacks a seal or a key, and how many forms wait for it."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers.paperwork import unsigned
from motcua.dossiers.rules.form_sets import SignedBy

from ._page import VERB, page


@official(VERB)
@require_safe
def signatures(request: SignedInRequest) -> HttpResponse:
    """List where forms wait for a seal or for a head, those without a key first."""
    waiting = unsigned.forms_waiting(timezone.now())
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
    return page(request, "studio/signatures.html", {"lines": lines, "missing": missing}, here="signatures")
