"""Officials and machine clients: entering them, giving and ending posts, new passwords and secrets."""

import secrets
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.accounts import sessions
from motcua.accounts.clients import digest
from motcua.accounts.models import ApiClient, Appointment, User
from motcua.accounts.queries import actor
from motcua.accounts.rules import UserKind
from motcua.accounts.rules.permissions import ApiScope
from motcua.accounts.rules.posts import check_appointment
from motcua.audit import actions as audit
from motcua.lib.actors import Actor
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.organisations.models import Agency, Post
from motcua.organisations.rules import ROLE_NAMES, Role


@transaction.atomic
def add_official(*, username: str, full_name: str, password: str, by: Actor, now: datetime) -> User:
    """Enter an official, without posts yet; raises Refused for a name that is taken or a weak password."""
    name, called = clean(username).lower(), clean(full_name)
    if not name or not called:
        raise Refused("name_missing", N_("Thiếu tên đăng nhập hoặc họ tên."))
    if User.objects.filter(username=name).exists():
        raise Refused("username_taken", N_("Tên đăng nhập “{name}” đã có người dùng."), name=name)
    _check_password(password)
    user = User.objects.create_user(name, password, kind=UserKind.OFFICIAL, full_name=called)
    audit.record("official.added", about=("user", str(user.pk)), by=by, at=now)
    return user


@transaction.atomic
def set_password(*, user_id: int, password: str, by: Actor, now: datetime) -> None:
    """Give an official another password, which ends every session of theirs; raises Refused for a weak one."""
    user = _take_password(user_id, password)
    audit.record("official.password_set", about=("user", str(user.pk)), by=by, at=now)
    sessions.end_all(user_id=user.pk, by=by, now=now)


@transaction.atomic
def change_password(*, user_id: int, password: str, session: str, now: datetime) -> User:
    """Let an official take another password; of their sessions only the one that `session` names goes on."""
    user = _take_password(user_id, password)
    audit.record("official.password_changed", about=("user", str(user.pk)), by=actor(user), at=now)
    sessions.end_all(user_id=user.pk, by=actor(user), now=now, but=session)
    return user


@transaction.atomic
def appoint(
    *,
    user_id: int,
    role: Role,
    agency_id: int,
    title: str,
    by: Actor,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    basis: str = "",
) -> Appointment:
    """Give an official a post from a day on (today) until before another; `basis` is the decision, where there is one.

    The post is made where the agency has none of this title. Raises Refused where the role asks for more.
    """
    user = User.objects.select_for_update().get(pk=user_id, kind=UserKind.OFFICIAL)
    first, decision = since or today(now), clean(basis)[:300]
    check_appointment(role, since=first, until=until, basis=decision)
    called = clean(title) or ROLE_NAMES[role]
    post = Post.objects.filter(agency=agency_id, role=role, title=called, valid__contains=first).first()
    if post is None:
        post = Post.objects.create(agency_id=agency_id, role=role, title=called, valid=DateRange(first, None))
    days = DateRange(first, until)
    if Appointment.objects.filter(user=user, post=post, valid__overlap=days).exists():
        raise Refused("already_appointed", N_("Người này đã giữ vị trí đó."))
    made = Appointment.objects.create(user=user, post=post, valid=days, basis=decision)
    audit.record(
        "official.appointed", about=("user", str(user.pk)), by=by, at=now, details={"post": post.pk, "role": role.value}
    )
    return made


@transaction.atomic
def dismiss(*, user_id: int, role: Role, agency_id: int, by: Actor, now: datetime) -> int:
    """End an official's posts of a role in an agency with today; return how many. Steps in hand stay in hand."""
    User.objects.select_for_update().get(pk=user_id)
    last = today(now)
    held = Appointment.objects.filter(
        user=user_id, post__role=role, post__agency=agency_id, valid__contains=last
    ).select_related("post")
    count = 0
    for appointment in held:
        if appointment.valid.lower == last:
            appointment.delete()
        else:
            appointment.valid = DateRange(appointment.valid.lower, last)
            appointment.save(update_fields=["valid"])
        count += 1
        details = {"post": appointment.post_id, "role": role.value}
        audit.record("official.dismissed", about=("user", str(user_id)), by=by, at=now, details=details)
    return count


@transaction.atomic
def close(*, user_id: int, by: Actor, now: datetime) -> None:
    """Let a user sign in no more; what they did stays theirs in every history."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record("user.closed", about=("user", str(user.pk)), by=by, at=now)
    sessions.end_all(user_id=user.pk, by=by, now=now)


@transaction.atomic
def add_client(*, client_id: str, agency: Agency, scopes: list[ApiScope], by: Actor, now: datetime) -> str:
    """Enter a machine client of an agency and return its secret, which is not kept and cannot be shown again."""
    name = clean(client_id).lower()
    if ApiClient.objects.filter(client_id=name).exists():
        raise Refused("client_taken", N_("Ứng dụng “{name}” đã có."), name=name)
    secret = secrets.token_urlsafe(32)
    user = User.objects.create_user(f"api:{name}", kind=UserKind.MACHINE, full_name=f"{name} ({agency.name})"[:200])
    client = ApiClient.objects.create(
        user=user,
        client_id=name,
        secret_digest=digest(secret),
        agency=agency,
        scopes=[scope.value for scope in scopes],
        created_at=now,
    )
    audit.record("client.added", about=("client", str(client.pk)), by=by, at=now, details={"agency": agency.code})
    return secret


@transaction.atomic
def renew_secret(*, client_id: str, by: Actor, now: datetime) -> str:
    """Give a client another secret, end its tokens, and return the secret."""
    client = ApiClient.objects.select_for_update().get(client_id=client_id)
    secret = secrets.token_urlsafe(32)
    client.secret_digest = digest(secret)
    client.save(update_fields=["secret_digest"])
    client.tokens.all().delete()
    audit.record("client.secret_renewed", about=("client", str(client.pk)), by=by, at=now)
    return secret


def new_password() -> str:
    """Return a password to hand over once, easy to type: four groups without easily confused letters."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def _take_password(user_id: int, password: str) -> User:
    """Give an official a password that is not weak, and return them, locked."""
    user = User.objects.select_for_update().get(pk=user_id, kind=UserKind.OFFICIAL)
    _check_password(password)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def _check_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as problem:
        raise Refused("weak_password", N_("Mật khẩu phải dài ít nhất 12 ký tự và không dễ đoán.")) from problem
