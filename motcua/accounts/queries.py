"""Reads about who somebody is and which posts they hold."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from motcua.accounts import identity
from motcua.accounts.models import Appointment, Person, User
from motcua.accounts.posts import posts_of
from motcua.accounts.rules import IdentityKind, UserKind
from motcua.accounts.rules.permissions import Scope, rows_for
from motcua.lib.actors import Actor
from motcua.organisations.rules import Role

__all__ = ["actor", "at_agencies", "holders", "person_by_number", "posts_of"]


def holders(role: Role, agency_id: int, on: date) -> QuerySet[User]:
    """Return the active users who hold a role in an agency on a day, by given name."""
    appointed = Appointment.objects.filter(
        post__role=role, post__agency=agency_id, post__valid__contains=on, valid__contains=on
    )
    return User.objects.filter(pk__in=appointed.values("user"), is_active=True).order_by("sort_key", "pk")


def allowed(verb: str, on: date) -> QuerySet[User]:
    """Return the active officials who may do something in the whole province on a day, by given name."""
    roles = [who for row in rows_for(verb) if row.scope == Scope.PROVINCE for who in row.who if isinstance(who, Role)]
    appointed = Appointment.objects.filter(post__role__in=roles, post__valid__contains=on, valid__contains=on)
    return User.objects.filter(pk__in=appointed.values("user"), is_active=True).order_by("sort_key", "pk")


def at_agencies(agencies: Iterable[int | None], on: date) -> QuerySet[User]:
    """Return the active users who hold any post at these agencies on a day, by given name."""
    appointed = Appointment.objects.filter(
        post__agency__in=[pk for pk in agencies if pk is not None], post__valid__contains=on, valid__contains=on
    )
    return User.objects.filter(pk__in=appointed.values("user"), is_active=True).order_by("sort_key", "pk")


def actor(user: User, agency: str = "") -> Actor:
    """Return the plain value under which the audit and histories keep who acted, and for which agency."""
    return Actor(kind=user.kind, id=str(user.pk), name=user.full_name, agency=agency)


def names_of(user_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of users by their ids as histories keep them."""
    keys = {int(pk) for pk in user_ids if pk.isascii() and pk.isdigit()}
    return {str(pk): name for pk, name in User.objects.filter(pk__in=keys).values_list("pk", "full_name")}


def person_by_number(kind: IdentityKind, value: str) -> Person | None:
    """Return the person who has this number, if the system knows one."""
    index = identity.sealer().index(f"{kind}:{identity.normal(kind, value)}")
    return Person.objects.select_related("identity").filter(identity__kind=kind, identity__index=index).first()


def user_by_name(username: str) -> int | None:
    """Return the id of an active user by its sign-in name."""
    return User.objects.filter(username=username, is_active=True).values_list("pk", flat=True).first()


def official_by_id(user_id: int) -> User | None:
    """Return an active official; None where there is none."""
    return _active_officials().filter(pk=user_id).first()


def official_called(username: str) -> User | None:
    """Return the active official of this user name; None where there is none."""
    return _active_officials().filter(username=username).first()


def _active_officials() -> QuerySet[User]:
    return User.objects.filter(kind=UserKind.OFFICIAL, is_active=True)


def system_user() -> User:
    """Return the user that the timetable acts as; it has no password and holds no post."""
    return User.objects.get_or_create(
        username="he-thong", defaults={"kind": UserKind.SYSTEM, "full_name": "Hệ thống", "sort_key": ""}
    )[0]
