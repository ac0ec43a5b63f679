"""The legal clock of a dossier in the database: start, stop, go on, finish. The calculation is in `rules.clock`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from motcua.accounts.models import User
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.worktime import queries as worktime
from motcua.worktime.rules import RuleSet, Schedule, incomplete_notice_due, reception_due, rule_set, rule_set_on

from .. import access
from ..bundles import package_for
from ..choices.promise_hours import hour_on
from ..models import ClockStop, Dossier, DueAdjustment
from ..packages import Package
from ..rules import clock, supplements
from ..rules.states import Channel
from ..rules.stops import SUPPLEMENT
from ._process import promise

# What moves a due date by somebody's decision; the others follow from the calculation.
CHOSEN, REAPPOINTED, VERIFIED = "chosen", "reappointed", "verified"
DECIDED = (CHOSEN, REAPPOINTED, VERIFIED)


def schedule_of(agency: Agency, *, is_recent: bool = False) -> Schedule:
    """Return the working time of an agency, its own or that of the nearest one above it.

    `is_recent`: as of a second ago will do. Raises Refused where none has a calendar: a date nobody can explain is
    worse than none.
    """
    read = worktime.recent_schedule_of if is_recent else worktime.schedule_of
    here: Agency | None = agency
    while here is not None:
        if here.calendar_id is not None:
            return read(here.calendar_id)
        here = here.parent
    raise Refused("no_calendar", N_("Cơ quan {agency} chưa có lịch làm việc. Hãy báo quản trị."), agency=agency.name)


class Reading:
    """Working times and the province's hour; read anew each time, or kept while many dossiers are gone through."""

    def schedule_of(self, agency: Agency) -> Schedule:
        """Return the working time of an agency."""
        return schedule_of(agency)

    def hour_on(self, day: date) -> clock.PromiseHour:
        """Return which hour the province promised on a day."""
        return hour_on(day)


def rules_of(dossier: Dossier) -> RuleSet:
    """Return the general rules that a dossier keeps: those of the day on which it was received."""
    return rule_set(int(dossier.rule_set))


def foretell(
    *, version_id: int, channel: str, case: str, competent: Agency, received_at: Agency, now: datetime
) -> clock.Promise | None:
    """Return what a dossier received now would be promised, keeping nothing; None where the limit is not clear.

    Raises Refused where one of the two agencies has no calendar.
    """
    dossier = Dossier(
        version_id=version_id,
        channel=channel,
        case_key=case,
        competent_agency=competent,
        received_at=received_at,
        rule_set=str(rule_set_on(today(now)).number),
        accepted_at=now,
    )
    return reckon(dossier, now=now, course=clock.Course(_accepted(dossier), _receipt(dossier)))


def start(dossier: Dossier, *, by: User, now: datetime, chosen: datetime | None = None, reason: str = "") -> None:
    """Set the due date of a dossier just received: by its package's limit, or as chosen where none is known.

    From now on it keeps the general rules of this day. Raises Refused for a choice in the past or without a reason.
    """
    dossier.rule_set = str(rule_set_on(today(now)).number)
    limit = package_for(dossier).limit(dossier.channel, dossier.case_key)
    # Nothing has happened to it yet that the database would know.
    found = reckon(dossier, now=now, course=clock.Course(_accepted(dossier), _receipt(dossier)))
    if found is None or limit is None:
        _chosen(dossier, chosen, reason, by=by, now=now)
        return
    dossier.original_due_at = found.at
    adjust(dossier, found, reason="received", basis=limit.basis, by=by, now=now)


