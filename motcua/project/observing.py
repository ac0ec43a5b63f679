"""What the operator sees of each request: how long it took, by address pattern; never whose it was."""

import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

Next = Callable[[HttpRequest], HttpResponse]
SECONDS = Histogram(
    "motcua_request_seconds",
    "Time to answer, by address pattern",
    ["route"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)
ANSWERS = Counter("motcua_answers_total", "Answers, by address pattern and status", ["route", "method", "status"])
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
log = structlog.get_logger("motcua.request")


def measure(get_response: Next) -> Next:
    """Time the whole of a request; the answer says it in Server-Timing, as does one log line."""

    def middleware(request: HttpRequest) -> HttpResponse:
        begun, cpu_begun = time.perf_counter(), time.thread_time()
        response = get_response(request)
        seconds, cpu = time.perf_counter() - begun, time.thread_time() - cpu_begun
        route = route_of(request)
        method = request.method if request.method in METHODS else "other"
        SECONDS.labels(route).observe(seconds)
        ANSWERS.labels(route, method, response.status_code).inc()
        response["Server-Timing"] = f"app;dur={seconds * 1000:.2f}, cpu;dur={cpu * 1000:.2f}"
        log.info("request", route=route, method=method, status=response.status_code, ms=round(seconds * 1000, 1))
        return response

    return middleware


def route_of(request: HttpRequest) -> str:
    """Return the address's pattern: the address itself may name a person's dossier, or hold a secret."""
    match = request.resolver_match
    if match is None:
        return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"
    return match.route
