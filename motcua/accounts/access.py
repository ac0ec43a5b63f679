"""Asks the permission table. `may` and `require` for one object, `reach` for lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.posts import posts_and_acting
from motcua.accounts.rules import PostHeld, UserKind
from motcua.accounts.rules.assurance import FILES, check_level, level_for
from motcua.accounts.rules.mandates import Capacity
from motcua.accounts.rules.permissions import Row, Scope, Side, Thing, rows_for
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Forbidden
from motcua.organisations.directory import directory
from motcua.organisations.rules import Role

NOTHING = Thing()


@dataclass(frozen=True)
class Reach:
    """What part of all objects a user may do something with: the union of these.

    `tasks` are (role, agency id) pairs whose open steps are the user's. `subtrees` are agency paths: match those whose
    path starts with one of them. `acting` are (user id, role, agency id) of the absent whose steps are the user's too.
    `capacity`: what is another's, as far as whoever acts for them reaches; then nothing of one's own is.
    """

    everything: bool = False
    people: frozenset[int] = frozenset()
    users: frozenset[int] = frozenset()
    tasks: frozenset[tuple[str, int]] = frozenset()
    agencies: frozenset[int] = frozenset()
    subtrees: frozenset[str] = frozenset()
    acting: frozenset[tuple[int, str, int]] = frozenset()
    capacity: Capacity | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing."""
        return self == Reach()


def posts_today(user: User, on: date | None = None) -> list[PostHeld]:
    """Return the user's posts today and those at which they act for somebody absent, read once for each user object.

    A user object lives as long as one request or one job.
    """
    day = on or today(timezone.now())
    kept: dict[date, list[PostHeld]] = user.__dict__.setdefault("_posts_by_day", {})
    if day not in kept:
        kept[day] = posts_and_acting(user, day) if user.kind == UserKind.OFFICIAL else []
    return kept[day]


def capacity_of(user: User | AnonymousUser) -> Capacity | None:
    """Return in which capacity somebody acts for another in this request; None where they act for themself."""
    found: Capacity | None = user.__dict__.get("_capacity")
    return found


def act_as(user: User, capacity: Capacity | None) -> None:
    """Let this user object, which lives as long as one request, act for another; the caller has checked that it may."""
    user.__dict__["_capacity"] = capacity


def _seats(
    user: User | AnonymousUser, row: Row, on: date | None, among: Sequence[PostHeld] | None = None
) -> tuple[bool, list[PostHeld]]:
    """Tell whether the row speaks of this user, and through which posts (of all, or `among` some)."""
    if Side.ANYONE in row.who:
        return True, []
    if not isinstance(user, User) or not user.is_active:
        return False, []
    if Side.PERSON in row.who and user.kind == UserKind.CITIZEN:
        capacity = capacity_of(user)
        return capacity is None or row.verb in capacity.verbs, []
    if Side.OFFICIAL in row.who and user.kind == UserKind.OFFICIAL:
        return True, []
    if Side.MACHINE in row.who and user.kind == UserKind.MACHINE:
        client = user.api_client
        if not client.is_active or row.api_scope is None or row.api_scope not in client.scopes:
            return False, []
        agency = client.agency
        seat = PostHeld(0, Role.COORDINATOR, "", agency.pk, agency.code, agency.name, agency.path)
        return True, [seat]
    posts = [post for post in (posts_today(user, on) if among is None else among) if post.role in row.who]
    return bool(posts), posts


def _allows(
    user: User | AnonymousUser, row: Row, thing: Thing, on: date | None, among: Sequence[PostHeld] | None = None
) -> bool:
    speaks, posts = _seats(user, row, on, among)
    if not speaks:
        return False
    if row.scope in {Scope.ANY, Scope.PROVINCE}:
        return True
    if not isinstance(user, User):
        return False
    if row.scope == Scope.OWN:
        if (capacity := capacity_of(user)) is not None:
            return capacity.reaches(
                people=thing.people, mandates=thing.mandates, procedure=thing.procedure, in_store=thing.in_store
            )
        own_draft = user.pk in thing.users and not thing.mandates
        return own_draft or (user.person_id is not None and user.person_id in thing.people)
    if row.scope == Scope.ASSIGNED:
        if thing.users:
            return user.pk in thing.users or any(
                post.for_user in thing.users and post.role == thing.role and post.agency_id in thing.agencies
                for post in posts
            )
        return any(post.role == thing.role and post.agency_id in thing.agencies for post in posts)
    if any(post.agency_id in thing.agencies for post in posts):
        return True
    if row.scope == Scope.SUBTREE and thing.agencies:
        known = directory().by_id
        paths = [known[pk].path for pk in thing.agencies if pk in known]
        return any(path.startswith(post.agency_path) for path in paths for post in posts)
    return False


