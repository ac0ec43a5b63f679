"""Sign-ins that are on their way through a provider, kept in the browser's session: a few at once, each state once."""

import time
from dataclasses import asdict

from django.http import HttpRequest

from motcua.connectors.vneid.client import Attempt

LASTS = 15 * 60
AT_ONCE = 5  # tabs of one browser on their way at the same time


def keep(request: HttpRequest, key: str, attempt: Attempt) -> None:
    """Keep an attempt under its state, beside the newest of the others."""
    others = {
        state: kept for state, kept in request.session.get(key, {}).items() if kept["started"] > attempt.started - LASTS
    }
    newest = sorted(others.items(), key=lambda item: float(item[1]["started"]))[-(AT_ONCE - 1) :]
    request.session[key] = {**dict(newest), attempt.state: asdict(attempt)}


def take(request: HttpRequest, key: str) -> Attempt | None:
    """Return the attempt of the state that came back, and forget it; None for an unknown or old one."""
    others = request.session.get(key, {})
    kept = others.pop(request.GET.get("state", ""), None)
    request.session[key] = others
    if kept is None or kept["started"] < time.time() - LASTS:
        return None
    return Attempt(**kept)
