"""Smaller answers, except where their size could tell somebody what stands in them.

BREACH: who can make a person's browser ask for an address with words of their own in it, and sees how long the
compressed answer is, learns piece by piece what else stands there. What an attacker chooses comes in the query (a form
that is sent needs our token, and the session's cookie stays away from requests of other sites). So a page about a
person is compressed only where its address has no query; pages that look the same for everybody always are. The token
of forms is masked anew in each answer, and Django's middleware adds a random number of bytes besides. Static files are
compressed ahead (WhiteNoise), and what people uploaded is sent as it is.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = frozenset({"text/html", "text/plain", "application/json", "application/problem+json", "application/xml"})
Next = Callable[[HttpRequest], HttpResponseBase]


def compress(get_response: Next) -> Next:
    """Send texts compressed to browsers that take it."""
    gzip = GZipMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponse) and _is_text(response) and not _tells(request, response):
            return gzip.process_response(request, response)
        return response

    return middleware


def _is_text(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").partition(";")[0].strip() in TEXTS


def _tells(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether the length of the answer, compressed, could betray what it says of a person."""
    kept = response.get("Cache-Control", "")
    is_personal = settings.SESSION_COOKIE_NAME in request.COOKIES or "private" in kept or "no-store" in kept
    return is_personal and bool(request.META.get("QUERY_STRING"))
