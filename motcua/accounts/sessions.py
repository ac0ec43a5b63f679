"""Being signed in: beginning a session, listing one's own, and ending them."""

import time
import uuid
from datetime import datetime

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest

from motcua.accounts.models import Session, User
from motcua.accounts.rules.second_factor import Factor
from motcua.accounts.rules.sessions import FRESH, browser_of, network_of
from motcua.accounts.session_store import MARK
from motcua.audit import actions as audit
from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

BACKEND = "django.contrib.auth.backends.ModelBackend"


def begin(request: HttpRequest, user: User, *, factor: Factor = Factor.NONE) -> None:
    """Sign somebody in: a fresh session id (nobody can have planted it), and what a list of sessions tells of it."""
    login(request, user, backend=BACKEND)
    browser, system = browser_of(request.headers.get("User-Agent", ""))
    now = time.time()
    request.session[MARK] = {
        "id": str(uuid.uuid4()),
        "factor": factor.value,
        "browser": browser,
        "system": system,
        "network": network_of(request.META.get("REMOTE_ADDR", "")),
        "began": now,
        "seen": now,
    }


def listed(user: User, *, now: datetime) -> list[Session]:
    """Return somebody's sessions that still last, the one used last first."""
    found = Session.objects.filter(user=user, expire_date__gt=now, began_at__isnull=False)
    return list(found.order_by("-seen_at", "-began_at"))


def named(request: HttpRequest) -> str:
    """Return the public id of the session that a request belongs to; empty where it has none."""
    mark = request.session.get(MARK)
    return str(mark["id"]) if mark is not None else ""


def is_fresh(request: HttpRequest, *, now: datetime) -> bool:
    """Tell whether the session began just now, so that it is not a screen that somebody left open."""
    mark = request.session.get(MARK)
    return mark is not None and now.timestamp() - float(mark["began"]) <= FRESH


@transaction.atomic
def end(*, user_id: int, session: str, by: Actor, now: datetime) -> None:
    """End one session of somebody; at its next request that browser is a stranger. Raises Refused where it is none."""
    gone = Session.objects.filter(user=user_id, public_id=_public_id(session)).delete()[0]
    if not gone:
        raise Refused("not_found", N_("Phiên này đã kết thúc."))
    audit.record("user.session_ended", about=("user", str(user_id)), by=by, at=now)


@transaction.atomic
def end_all(*, user_id: int, by: Actor, now: datetime, but: str = "") -> int:
    """End every session of somebody, except the one that `but` names; return how many."""
    found = Session.objects.filter(user=user_id)
    gone = (found.exclude(public_id=_public_id(but)) if but else found).delete()[0]
    if gone:
        audit.record("user.sessions_ended", about=("user", str(user_id)), by=by, at=now, details={"count": gone})
    return gone


def _public_id(text: str) -> uuid.UUID:
    """Return the id that a form sent back; one that is nobody's where it cannot be one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