def _chosen(dossier: Dossier, chosen: datetime | None, reason: str, *, by: User, now: datetime) -> None:
    if chosen is None:
        promise(dossier)
        return
    if chosen <= now:
        raise Refused("due_past", N_("Ngày hẹn trả phải sau hôm nay."))
    if not reason.strip():
        raise Refused("due_reason", N_("Thủ tục chưa công bố thời hạn. Hãy ghi căn cứ của ngày hẹn trả."))
    # A day off gives way to the next working day (Civil Code art. 148(5)), as with every other promise.
    chosen = collection_of(dossier).opening_from(chosen)
    dossier.original_due_at = dossier.due_at = chosen
    DueAdjustment.objects.create(
        dossier=dossier, at=now, after=chosen, reason=CHOSEN, basis=reason[:300], actor_id=str(by.pk)
    )
    promise(dossier)


def stop(dossier: Dossier, *, reason: str, now: datetime, basis: str = "") -> None:
    """Let the clock stand still from now; nothing more happens where it does for this reason already."""
    if not dossier.clock_stops.filter(ended_at=None, reason=reason).exists():
        ClockStop.objects.create(dossier=dossier, reason=reason, basis=basis, started_at=now)
    dossier.paused_at = dossier.paused_at or now
    promise(dossier)


def go_on(dossier: Dossier, *, by: User, now: datetime, reason: str = SUPPLEMENT) -> None:
    """End the open stop of a reason and promise anew.

    After a supplement as the package says: `restart`, the general rule, counts the limit from the beginning (Decree
    61/2018 art. 19(4)), the others leave the waiting out. After any other stop only its time is left out.
    """
    dossier.clock_stops.filter(ended_at=None, reason=reason).update(ended_at=now)
    other = dossier.clock_stops.filter(ended_at=None).order_by("started_at").first()
    dossier.paused_at = other.started_at if other is not None else None
    promise(dossier)
    if dossier.due_at is None or dossier.accepted_at is None:
        return
    package = package_for(dossier)
    policy, is_assumed = "resume", False
    if reason == SUPPLEMENT:
        policy = str(_supplement(package).get("clock") or "restart")
        is_assumed = clock.restarts(_supplement(package))[1]
    found = reckon(dossier, now=now)
    if found is not None:
        params = {"assumed": True} if is_assumed else {}
        adjust(dossier, found, reason=f"went_on_{policy}", basis="", by=by, now=now, params=params)


def finish(dossier: Dossier, *, now: datetime) -> None:
    """Stop the clock for good, as soon as the dossier is done or over; an open stop ends with it."""
    dossier.clock_stops.filter(ended_at=None).update(ended_at=now)
    dossier.paused_at = None
    promise(dossier)


def ask_again(dossier: Dossier, *, now: datetime) -> None:
    """Let the time for an answer begin anew: what the applicant was asked for before reception has come.

    Source: Decree 45/2020 art. 11 (eight working hours from when the system has it); Decree 61/2018 art. 17(1).
    """
    due = reception_due(collection_of(dossier), now, online=dossier.channel == Channel.ONLINE)
    dossier.answer_due_at = due.at
    promise(dossier)


def supplement_due(dossier: Dossier, *, now: datetime) -> datetime:
    """Return until when the applicant may answer a supplement request."""
    rule = _supplement(package_for(dossier))
    return clock.answer_due(schedule_of(dossier.competent_agency), now, rule.get("answer_within"))


def supplement_limits(dossier: Dossier) -> supplements.Limits:
    """Return how often and until when more may be asked once received, and by when the general rule wants it."""
    if dossier.accepted_at is None:
        return supplements.Limits()
    schedule, rules = schedule_of(dossier.competent_agency), rules_of(dossier)
    limits = supplements.limits_of(
        _supplement(package_for(dossier)),
        case=dossier.case_key,
        accepted_at=dossier.accepted_at,
        schedule=schedule,
    )
    by = incomplete_notice_due(schedule, _receipt(dossier) or dossier.accepted_at, rules).at
    return replace(limits, notice_by=by, notice_basis=rules.article("incomplete_notice_days"))


