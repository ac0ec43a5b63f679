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


@official("desk.enter")
@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    """Keep the list of this address under a name."""
    query = Along.read(request.GET).query()
    try:
        saved.save_list(
            name=clean(request.POST.get("name", ""))[:200], query=query, by=request.user, now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, worded(refusal))
    else:
        messages.success(request, _("Đã lưu danh sách."))
    return redirect(reverse("desk:inbox") + query)


@official("desk.enter")
@require_POST
def forget(request: SignedInRequest) -> HttpResponse:
    """Drop a list that was kept."""
    saved.forget_list(list_id=row_of(request.POST, "list") or 0, by=request.user)
    messages.success(request, _("Đã bỏ danh sách đã lưu."))
    return redirect(reverse("desk:inbox") + Along.read(request.GET).query())
