"""Who signs certifications on a day: the leaders who are there, and who acts for those who are not.

Decree 30/2020/NĐ-CP, article 13: a deputy signs KT., whom a document names TUQ.; the book says so beside the name.
"""

from dataclasses import dataclass
from datetime import date

from motcua.accounts import access as permissions
from motcua.accounts.absence_queries import away_on
from motcua.accounts.models import User
from motcua.accounts.posts import posts_and_acting
from motcua.accounts.queries import holders
from motcua.accounts.rules import PostHeld
from motcua.organisations.models import Agency
from motcua.organisations.rules import ROLE_NAMES, Role

LEADER = Role.AGENCY_LEADER


@dataclass(frozen=True)
class MaySign:
    """Somebody who signs for an agency: by what title, and at which absent leader's post (None: their own)."""

    user: User
    title: str
    acting: PostHeld | None = None


def signers_of(agency: Agency, day: date) -> list[MaySign]:
    """Return who signs for an agency on a day, each once, leaders first; nobody who is away."""
    away = away_on(day)
    there = [user for user in holders(LEADER, agency.pk, day) if user.pk not in away.users]
    instead = [
        pk for (_user, role, where), who in away.acting.items() if (role, where) == (LEADER, agency.pk) for pk in who
    ]
    known = {user.pk for user in there}
    others = User.objects.filter(pk__in=set(instead) - known, is_active=True).order_by("sort_key", "pk")
    return [may for user in (*there, *others) if (may := signs_as(user, agency, day)) is not None]


def signs_as(user: User, agency: Agency, day: date) -> MaySign | None:
    """Return by what somebody signs for an agency on a day; None where they do not."""
    posts = [post for post in posts_and_acting(user, day) if post.agency_id == agency.pk]
    leading = [post for post in posts if post.role == LEADER]
    if not leading:
        return None
    acting = next((post for post in leading if post.for_user is not None), None)
    if acting is None:
        return MaySign(user, _title(leading[0]))
    own = next((post for post in leading if post.for_user is None), None)
    own = own or next((post for post in posts if post.for_user is None and post.role == Role.DIVISION_HEAD), None)
    title = f"{acting.signs_as} {_title(acting)}"
    return MaySign(user, f"{title}, {_title(own)}" if own is not None else title, acting)


def absent_leaders(by: User, day: date) -> set[tuple[int, str]]:
    """Return for whom somebody signs today: the agency and the name of the absent leader."""
    return {
        (post.agency_id, post.for_name)
        for post in permissions.posts_today(by, day)
        if post.role == LEADER and post.for_user is not None
    }


def _title(post: PostHeld) -> str:
    return post.title or str(ROLE_NAMES[Role(post.role)])
