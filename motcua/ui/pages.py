"""The page that tells a person why something was refused."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# Where the officials' pages begin: what goes wrong there is told within their frame.
OFFICIALS = ("/ban-lam-viec", "/can-bo/")
TEMPLATES = frozenset({400, 403, 404, 409, 413, 429, 500, 503})


def error_page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """Answer with a plain page of this status; `message` is a finished, translated sentence instead of the usual one.

    Rendered without the request, because its session or messages may be what failed.
    Raises KeyError for a status without a page.
    """
    if status not in TEMPLATES:
        raise KeyError(status)
    context = {
        "message": message,
        "request_id": request.META.get("motcua.request_id", ""),
        "officials": OFFICIALS[0] if request.path_info.startswith(OFFICIALS) else "",
    }
    return HttpResponse(render_to_string(f"ui/errors/{status}.html", context), status=status)
