"""Record that an official is away, name who acts meanwhile, and end it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua import outbox
from motcua.accounts import access
from motcua.accounts.events import AbsenceChanged
from motcua.accounts.models import Absence, Appointment, Substitute, User
from motcua.accounts.queries import actor
from motcua.accounts.rules import UserKind
from motcua.accounts.rules.absences import SIGNING, Reason, Wanted, check_days, check_substitute
from motcua.accounts.rules.permissions import Thing
from motcua.audit import actions as audit
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Forbidden, Refused
from motcua.lib.text import clean
from motcua.organisations.models import Post
from motcua.organisations.rules import Role

RECORD = "absence.record"


@transaction.atomic
def record_absence(
    *,
    user_id: int,
    starts: date | None,
    ends: date | None,
    reason: str,
    note: str = "",
    substitutes: Sequence[Wanted] = (),
    by: User,
    now: datetime,
) -> Absence:
    """Record an absence from one day to another, both included, and who acts at which post.

    Raises Refused where somebody is away already on one of these days, or a substitute cannot be one.
    """
    people = _lock([user_id, *(wanted.user_id for wanted in substitutes)])
    user = people.get(user_id)
    if user is None or user.kind != UserKind.OFFICIAL:
        raise Refused("no_such_official", N_("Không tìm thấy cán bộ này."))
    posts = _posts_of(user, today(now))
    access.require(by, RECORD, Thing.of(users=(user.pk,), agencies=[post.agency_id for post in posts]))
    first, last = check_days(starts, ends, today=today(now))
    if reason not in set(Reason):
        raise Refused("reason_unknown", N_("Hãy chọn lý do vắng mặt."))
    days = DateRange(first, last + timedelta(days=1))
    other = Absence.objects.filter(user=user, called_off_at=None, valid__overlap=days).first()
    if other is not None:
        raise Refused(
            "away_already",
            N_("{name} đã có ngày vắng mặt từ {since} đến {until}. Kết thúc lần ấy trước, hoặc chọn ngày khác."),
            name=user.full_name,
            **_said(other),
        )
    absence = Absence.objects.create(
        user=user, valid=days, reason=reason, note=clean(note)[:300], recorded_at=now, recorded_by=by
    )
    for wanted in substitutes:
        _name(absence, wanted, posts, people, by=by, now=now)
    audit.record("absence.recorded", about=("user", str(user.pk)), by=actor(by), at=now)
    outbox.publish(AbsenceChanged(absence_id=absence.pk))
    return absence


@transaction.atomic
def name_substitute(*, absence: UUID, wanted: Wanted, by: User, now: datetime) -> Absence:
    """Name who acts at one post of somebody absent from today on, in the place of whoever did so far."""
    found = _open(absence, by=by, now=now)
    people = _lock([found.user_id, wanted.user_id])
    day = today(now)
    before = Substitute.objects.filter(absence=found, post=wanted.post_id)
    if before.filter(user=wanted.user_id, valid__contains=max(day, found.valid.lower)).exists():
        raise Refused("acts_already", N_("Người này đã được chọn làm thay rồi."))
    # The days before today stay theirs, and today, on which they may have acted; none where it had not begun.
    before.filter(valid__startswith__gt=day).delete()
    for one in before.filter(valid__endswith__gt=day + timedelta(days=1)):
        one.valid = DateRange(one.valid.lower, day + timedelta(days=1))
        one.save(update_fields=["valid"])
    _name(found, wanted, _posts_of(found.user, day), people, by=by, now=now)
    outbox.publish(AbsenceChanged(absence_id=found.pk))
    return found


@transaction.atomic
def end_absence(*, absence: UUID, by: User, now: datetime) -> Absence:
    """Let an absence end with today, or call it off where it had not begun; who acted does so until it ends."""
    found = _open(absence, by=by, now=now)
    after = today(now) + timedelta(days=1)
    if found.valid.lower >= after:
        found.called_off_at = now
        found.save(update_fields=["called_off_at"])
    else:
        found.valid = DateRange(found.valid.lower, after)
        found.save(update_fields=["valid"])
        found.substitutes.filter(valid__startswith__gte=after).delete()
        for one in found.substitutes.filter(valid__endswith__gt=after):
            one.valid = DateRange(one.valid.lower, after)
            one.save(update_fields=["valid"])
    audit.record("absence.ended", about=("user", str(found.user_id)), by=actor(by), at=now)
    return found


def _lock(user_ids: Iterable[int]) -> dict[int, User]:
    """Lock people in one order, so that two who name each other at the same time are told apart."""
    found = User.objects.select_for_update().filter(pk__in=set(user_ids), is_active=True).order_by("pk")
    return {user.pk: user for user in found}


def _open(public_id: UUID, *, by: User, now: datetime) -> Absence:
    found = Absence.objects.select_for_update(of=("self",)).select_related("user").filter(public_id=public_id).first()
    if found is None or not access.may(by, RECORD, thing_of(found, today(now))):
        raise Refused("not_found", N_("Không tìm thấy lần vắng mặt này."))
    if found.called_off_at is not None or found.valid.upper <= today(now):
        raise Refused("over_already", N_("Thời gian vắng mặt này đã qua, không cần ghi nữa."))
    return found


def thing_of(absence: Absence, on: date) -> Thing:
    """Return whose an absence is: the absent official's, and the agencies' where they hold a post on a day."""
    return Thing.of(users=(absence.user_id,), agencies=[post.agency_id for post in _posts_of(absence.user, on)])


def _posts_of(user: User, on: date) -> list[Post]:
    held = Appointment.objects.filter(user=user, valid__contains=on, post__valid__contains=on)
    return list(Post.objects.filter(pk__in=held.values("post")).select_related("agency").order_by("pk"))


def _name(
    absence: Absence, wanted: Wanted, posts: Sequence[Post], people: dict[int, User], *, by: User, now: datetime
) -> None:
    day = today(now)
    post = next((post for post in posts if post.pk == wanted.post_id), None)
    if post is None:
        raise Refused("no_such_post", N_("Người vắng mặt không giữ vị trí này."))
    access.require(by, RECORD, Thing.of(users=(absence.user_id,), agencies=(post.agency_id,)))
    _check_author(absence, post, by=by, day=day)
    user = people.get(wanted.user_id)
    if user is None:
        raise Refused("no_substitute", N_("Hãy chọn người làm thay."))
    if user.pk == absence.user_id:
        raise Refused("oneself", N_("Không thể tự làm thay mình. Hãy chọn đồng nghiệp."))
    starts = max(day, absence.valid.lower)
    days = DateRange(starts, absence.valid.upper)
    roles = frozenset(Role(held.role) for held in _posts_of(user, starts) if held.agency_id == post.agency_id)
    how = check_substitute(Role(post.role), roles, wanted)
    away = Absence.objects.filter(user=user, called_off_at=None, valid__overlap=days).first()
    if away is not None:
        # Two who are away at once cannot act for each other, nor can anybody hand on what was handed to them.
        raise Refused(
            "away_too",
            N_("{name} cũng vắng mặt từ {since} đến {until}. Hãy chọn người khác."),
            name=user.full_name,
            **_said(away),
        )
    Substitute.objects.create(
        absence=absence,
        post=post,
        user=user,
        valid=days,
        signs_as=how,
        basis=clean(wanted.basis)[:300] if how else "",
        scope=clean(wanted.scope)[:300] if how else "",
        named_at=now,
        named_by=by,
    )
    audit.record(
        "absence.substitute_named",
        about=("user", str(absence.user_id)),
        by=actor(by),
        at=now,
        details={"substitute": str(user.pk), "post": str(post.pk)},
    )


def _check_author(absence: Absence, post: Post, *, by: User, day: date) -> None:
    """Raise Forbidden unless who names a substitute for a signature is a leader of the agency in their own right.

    Nobody else gives it away, and who signs for somebody absent does not hand that on (Decree 30/2020, article 13(3)).
    """
    if Role(post.role) not in SIGNING:
        return
    if not any(held.agency_id == post.agency_id and Role(held.role) in SIGNING for held in _posts_of(by, day)):
        raise Forbidden("forbidden", N_("Việc ký thay, ký thừa uỷ quyền phải do lãnh đạo cơ quan ghi."))


def _said(absence: Absence) -> dict[str, str]:
    return {
        "since": f"{absence.valid.lower:%d/%m/%Y}",
        "until": f"{absence.valid.upper - timedelta(days=1):%d/%m/%Y}",
    }
