"""The legal clock of a dossier in the database: start, stop, go on, finish. The arithmetic is `worktime.rules`."""

from datetime import datetime

from motcua.accounts.models import User
from motcua.organisations.models import Agency
from motcua.worktime import queries as worktime
from motcua.worktime.rules import Schedule

from ..models import ClockStop, Dossier, DueAdjustment
from ..packages import package_of
from ..rules import clock


def schedule_of(agency: Agency) -> Schedule:
    """Return the working time of an agency (its own calendar counts)."""
    return worktime.schedule_of(agency.calendar_id)


def start(dossier: Dossier, *, by: User, now: datetime) -> None:
    """Set the due date of a dossier just received, where its package knows the limit."""
    package = package_of(dossier.version_id)
    limit = package.limit(dossier.channel, dossier.case_key)
    if limit is None or limit.amount is None or limit.unit is None:
        return
    due = clock.due_at(schedule_of(dossier.competent_agency), limit, start=now)
    dossier.original_due_at = dossier.due_at = due.at
    _adjust(dossier, None, due, reason="received", basis=limit.basis, by=by, now=now)


def stop(dossier: Dossier, *, reason: str, now: datetime, basis: str = "") -> None:
    """Let the clock stand still from now."""
    ClockStop.objects.create(dossier=dossier, reason=reason, basis=basis, started_at=now)
    dossier.paused_at = now


def go_on(dossier: Dossier, *, by: User, now: datetime) -> None:
    """End the open stop and move the due date by the package's policy.

    `restart` counts the limit anew (Decree 61/2018 art. 19(4)); `resume` and `not_counted` shift the due date by the
    working time that passed.
    """
    stopped = dossier.clock_stops.filter(ended_at=None).first()
    if stopped is None:
        return
    stopped.ended_at = now
    stopped.save(update_fields=["ended_at"])
    dossier.paused_at = None
    package = package_of(dossier.version_id)
    limit = package.limit(dossier.channel, dossier.case_key)
    if dossier.due_at is None or limit is None or limit.amount is None:
        return
    policy = str((package.settings.get("supplement") or {}).get("clock") or "restart")
    before = dossier.due_at
    schedule = schedule_of(dossier.competent_agency)
    if policy == "restart":
        due = clock.due_at(schedule, limit, start=now)
    else:
        due = clock.shifted(schedule, before, stopped.started_at, now)
    dossier.due_at = due.at
    _adjust(dossier, before, due, reason=f"supplement_{policy}", basis="", by=by, now=now)


def finish(dossier: Dossier, *, now: datetime) -> None:
    """Stop the clock for good; an open stop ends with it."""
    ClockStop.objects.filter(dossier=dossier, ended_at=None).update(ended_at=now)
    dossier.paused_at = None


def supplement_due(dossier: Dossier, *, now: datetime) -> datetime | None:
    """Return until when the applicant may answer a supplement request (15 working days where nothing else is said)."""
    package = package_of(dossier.version_id)
    within = (package.settings.get("supplement") or {}).get("answer_within") or {"amount": 15, "unit": "working_day"}
    return clock.due_in(schedule_of(dossier.competent_agency), now, int(within["amount"]), str(within["unit"])).at


def _adjust(
    dossier: Dossier,
    before: datetime | None,
    due: clock.Due,
    *,
    reason: str,
    basis: str,
    by: User,
    now: datetime,
) -> None:
    DueAdjustment.objects.create(
        dossier=dossier,
        at=now,
        before=before,
        after=due.at,
        reason=reason,
        basis=basis,
        explanation=due.explanation,
        actor_id=str(by.pk),
    )
