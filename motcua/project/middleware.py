"""What every request passes: who it is from, an id for the logs, and the headers that keep foreign code out."""

import contextlib
import ipaddress
import re
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext

from motcua.channels.api.problems import answer as problem
from motcua.lib.marks import N_
from motcua.organisations.directory import steady
from motcua.ui.pages import error_page

Next = Callable[[HttpRequest], HttpResponse]
UNREAD_MATTERS, PIECE = 100_000, 1 << 18
REFUSALS = frozenset({400, 413})
GOOD_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

# No inline code and nothing from elsewhere. Page images and previews are our own addresses.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'{form_targets}; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


def true_caller(get_response: Next) -> Next:
    """Take from our own front server, and from nobody else, who calls and over which scheme.

    The last address that is not one of ours counts: what stands before it the caller may have written.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.META
        if given.get("REMOTE_ADDR") in settings.PROXIES:
            for part in reversed(given.get("HTTP_X_FORWARDED_FOR", "").split(",")):
                if not (address := _address(part)):
                    break
                given["REMOTE_ADDR"] = address
                if address not in settings.PROXIES:
                    break
            if given.get("HTTP_X_FORWARDED_PROTO") == "https":
                given["wsgi.url_scheme"] = "https"
        return get_response(request)

    return middleware


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        return ""


def request_id(get_response: Next) -> Next:
    """Give the request an id, bind it to every log line, and answer with it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        identifier = given if GOOD_ID.fullmatch(given) else uuid.uuid4().hex
        request.META["motcua.request_id"] = identifier
        with structlog.contextvars.bound_contextvars(request_id=identifier):
            response = get_response(request)
        response["X-Request-ID"] = identifier
        return response

    return middleware


def bounded(get_response: Next) -> Next:
    """Turn absurdly long requests away before they are kept: files would fill the disk before their check.

    An address with a NUL names nothing here, and PostgreSQL would call it an error.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        is_api = request.path_info.startswith("/api/")
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdigit() else 0
        if size > settings.MOST_SENT:
            words = gettext(N_("Yêu cầu quá lớn. Hãy gửi từng tệp một."))
            response = problem(413, "too_large", words) if is_api else error_page(request, 413)
        elif "\0" in request.path_info and not is_api:
            response = error_page(request, 404)
        else:
            response = get_response(request)
        if size > UNREAD_MATTERS and response.status_code in REFUSALS:
            _read_away(request, 2 * settings.MOST_SENT)
        return response

    return middleware


def _read_away(request: HttpRequest, most: int) -> None:
    """Read what is still on its way: a browser sees the answer only when it could send everything."""
    with contextlib.suppress(UnreadablePostError):  # it hung up: nobody waits for the answer
        while most > 0 and (part := request.read(PIECE)):
            most -= len(part)


def steady_directory(get_response: Next) -> Next:
    """Let the whole request see the same agencies, asked for once."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with steady():
            return get_response(request)

    return middleware


def security_headers(get_response: Next) -> Next:
    """Add the Content-Security-Policy and its kin."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        targets = " ".join(getattr(response, "form_targets", ()))
        response.setdefault("Content-Security-Policy", POLICY.format(form_targets=f" {targets}" if targets else ""))
        response.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response

    return middleware
