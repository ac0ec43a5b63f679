"""What every action on a dossier shares: lock it, move its state, write its history, announce it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua import audit, outbox, statements
from motcua.accounts.access import capacity_of
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused

from ..access import acting_by
from ..events import DossierChanged
from ..loading import load
from ..models import Dossier, DossierEvent
from ..models.telling import What
from ..rules.history import PUBLIC, Happening
from ..rules.states import FINAL, REOPENED, State, check_move


def lock(dossier_id: int, *, revision: int | None = None) -> Dossier:
    """Return the dossier, locked until the transaction ends.

    Raises Refused if there is none, Conflict if it changed since the caller saw it.
    """
    try:
        dossier = load(dossier_id, is_locked=True)
    except Dossier.DoesNotExist:
        raise Refused("not_found", N_("Không tìm thấy hồ sơ này.")) from None
    if revision is not None and revision != dossier.revision:
        raise Conflict(
            "changed_meanwhile", N_("Người khác vừa cập nhật hồ sơ này. Xem lại tình trạng mới rồi làm tiếp.")
        )
    return dossier


def id_of(public_id: UUID) -> int:
    """Return the row id behind a public id; raises Refused."""
    found = Dossier.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    if found is None:
        raise Refused("not_found", N_("Không tìm thấy hồ sơ này."))
    return found


def move(dossier: Dossier, state: State, *, now: datetime) -> None:
    """Put a locked dossier into a state, with the moments that go with it; the caller saves it."""
    here = State(dossier.state)
    if here != state or state in FINAL:
        check_move(here, state, received=dossier.accepted_at is not None)
    dossier.state = state
    if state == State.COMPLETED:
        dossier.completed_at = now
    if state == State.DELIVERED:
        dossier.delivered_at = now
    if state in FINAL:
        dossier.closed_at = now


def reopen_state(dossier: Dossier) -> None:
    """Put a locked, stopped dossier back into processing; raises Refused for any other. The caller saves it."""
    there = REOPENED.get(State(dossier.state))
    if there is None or dossier.accepted_at is None:
        raise Refused("not_stopped", N_("Chỉ mở lại được hồ sơ đã dừng sau khi tiếp nhận."))
    dossier.state, dossier.closed_at = there, None


def record(
    dossier: Dossier,
    kind: Happening,
    *,
    by: User,
    now: datetime,
    note: str = "",
    params: dict[str, Any] | None = None,
    is_saved: bool = False,
) -> DossierEvent:
    """Save a locked dossier with its next revision, write its history and audit line, and announce the change.

    `is_saved`: the row is new, or the same action saves it with another event.
    """
    if dossier.state in FINAL:
        # Whatever the applicant was still to be told: there is nothing to answer any more. A result waits all the same.
        untold = dossier.tellings.filter(given_at=None, dropped_at=None)
        untold.exclude(what=What.POST_RETURNED).update(dropped_at=now)
    if not is_saved:
        dossier.revision += 1
        dossier.save()
    event = _happened(dossier, kind, by=by, now=now, note=note, params=params or {})
    event.pk = statements.keys(DossierEvent)[0]
    statements.insert(event)
    details = {"acting_for": f"user:{event.for_id}"} if event.for_id else None
    if (capacity := capacity_of(by)) is not None:
        details = {"mandate": capacity.public_id}
    audit.record(f"dossier.{kind}", about=("dossier", dossier.code), by=actor(by), at=now, details=details)
    outbox.publish(DossierChanged(dossier_id=dossier.pk, event_id=event.pk))
    return event


def record_each(
    happened: Sequence[tuple[Dossier, dict[str, Any]]], kind: Happening, *, by: User, now: datetime, note: str = ""
) -> None:
    """Write of many locked dossiers, each with its params, that the same happened; the caller has saved them.

    As many statements as for one, and one audit statement more for each absent official that `by` acts for.
    """
    events = [_happened(dossier, kind, by=by, now=now, note=note, params=params) for dossier, params in happened]
    statements.insert(*events)
    about: dict[str, list[tuple[str, str]]] = {}
    for event in events:
        about.setdefault(event.for_id, []).append(("dossier", event.dossier.code))
    for absent, dossiers in about.items():
        details = {"acting_for": f"user:{absent}"} if absent else None
        audit.record_each(f"dossier.{kind}", about=dossiers, by=actor(by), at=now, details=details)
    outbox.publish_all([DossierChanged(dossier_id=event.dossier_id, event_id=event.pk) for event in events])


def _happened(
    dossier: Dossier, kind: Happening, *, by: User, now: datetime, note: str, params: dict[str, Any]
) -> DossierEvent:
    """Return a line of history, not stored yet, with whom `by` acts for."""
    who, absent, capacity = actor(by), acting_by(by, dossier), capacity_of(by)
    for_name = capacity.principal_name if capacity is not None else absent.for_name if absent is not None else ""
    return statements.made(
        DossierEvent,
        dossier=dossier,
        at=now,
        kind=kind,
        state=dossier.state,
        actor_kind=who.kind,
        actor_id=who.id,
        actor_name=who.name,
        agency_code=who.agency,
        for_id=str(absent.for_user) if absent is not None else "",
        for_name=for_name,
        note=note,
        params=params,
        is_public=kind in PUBLIC,
    )
