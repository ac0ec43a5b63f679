"""What every answer below /api has in common, also one that Django or the library makes on its own."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext

from motcua.lib.marks import N_

from .problems import TYPE, answer

HERE = "/api/"
Next = Callable[[HttpRequest], HttpResponseBase]
# What the operations and their own refusals do not word themselves.
WORDS = {
    400: ("bad_request", N_("Yêu cầu không đúng định dạng.")),
    403: ("forbidden", N_("Ông/bà không có quyền làm việc này.")),
    404: ("not_found", N_("Không có địa chỉ này.")),
    405: ("method_not_allowed", N_("Địa chỉ này không nhận phương thức đó.")),
    500: ("internal_error", N_("Hệ thống gặp lỗi. Khi báo lỗi, xin gửi kèm giá trị của X-Request-ID.")),
}


def as_problems(get_response: Next) -> Next:
    """Tell every error as problem+json, and let no cache keep what was answered to one caller."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not request.path_info.startswith(HERE):
            return response
        if response.status_code >= 400 and not response.get("Content-Type", "").startswith(TYPE):
            code, words = WORDS.get(response.status_code, WORDS[400 if response.status_code < 500 else 500])
            told = answer(response.status_code, code, gettext(words))
            if allowed := response.get("Allow"):
                told["Allow"] = allowed
            response.close()
            response = told
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True)
        return response

    return middleware