def reckon(
    dossier: Dossier,
    *,
    now: datetime,
    course: clock.Course | None = None,
    with_limit: bool = True,
    read: Reading | None = None,
    package: Package | None = None,
) -> clock.Promise | None:
    """Return what a received dossier is promised for, from all that the database knows of it, or from this course.

    Under another `package` than its own only on trial (`rehearsing`).
    """
    package, read = package or package_for(dossier), read or Reading()
    return clock.promised(
        package.limit(dossier.channel, dossier.case_key) if with_limit else None,
        course or course_of(dossier, now=now),
        agency=read.schedule_of(dossier.competent_agency),
        collection=read.schedule_of(dossier.received_at or dossier.competent_agency),
        rules=rules_of(dossier),
        hour=read.hour_on(today(_accepted(dossier))),
    )


def course_of(dossier: Dossier, *, now: datetime, with_open: bool = True) -> clock.Course:
    """Return what happened to a received dossier; a stop that lasts counts until now, or not at all."""
    stops = [row for row in dossier.clock_stops.order_by("started_at", "pk") if with_open or row.ended_at is not None]
    return course_from(dossier, stops, list(dossier.due_adjustments.filter(reason__in=DECIDED).order_by("pk")), now=now)


def course_from(
    dossier: Dossier,
    stops: Sequence[ClockStop],
    decisions: Sequence[DueAdjustment],
    *,
    now: datetime,
    package: Package | None = None,
) -> clock.Course:
    """Return what happened to a received dossier, from its stops and decisions in order.

    Under another `package` than its own only on trial (`rehearsing`).
    """
    accepted = _accepted(dossier)
    anew, _ = clock.restarts(_supplement(package or package_for(dossier)))
    decided = {row.reason: row for row in decisions}
    last = decided.get(REAPPOINTED) or decided.get(CHOSEN)
    return clock.Course(
        accepted=accepted,
        competent=_receipt(dossier),
        pauses=tuple(
            clock.Pause(
                row.started_at,
                row.ended_at or now,
                row.reason,
                restarts=anew and row.reason == SUPPLEMENT and row.ended_at is not None,
                basis=row.basis,
            )
            for row in stops
        ),
        is_verified=VERIFIED in decided,
        fixed=clock.Fixed(last.after, last.at, last.reason, last.basis)
        if last is not None and last.after is not None
        else None,
    )


def _receipt(dossier: Dossier) -> datetime | None:
    """Return when the competent agency had, or is to have, a dossier received elsewhere; None where nobody hands over.

    Source: Decree 118/2025 art. 17(3) as amended by Decree 309/2026 art. 8(3).
    """
    if dossier.accepted_at is None or not access.is_boundary_free(dossier):
        return None
    if dossier.competent_received_at is not None:
        return dossier.competent_received_at
    online = dossier.channel == Channel.ONLINE
    return clock.expected_receipt(collection_of(dossier), dossier.accepted_at, rules_of(dossier), online=online)


def collection_of(dossier: Dossier) -> Schedule:
    """Return the working time of the unit where the result is collected."""
    return schedule_of(dossier.received_at or dossier.competent_agency)


def adjust(
    dossier: Dossier,
    found: clock.Promise,
    *,
    reason: str,
    basis: str,
    by: User,
    now: datetime,
    params: dict[str, Any] | None = None,
) -> DueAdjustment:
    """Promise a locked dossier for another moment, and write down why, by whom and how it was counted."""
    before = dossier.due_at
    dossier.due_at = found.at
    row = DueAdjustment.objects.create(
        dossier=dossier,
        at=now,
        before=before,
        after=found.at,
        reason=reason,
        basis=basis[:300],
        explanation=found.told(),
        params=found.params | (params or {}),
        actor_id=str(by.pk),
    )
    promise(dossier)
    return row


def _accepted(dossier: Dossier) -> datetime:
    if dossier.accepted_at is None:
        raise ValueError("a dossier that was not received is promised for nothing")
    return dossier.accepted_at


def _supplement(package: Package) -> dict[str, Any]:
    found: dict[str, Any] = package.settings.get("supplement") or {}
    return found
