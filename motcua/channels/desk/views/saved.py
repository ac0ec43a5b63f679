"""Lists under a name of one's own: kept from where one stands, dropped from the same place."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.accounts.doors import SignedInRequest, official
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.workflow import saved

from ..along import Along, row_of
from ._page import worded

# Whose lists are kept, by the word of an address (`trang`); the counter's by name alone. Without one it is the inbox.
PAGES = {"so": "desk:register", "bien-lai": "counter:receipts", "chung-thuc": "counter:book"}


@official("desk.enter")
@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    """Keep the list of this address under a name."""
    page, query, back = _asked(request)
    name = clean(request.POST.get("name", ""))[:200]
    try:
        saved.save_list(name=name, query=query, page=page, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, worded(refusal))
    else:
        messages.success(request, _("Đã lưu danh sách."))
    return redirect(back)


@official("desk.enter")
@require_POST
def forget(request: SignedInRequest) -> HttpResponse:
    """Drop a list that was kept."""
    saved.forget_list(list_id=row_of(request.POST, "list") or 0, by=request.user)
    messages.success(request, _("Đã bỏ danh sách đã lưu."))
    return redirect(_asked(request)[2])


def _asked(request: SignedInRequest) -> tuple[str, str, str]:
    """Return the word of the page, what is kept of the address, and the address of the list itself."""
    page = request.GET.get("trang", "")
    if page not in PAGES:
        query = Along.read(request.GET).query()
        return "", query, reverse("desk:inbox") + query
    query = saved.query_of(request.GET.dict())
    return page, query, reverse(PAGES[page]) + query
