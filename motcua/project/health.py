"""The pages that machines watch: alive, ready, metrics."""

import os
import secrets

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess

from motcua.accounts.doors import public
from motcua.project import schema
from motcua.project.metrics import WaitingWork


@public
def alive(request: HttpRequest) -> HttpResponse:
    """Answer: this process runs."""
    return HttpResponse("alive\n", content_type="text/plain")


@public
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 where requests can be served, 503 with what is missing where not."""
    problems = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        schema.require_current()
    except DatabaseError:
        problems.append("database")
    except schema.Outdated:
        problems.append("schema")
    if not os.access(settings.DATA, os.W_OK):
        problems.append("data folder")
    return JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200)


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer Prometheus: with the token where one is set, otherwise this machine only and not through a proxy."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        allowed = secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    else:
        near = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
        allowed = near and not {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"} & request.META.keys()
    if not allowed:
        return HttpResponseNotFound()
    parts = [REGISTRY]
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        # Several web processes: their numbers meet in a folder.
        parts = [CollectorRegistry()]
        multiprocess.MultiProcessCollector(parts[0])  # type: ignore[no-untyped-call]
    waiting = CollectorRegistry()
    waiting.register(WaitingWork())
    parts.append(waiting)
    return HttpResponse(b"".join(generate_latest(part) for part in parts), content_type=CONTENT_TYPE_LATEST)
