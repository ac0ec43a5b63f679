"""Errors of the API: problem+json (RFC 9457) with a stable code, declared in the schema of every operation."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from motcua.dossiers.rules.filing import NotReady
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Forbidden, Refused, Unavailable

TYPE = "application/problem+json"
NOT_FOUND = {
    "not_found",
    "no_such_procedure",
    "no_such_file",
    "no_such_opinion",
    "no_such_task",
    "no_such_agency",
    "no_such_webhook",
    "wrong_lookup",
    "file_unknown",
}


class Point(Schema):
    """One thing to mend: where, in which words, and for an answer of a form what is wrong with it (`no_such_day`)."""

    target: str
    message: str
    code: str = ""


class Problem(Schema):
    """What went wrong, for people (`title`, `detail`) and for programs (`code`)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    points: list[Point] = []


# What any operation may answer beside what it is for.
ERRORS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429, 503), Problem)


def answer(status: int, code: str, detail: str, points: list[dict[str, str]] | None = None) -> HttpResponse:
    """Return a problem+json answer."""
    body: dict[str, Any] = {
        "type": f"urn:motcua:problem:{code}",
        "title": code.replace("_", " "),
        "status": status,
        "code": code,
        "detail": detail,
        "points": points or [],
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=f"{TYPE}; charset=utf-8")


def status_of(refusal: Refused) -> int:
    """Return the HTTP status of a refusal."""
    if isinstance(refusal, Conflict):
        return 422 if refusal.code == "key_reused" else 409
    if isinstance(refusal, Forbidden):
        return 403
    if refusal.code in NOT_FOUND:
        return 404
    if refusal.code == "locked":
        return 429
    return 422


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    points = []
    if isinstance(refusal, NotReady):
        points = [
            {"target": point.target, "message": gettext(point.message).format(**point.params), "code": point.code}
            for point in refusal.points
        ]
    return answer(status_of(refusal), refusal.code, gettext(refusal.message).format(**refusal.params), points)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    points = [{"target": _pointer(item["loc"]), "message": str(item["msg"])} for item in error.errors]
    return answer(422, "invalid_request", gettext(N_("Yêu cầu không đúng định dạng.")), points)


def _pointer(place: Sequence[object]) -> str:
    """Return where something is wrong: a JSON pointer into the body (RFC 6901), or the parameter's kind and name."""
    kind, *rest = (str(part) for part in place)
    if kind != "body":
        return ":".join([kind, *rest])
    # The first part names the one body that an operation takes, not a member of it.
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in rest[1:])


def _unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = answer(401, "unauthenticated", gettext(N_("Thiếu mã truy cập, hoặc mã đã hết hạn.")))
    response["WWW-Authenticate"] = 'Bearer realm="motcua"'
    return response


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer(error.status_code, "bad_request", str(error))


def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return answer(400, "bad_request", gettext(N_("Yêu cầu không đúng định dạng.")))


def _unavailable(request: HttpRequest, error: Unavailable) -> HttpResponse:
    response = answer(503, "unavailable", gettext(N_("Dịch vụ tạm thời không sẵn sàng. Hãy thử lại sau.")))
    response["Retry-After"] = "30"
    return response


def install(api: NinjaAPI) -> None:
    """Answer every foreseen error as problem+json."""
    api.exception_handler(Refused)(_refused)
    api.exception_handler(ValidationError)(_invalid)
    api.exception_handler(AuthenticationError)(_unauthenticated)
    api.exception_handler(HttpError)(_http)
    api.exception_handler(Unavailable)(_unavailable)
    # A body that is too large, too many fields, a broken multipart: Django's own answers would be pages.
    api.exception_handler(SuspiciousOperation)(_unreadable)
    api.exception_handler(MultiPartParserError)(_unreadable)