def may(user: User | AnonymousUser, verb: str, thing: Thing = NOTHING, *, on: date | None = None) -> bool:
    """Tell whether the user may do this with this object."""
    return any(_allows(user, row, thing, on) for row in rows_for(verb))


def require(user: User | AnonymousUser, verb: str, thing: Thing = NOTHING, *, on: date | None = None) -> None:
    """Raise Forbidden unless the user may do this with this object, NotSure where a citizen's account says too little.

    What filing needs is asked where the procedure is known.
    """
    if not may(user, verb, thing, on=on):
        raise Forbidden("forbidden", N_("Ông/bà không có quyền làm việc này."))
    if isinstance(user, User) and user.kind == UserKind.CITIZEN and verb != FILES:
        check_level(user.assurance, level_for(verb))


def acts_by(user: User, verb: str, thing: Thing, *, on: date | None = None) -> PostHeld | None:
    """Return the absent official's post through which alone the user may do this; None where they may as themself."""
    posts = posts_today(user, on)
    acting = [post for post in posts if post.for_user is not None]
    if not acting:
        return None
    own = [post for post in posts if post.for_user is None]
    if any(_allows(user, row, thing, on, own) for row in rows_for(verb)):
        return None
    return next((post for post in acting if any(_allows(user, row, thing, on, [post]) for row in rows_for(verb))), None)


def acts_at(
    user: User, *, role: str, agency_id: int, holder_id: int | None, is_signature: bool = False, on: date | None = None
) -> PostHeld | None:
    """Return the absent official's post at which the user does a step of a role; None where they do it as themself.

    A step that the absent holds is done for them. A free one is one's own where one holds the role, except a
    signature: whoever a leader's document names signs KT. or TUQ. (Decree 30/2020/NĐ-CP, article 13).
    """
    if holder_id == user.pk:
        return None
    posts = [post for post in posts_today(user, on) if post.role == role and post.agency_id == agency_id]
    acting = [post for post in posts if post.for_user is not None and holder_id in {None, post.for_user}]
    if holder_id is None and len(acting) < len(posts) and not is_signature:
        return None
    return acting[0] if acting else None


def may_enter(user: User | AnonymousUser, verb: str, *, on: date | None = None) -> bool:
    """Tell whether the user may do this with some object: the question of a page's door."""
    return any(_seats(user, row, on)[0] for row in rows_for(verb))


def reach(user: User, verb: str, *, on: date | None = None) -> Reach:
    """Return with which objects the user may do this, for filtering a list."""
    people: set[int] = set()
    users: set[int] = set()
    tasks: set[tuple[str, int]] = set()
    agencies: set[int] = set()
    subtrees: set[str] = set()
    acting: set[tuple[int, str, int]] = set()
    for row in rows_for(verb):
        speaks, posts = _seats(user, row, on)
        if not speaks:
            continue
        if row.scope in {Scope.ANY, Scope.PROVINCE}:
            return Reach(everything=True)
        if row.scope == Scope.OWN and (capacity := capacity_of(user)) is not None:
            return Reach(capacity=capacity)
        if row.scope == Scope.OWN:
            users.add(user.pk)
            people |= {user.person_id} if user.person_id is not None else set()
        elif row.scope == Scope.ASSIGNED:
            users.add(user.pk)
            tasks |= {(post.role.value, post.agency_id) for post in posts}
            acting |= {(post.for_user, post.role.value, post.agency_id) for post in posts if post.for_user is not None}
        elif row.scope == Scope.AGENCY:
            agencies |= {post.agency_id for post in posts}
        else:
            subtrees |= {post.agency_path for post in posts}
    return Reach(
        people=frozenset(people),
        users=frozenset(users),
        tasks=frozenset(tasks),
        agencies=frozenset(agencies),
        subtrees=frozenset(subtrees),
        acting=frozenset(acting),
    )
