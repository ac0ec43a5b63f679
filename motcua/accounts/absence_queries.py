"""Reads about who is away, who acts for them, and for whose posts nobody does."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from motcua.accounts import access
from motcua.accounts.absences import RECORD, thing_of
from motcua.accounts.models import Absence, Appointment, Substitute, User
from motcua.accounts.posts import in_force
from motcua.accounts.rules.absences import ACTS_FOR
from motcua.organisations.models import Post
from motcua.organisations.rules import Role

Seat = tuple[int, str, int]  # user id, role, agency id


@dataclass(frozen=True)
class Away:
    """Who is away on a day and, by seat, who acts there: nobody where the list is empty."""

    acting: dict[Seat, list[int]]

    @property
    def users(self) -> frozenset[int]:
        """Return everybody who is away."""
        return frozenset(user for user, _role, _agency in self.acting)

    @property
    def uncovered(self) -> list[Seat]:
        """Return the seats of the absent at which nobody acts."""
        return sorted(seat for seat, people in self.acting.items() if not people)

    def instead(self, user_id: int, role: str, agency_id: int) -> list[int]:
        """Return who does somebody's work at a seat: themself unless they are away."""
        return self.acting.get((user_id, role, agency_id), [user_id])


def away_on(day: date) -> Away:
    """Return who is away on a day and who acts for them, in two queries."""
    away = _current(day).values("user")
    held = Appointment.objects.filter(user__in=away, valid__contains=day, post__valid__contains=day)
    acting: dict[Seat, list[int]] = {seat: [] for seat in held.values_list("user_id", "post__role", "post__agency_id")}
    rows = Substitute.objects.filter(in_force(day)).order_by("-pk")
    for user, role, agency, who in rows.values_list("absence__user_id", "post__role", "post__agency_id", "user_id"):
        acting.setdefault((user, role, agency), []).append(who)
    return Away(acting)


def away_among(user_ids: Iterable[int], day: date) -> dict[int, date]:
    """Return of these people those away on a day, each with their last day away."""
    rows = _current(day).filter(user__in=list(user_ids)).values_list("user_id", "valid")
    return {user: valid.upper for user, valid in rows}


def listed_for(reader: User, day: date) -> QuerySet[Absence]:
    """Return absences not over on a day that somebody may record for: their own and their units', the soonest first."""
    mine = access.reach(reader, RECORD, on=day)
    posts = Post.objects.filter(agency__in=mine.agencies, valid__contains=day)
    theirs = Appointment.objects.filter(post__in=posts, valid__contains=day).values("user")
    found = Absence.objects.filter(called_off_at=None, valid__endswith__gt=day)
    return (
        (found.filter(user=reader) | found.filter(user__in=theirs))
        .select_related("user", "recorded_by")
        .prefetch_related(
            Prefetch(
                "substitutes",
                Substitute.objects.filter(valid__endswith__gt=day)
                .select_related("user", "post__agency")
                .order_by("pk"),
            )
        )
        .order_by("valid", "pk")
    )


def find_absence(public_id: UUID, *, by: User, day: date) -> Absence | None:
    """Return an absence that somebody may change; None for every other."""
    found = Absence.objects.select_related("user", "recorded_by").filter(public_id=public_id).first()
    return found if found is not None and access.may(by, RECORD, thing_of(found, day)) else None


def seats_of(user: User, day: date) -> list[Post]:
    """Return the posts of somebody at which another may act, by agency and role."""
    held = Appointment.objects.filter(user=user, valid__contains=day, post__valid__contains=day)
    posts = Post.objects.filter(pk__in=held.values("post"), role__in=[role.value for role in ACTS_FOR])
    return list(posts.select_related("agency").order_by("agency__code", "role", "pk"))


def possible_substitutes(posts: Collection[Post], *, absent: User, day: date) -> dict[int, list[User]]:
    """Return by post id who may act there while somebody is absent, by given name; one query for all posts."""
    agencies = {post.agency_id for post in posts}
    held = Appointment.objects.filter(post__agency__in=agencies, valid__contains=day, post__valid__contains=day)
    by_seat: dict[tuple[int, str], list[User]] = defaultdict(list)
    others = held.exclude(user=absent).filter(user__is_active=True).select_related("user", "post")
    for one in others.order_by("user__sort_key", "user_id"):
        by_seat[one.post.agency_id, one.post.role].append(one.user)
    return {
        post.pk: list(
            dict.fromkeys(user for role in ACTS_FOR[Role(post.role)] for user in by_seat[post.agency_id, role.value])
        )
        for post in posts
    }


def _current(day: date) -> QuerySet[Absence]:
    return Absence.objects.filter(called_off_at=None, valid__contains=day)
