"""What moves a promise by somebody's decision: an apology with a new date, verification, stops begun by hand.

Each is one row of the adjustments, with reason, basis and actor, and is told to the applicant.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction

from motcua.accounts.models import User
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused

from ... import access
from ...bundles import governing, package_for
from ...models import Dossier
from ...models.telling import What
from ...rules import clock
from ...rules.history import Happening
from ...rules.stops import BY_HAND, PAUSES, stop_rules
from .. import _clock
from .._course import lock, record
from ..applicant.telling import owe

FARTHEST = timedelta(days=366)


class Why(StrEnum):
    """What a new date is given for (Decree 61/2018 art. 19(9))."""

    LATE = "late"
    VERIFICATION = "verification"


@transaction.atomic
def reappoint(
    *,
    dossier_id: int,
    why: Why,
    reason: str,
    basis: str,
    due_on: date,
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Dossier:
    """Apologise and promise a later date, once; one announced less than a day before the promise is kept as late.

    The letter (form 04) is drawn from the adjustment. Raises Refused for a second one, without a reason, for a date
    that is not later, and while the clock stands still.

    Source: Decree 61/2018 art. 19(9), applied under Decree 118/2025; it serves lateness and verification foreseen.
    """
    dossier = _running(dossier_id, "dossier.reappoint", by=by, revision=revision)
    if not reason.strip():
        raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
    rules = _clock.rules_of(dossier)
    if dossier.due_adjustments.filter(reason=_clock.REAPPOINTED).count() >= rules.most_reappointments:
        raise Refused(
            "reappointed_already",
            N_("Hồ sơ này đã hẹn lại một lần; pháp luật không cho hẹn lại lần nữa ({basis})."),
            basis=rules.article("most_reappointments"),
        )
    before = dossier.due_at
    if before is None:
        raise Refused("no_promise", N_("Hồ sơ này chưa có ngày hẹn trả nên không có gì để hẹn lại."))
    if due_on <= max(today(before), today(now)):
        raise Refused("due_not_later", N_("Ngày hẹn lại phải sau ngày đã hẹn và sau hôm nay."))
    if due_on > today(now) + FARTHEST:
        raise Refused("due_too_far", N_("Ngày hẹn lại quá xa. Xem lại năm vừa ghi."))
    # A day off gives way to the next working day (Civil Code art. 148(5)); the promise is for its end.
    collection = _clock.collection_of(dossier)
    due_at = collection.closing(collection.next_working_day(due_on))
    in_time = clock.is_announced_in_time(before, now, rules)
    article = basis.strip() or rules.article("most_reappointments")
    fixed = clock.Fixed(due_at, now, _clock.REAPPOINTED, article)
    found = _clock.reckon(dossier, now=now, course=clock.Course(now, fixed=fixed), with_limit=False)
    if found is None:
        raise ValueError("a date that was set is a promise")
    said = {"why": why.value, "text": reason.strip()[:1000], "in_time": in_time}
    _clock.adjust(dossier, found, reason=_clock.REAPPOINTED, basis=article, by=by, now=now, params=said)
    moved = {"why": why.value, "before": before.isoformat(), "after": found.at.isoformat(), "in_time": in_time}
    event = record(dossier, Happening.REAPPOINTED, by=by, now=now, note=reason.strip(), params=moved)
    # An apology counts as given only when it was opened, told or signed for.
    owe(dossier, event, What.APOLOGY, now=now)
    return dossier


@transaction.atomic
def verify(*, dossier_id: int, reason: str, by: User, now: datetime, revision: int | None = None) -> Dossier:
    """Use the longer limit that sector law gives where something must be verified elsewhere; no apology is owed.

    Raises Refused where the package knows no such limit, a second time, or after the promise has passed.
    """
    dossier = _running(dossier_id, "dossier.reappoint", by=by, revision=revision)
    if not reason.strip():
        raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
    limit = package_for(dossier).limit(dossier.channel, dossier.case_key)
    if limit is None or limit.verification is None:
        raise Refused("no_verification", N_("Thủ tục này không có thời hạn riêng khi phải xác minh."))
    if dossier.due_adjustments.filter(reason__in=[_clock.VERIFIED, _clock.REAPPOINTED]).exists():
        raise Refused("verified_already", N_("Hồ sơ này đã được thêm thời gian hoặc đã hẹn lại."))
    before = dossier.due_at
    if before is None or today(before) < today(now):
        raise Refused("promise_passed", N_("Đã quá ngày hẹn. Hãy xin lỗi và hẹn lại."))
    course = _clock.course_of(dossier, now=now)
    found = _clock.reckon(dossier, now=now, course=replace(course, is_verified=True))
    if found is None or found.at <= before:
        raise Refused("no_verification", N_("Thủ tục này không có thời hạn riêng khi phải xác minh."))
    said = {"text": reason.strip()[:1000]}
    _clock.adjust(dossier, found, reason=_clock.VERIFIED, basis=limit.verification.basis, by=by, now=now, params=said)
    moved = {"before": before.isoformat(), "after": found.at.isoformat()}
    record(dossier, Happening.VERIFIED, by=by, now=now, note=reason.strip(), params=moved)
    return dossier


@transaction.atomic
def stop_clock(
    *, dossier_id: int, reason: str, document: str, by: User, now: datetime, revision: int | None = None
) -> Dossier:
    """Stop the clock for time that sector law leaves out, from now, on the ground of a document; work goes on.

    Raises Refused for a reason that no rule of the day allows for this procedure, and without the document.
    """
    dossier = _running(dossier_id, "dossier.stop_clock", by=by, revision=revision, may_stand=True)
    basis = stops_allowed(dossier, now=now).get(reason)
    if reason not in BY_HAND or basis is None:
        raise Refused("stop_not_allowed", N_("Thủ tục này không được tạm dừng thời hạn vì lý do đó."))
    if not document.strip():
        raise Refused("stop_document", N_("Hãy ghi văn bản, thông báo làm căn cứ (số, ngày)."))
    if dossier.clock_stops.filter(ended_at=None, reason=reason).exists():
        raise Conflict("stopped_already", N_("Thời hạn đang tạm dừng vì lý do này rồi."))
    _clock.stop(dossier, reason=reason, basis=f"{basis}; {document.strip()}"[:300], now=now)
    record(dossier, Happening.CLOCK_STOPPED, by=by, now=now, note=document.strip(), params={"reason": reason})
    return dossier


@transaction.atomic
def clock_goes_on(
    *, dossier_id: int, reason: str, by: User, now: datetime, note: str = "", revision: int | None = None
) -> Dossier:
    """End a stop that was begun by hand; its time is left out of the limit. Raises Conflict where there is none."""
    dossier = _running(dossier_id, "dossier.stop_clock", by=by, revision=revision, may_stand=True)
    if reason not in BY_HAND or not dossier.clock_stops.filter(ended_at=None, reason=reason).exists():
        raise Conflict("not_stopped", N_("Thời hạn không tạm dừng vì lý do này."))
    _clock.go_on(dossier, by=by, now=now, reason=reason)
    record(dossier, Happening.CLOCK_WENT_ON, by=by, now=now, note=note.strip(), params={"reason": reason})
    return dossier


def stops_allowed(dossier: Dossier, *, now: datetime) -> dict[str, str]:
    """Return why an official may stop this dossier's clock today, each reason with its law."""
    package = governing(dossier)
    rules = package.settings.get("clock_stops") or []
    return stop_rules(package.version.procedure.code, rules, on=today(now))


def _running(dossier_id: int, verb: str, *, by: User, revision: int | None, may_stand: bool = False) -> Dossier:
    """Return a received dossier that is not done, locked; raises Refused for any other."""
    dossier = lock(dossier_id, revision=revision)
    access.require(by, verb, dossier)
    if dossier.accepted_at is None:
        raise Refused("not_received", N_("Hồ sơ chưa được tiếp nhận nên thời hạn giải quyết chưa tính."))
    if dossier.completed_at is not None or dossier.closed_at is not None:
        raise Refused("is_over", N_("Hồ sơ đã kết thúc."))
    if dossier.paused_at is not None and not may_stand:
        pause = dossier.clock_stops.filter(ended_at=None).order_by("started_at").first()
        raise Refused(
            "clock_stands",
            N_("Thời hạn đang tạm dừng ({why}); khi tính tiếp, ngày hẹn sẽ được tính lại."),
            why=PAUSES.get(pause.reason, "") if pause is not None else "",
        )
    return dossier
