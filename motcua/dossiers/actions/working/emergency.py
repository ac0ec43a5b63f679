"""Open one dossier outside one's permission for a while, and look into it afterwards."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from motcua import audit
from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.accounts.queries import actor, allowed, holders
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Forbidden, Refused
from motcua.lib.text import clean
from motcua.notices import actions as notices
from motcua.notices.rules import OfficialKind
from motcua.organisations.rules import Role

from ... import access
from ...choices.emergency_minutes import minutes_on
from ...models import Dossier, Emergency
from ...rules.emergency import LEAST_REASON, MOST_A_DAY, MOST_REASON

OPEN, REVIEW = "emergency.open", "emergency.review"


@transaction.atomic
def open_in_emergency(*, code: str, reason: str, by: User, now: datetime) -> Dossier:
    """Let an official read one dossier for a while, and report it at once; return the dossier.

    Those told are who review it and the heads of the official's agencies and of the one that has the dossier. Nothing
    is opened where the official may read it anyway. Raises Refused without a reason, for an unknown code, too often.
    """
    permissions.require(by, OPEN)
    why = clean(reason)
    if not LEAST_REASON <= len(why) <= MOST_REASON:
        raise Refused(
            "no_reason",
            N_("Hãy ghi rõ vì sao cần xem ngay, từ {least} đến {most} ký tự."),
            least=LEAST_REASON,
            most=MOST_REASON,
        )
    # One at a time for each official: two at once would both be under the limit of a day.
    User.objects.select_for_update().get(pk=by.pk)
    dossier = Dossier.objects.with_names().filter(code=clean(code).upper()).first()
    if dossier is None:
        raise Refused("not_found", N_("Không có hồ sơ mang mã này. Hãy ghi đúng cả mã."))
    if access.may(by, "dossier.see", dossier):
        return dossier
    if Emergency.objects.filter(user=by, opened_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        text = N_("Trong một ngày chỉ mở khẩn được {most} lần. Hãy xin giao vị trí phù hợp.")
        raise Refused("too_often", text, most=MOST_A_DAY)
    ends = now + timedelta(minutes=minutes_on(today(now)))
    opened = Emergency.objects.create(dossier=dossier, user=by, reason=why, opened_at=now, ends_at=ends)
    audit.record(
        "dossier.opened_in_emergency",
        about=("dossier", dossier.code),
        by=actor(by),
        at=now,
        details={"opening": opened.pk},
    )
    params = {"who": by.full_name, "code": dossier.code, "why": why, "due": ends.isoformat()}
    for user_id in sorted(_answerable(dossier, by, now)):
        notices.tell_official(
            user_id=user_id,
            kind=OfficialKind.OPENED_IN_EMERGENCY,
            params=params,
            about=("emergency", str(opened.public_id)),
            now=now,
        )
    return dossier


@transaction.atomic
def review_emergency(*, opening: UUID, finding: str, by: User, now: datetime) -> Emergency:
    """Write down what came of looking into an opening; nobody reviews their own, and nobody twice."""
    permissions.require(by, REVIEW)
    found = Emergency.objects.select_for_update().select_related("dossier").filter(public_id=opening).first()
    if found is None:
        raise Refused("not_found", N_("Không tìm thấy lần mở khẩn này."))
    if found.user_id == by.pk:
        raise Forbidden("oneself", N_("Không ai tự xem xét lần mở khẩn của mình."))
    if found.reviewed_at is not None:
        raise Refused("reviewed", N_("Lần mở khẩn này đã có người xem xét."))
    said = clean(finding)[:MOST_REASON]
    if not said:
        raise Refused("no_finding", N_("Hãy ghi kết luận, ví dụ: đúng việc, người dân đã được gọi."))
    found.reviewed_at, found.reviewed_by, found.finding = now, by, said
    found.save(update_fields=["reviewed_at", "reviewed_by", "finding"])
    audit.record(
        "dossier.emergency_reviewed",
        about=("dossier", found.dossier.code),
        by=actor(by),
        at=now,
        details={"opening": found.pk},
    )
    return found


def _answerable(dossier: Dossier, by: User, now: datetime) -> set[int]:
    """Return who must know at once: those who review, and the heads on both sides; never the one who opened it."""
    day = today(now)
    told = set(allowed(REVIEW, day).values_list("pk", flat=True))
    agencies = {access.here_of(dossier), *(post.agency_id for post in permissions.posts_today(by))}
    for agency in agencies:
        for role in (Role.AGENCY_LEADER, Role.ONE_STOP_HEAD):
            told |= set(holders(role, agency, day).values_list("pk", flat=True))
    return told - {by.pk}
