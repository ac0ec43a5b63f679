"""Check the signatures of any file, by anybody: what is sent is looked at in memory and kept nowhere."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from motcua.accounts import quotas
from motcua.accounts.doors import public
from motcua.accounts.rules.quotas import CHECKS, line_of
from motcua.channels.portal.filing import worded
from motcua.channels.portal.standings import standing_of
from motcua.channels.portal.verdicts import stamps_told, told, verdict_of
from motcua.files.passing import keep_nothing
from motcua.lib.refusals import Refused
from motcua.signing.known import known
from motcua.signing.strangers import examine

STATUS = {"too_many": 429, "busy": 503}


@public
@csrf_exempt  # the inner one checks the token: what takes the file has to be said before the form is read
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_file(request: HttpRequest) -> HttpResponse:
    """Ask for a file; say what its signatures are worth and whether it still stands, and forget it."""
    upload = keep_nothing(request, most=settings.FILE_MAX_SIZE)
    response: HttpResponse = csrf_protect(_answer)(request, upload)
    return response


def _answer(request: HttpRequest, upload: object) -> HttpResponse:
    if request.method != "POST":
        return _form(request)
    now, given = timezone.now(), request.FILES.get("file")
    if getattr(upload, "is_too_large", False):
        most = settings.FILE_MAX_SIZE // 1_000_000
        return _form(request, _("Tệp lớn hơn %(most)s MB. Hãy chọn tệp nhỏ hơn.") % {"most": most}, status=413)
    data = given.read() if given is not None else b""
    if not data:
        return _form(request, _("Hãy chọn tệp PDF hoặc XML cần kiểm tra."), status=422)
    try:
        quotas.spend(CHECKS, line_of(request.META.get("REMOTE_ADDR", "")), now=now)
        report = examine(data)
    except Refused as refusal:
        return _form(request, worded(refusal), status=STATUS.get(refusal.code, 422))
    standing = standing_of(known(data))
    context = {
        "verdict": verdict_of(report, standing, now),
        "standing": standing,
        "signatures": told(report, standing),
        "stamps": stamps_told(report.stamps),
    }
    return render(request, "portal/verifying/checked.html", context)


def _form(request: HttpRequest, error: str = "", *, status: int = 200) -> HttpResponse:
    context = {"error": error, "most": settings.FILE_MAX_SIZE // 1_000_000}
    return render(request, "portal/verifying/form.html", context, status=status)
