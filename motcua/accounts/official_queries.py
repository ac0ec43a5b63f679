"""Reads about officials' accounts, for who administers them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from motcua.accounts.models import Appointment, Authenticator, User
from motcua.accounts.rules import UserKind
from motcua.lib.dates import today
from motcua.lib.text import sort_key


@dataclass(frozen=True)
class Account:
    """One official's account; `posts` are role, title and agency of those held today."""

    user: User
    has_factor: bool
    sessions: int
    posts: list[tuple[str, str, str]] = field(default_factory=list)


def sought(text: str, *, now: datetime, limit: int) -> list[Account]:
    """Return officials whose user name begins with a text or whose name holds it, by given name; all for none."""
    people = User.objects.filter(kind=UserKind.OFFICIAL)
    if text:
        people = people.filter(
            Q(username__istartswith=text) | Q(full_name__icontains=text) | Q(sort_key__startswith=sort_key(text))
        )
    has_factor = Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    live = Count("sessions", filter=Q(sessions__expire_date__gt=now, sessions__began_at__isnull=False))
    found = list(people.annotate(has_factor=has_factor, live=live).order_by("sort_key", "pk")[:limit])
    day = today(now)
    posts: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    held = Appointment.objects.filter(user__in=found, valid__contains=day, post__valid__contains=day)
    for user, *post in held.order_by("pk").values_list("user", "post__role", "post__title", "post__agency__name"):
        posts[user].append((post[0], post[1], post[2]))
    return [Account(one, one.has_factor, one.live, posts[one.pk]) for one in found]


def any_by_id(user_id: int) -> User | None:
    """Return an official, also one whose account is closed; None where there is none."""
    return User.objects.filter(pk=user_id, kind=UserKind.OFFICIAL).first()
