"""The certificates that sign here: whose, by which authority, until when, where the key lies."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.lib.marks import N_
from motcua.signing import lasting
from motcua.signing.queries import listed_keys

from ._page import VERB, page

PLACES = {"file": N_("tệp khóa"), "pkcs11": N_("thiết bị (PKCS#11)"), "csc": N_("dịch vụ ký từ xa")}


@official(VERB)
@require_safe
def keys(request: SignedInRequest) -> HttpResponse:
    """List the keys in use, those that end first before the others."""
    context = {"lines": listed_keys(timezone.now()), "places": PLACES, "lasts": lasting.is_offered()}
    return page(request, "studio/keys.html", context, here="keys")
