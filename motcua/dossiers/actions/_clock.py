"""The legal clock of a dossier in the database: start, stop, go on, finish."""

from datetime import datetime

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.worktime import queries as worktime
from motcua.worktime.rules import Schedule, reception_due

from ..models import ClockStop, Dossier, DueAdjustment
from ..packages import package_of
from ..rules import clock, supplements
from ..rules.states import Channel
from ._process import promise


def schedule_of(agency: Agency) -> Schedule:
    """Return the working time of an agency, its own or that of the nearest one above it.

    Raises Refused where none has a calendar: a date nobody can explain is worse than none.
    """
    here: Agency | None = agency
    while here is not None:
        if here.calendar_id is not None:
            return worktime.schedule_of(here.calendar_id)
        here = here.parent
    raise Refused("no_calendar", N_("Cơ quan {agency} chưa có lịch làm việc. Hãy báo quản trị."), agency=agency.name)


def start(dossier: Dossier, *, by: User, now: datetime, chosen: datetime | None = None, reason: str = "") -> None:
    """Set the due date of a dossier just received: by its package's limit, or as chosen where none is known.

    Raises Refused for a choice in the past or without a reason.
    """
    limit = package_of(dossier.version_id).limit(dossier.channel, dossier.case_key)
    found = None
    if limit is not None:
        found = clock.promised(
            limit, agency=schedule_of(dossier.competent_agency), collection=_collection(dossier), start=now
        )
    if found is None or limit is None:
        _chosen(dossier, chosen, reason, by=by, now=now)
        return
    dossier.original_due_at = found.at
    _move(dossier, found, reason="received", basis=limit.basis, by=by, now=now)


def _chosen(dossier: Dossier, chosen: datetime | None, reason: str, *, by: User, now: datetime) -> None:
    if chosen is None:
        promise(dossier)
        return
    if chosen <= now:
        raise Refused("due_past", N_("Ngày hẹn trả phải sau hôm nay."))
    if not reason.strip():
        raise Refused("due_reason", N_("Thủ tục chưa công bố thời hạn. Hãy ghi căn cứ của ngày hẹn trả."))
    # A day off gives way to the next working day (Civil Code art. 148(5)), as with every other promise.
    chosen = _collection(dossier).opening_from(chosen)
    dossier.original_due_at = dossier.due_at = chosen
    DueAdjustment.objects.create(
        dossier=dossier, at=now, after=chosen, reason="chosen", basis=reason[:300], actor_id=str(by.pk)
    )
    promise(dossier)


def stop(dossier: Dossier, *, reason: str, now: datetime, basis: str = "") -> None:
    """Let the clock stand still from now."""
    ClockStop.objects.create(dossier=dossier, reason=reason, basis=basis, started_at=now)
    dossier.paused_at = now
    promise(dossier)


def go_on(dossier: Dossier, *, by: User, now: datetime, policy: str = "") -> None:
    """End the open stop and promise anew, by a policy of its own or by the package's for supplements.

    `restart`, the general rule, counts the limit from the beginning (Decree 61/2018 art. 19(4)); `resume` and
    `not_counted` leave the time of waiting out.
    """
    dossier.clock_stops.filter(ended_at=None).update(ended_at=now)
    dossier.paused_at = None
    promise(dossier)
    package = package_of(dossier.version_id)
    limit = package.limit(dossier.channel, dossier.case_key)
    if dossier.due_at is None or dossier.accepted_at is None or limit is None:
        return
    policy = policy or str((package.settings.get("supplement") or {}).get("clock") or "restart")
    found = clock.promised_after_stops(
        limit,
        agency=schedule_of(dossier.competent_agency),
        collection=_collection(dossier),
        start=dossier.accepted_at,
        stops=[
            (stop.started_at, stop.ended_at)
            for stop in dossier.clock_stops.order_by("started_at")
            if stop.ended_at is not None
        ],
        policy=policy,
    )
    if found is not None:
        _move(dossier, found, reason=f"went_on_{policy}", basis="", by=by, now=now)


def finish(dossier: Dossier, *, now: datetime) -> None:
    """Stop the clock for good, as soon as the dossier is done or over; an open stop ends with it."""
    dossier.clock_stops.filter(ended_at=None).update(ended_at=now)
    dossier.paused_at = None
    promise(dossier)


def ask_again(dossier: Dossier, *, now: datetime) -> None:
    """Let the time for an answer begin anew: what the applicant was asked for before reception has come.

    Source: Decree 45/2020 art. 11 (eight working hours from when the system has it); Decree 61/2018 art. 17(1).
    """
    due = reception_due(_collection(dossier), now, online=dossier.channel == Channel.ONLINE)
    dossier.answer_due_at = due.at
    promise(dossier)


def supplement_due(dossier: Dossier, *, now: datetime) -> datetime:
    """Return until when the applicant may answer a supplement request."""
    settings = package_of(dossier.version_id).settings
    return clock.answer_due(
        schedule_of(dossier.competent_agency), now, (settings.get("supplement") or {}).get("answer_within")
    )


def supplement_limits(dossier: Dossier) -> supplements.Limits:
    """Return how often and until when more may be asked of a received dossier; no limits where its package has none."""
    rule = package_of(dossier.version_id).settings.get("supplement") or {}
    if dossier.accepted_at is None or not {"once", "ask_within"} & set(rule):
        return supplements.Limits()
    schedule = schedule_of(dossier.competent_agency)
    return supplements.limits_of(rule, accepted_at=dossier.accepted_at, schedule=schedule)


def _collection(dossier: Dossier) -> Schedule:
    return schedule_of(dossier.received_at or dossier.competent_agency)


def _move(dossier: Dossier, found: clock.Promise, *, reason: str, basis: str, by: User, now: datetime) -> None:
    before = dossier.due_at
    dossier.due_at = found.at
    DueAdjustment.objects.create(
        dossier=dossier,
        at=now,
        before=before,
        after=found.at,
        reason=reason,
        basis=basis,
        explanation=found.explanation(),
        actor_id=str(by.pk),
    )
    promise(dossier)
