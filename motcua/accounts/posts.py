"""Which posts somebody holds or acts at: read by `access` and given to others by `queries`."""

from datetime import date
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Value

from motcua import statements
from motcua.accounts.models import Absence, Appointment, Substitute, User
from motcua.accounts.rules import PostHeld
from motcua.organisations.rules import Role

_POST = (
    *("post_id", "post__role", "post__title"),
    *("post__agency", "post__agency__code", "post__agency__name", "post__agency__path"),
)
# Stand for who and when in the worded question; no row has them.
_SOMEBODY, _SOME_DAY = -1, date(1, 1, 1)


def posts_of(user: User, on: date) -> list[PostHeld]:
    """Return the posts a user holds on a day, in a stable order."""
    return [post for post in posts_and_acting(user, on) if post.for_user is None]


def posts_and_acting(user: User, on: date) -> list[PostHeld]:
    """Return the posts a user holds on a day and then those at which they act for somebody absent; one query.

    Who is away themself acts for nobody meanwhile, and nobody acts at a post that the absent no longer holds.
    """
    found = [
        PostHeld(
            post_id=post,
            role=Role(role),
            title=title,
            agency_id=agency,
            agency_code=code,
            agency_name=name,
            agency_path=path,
            for_user=whose,
            for_name=whom,
            signs_as=how,
            basis=why,
            scope=what,
        )
        for post, role, title, agency, code, name, path, whose, whom, how, why, what in _asked(user.pk, on)
    ]
    return sorted(
        found, key=lambda one: (one.for_user is not None, one.agency_code, one.role, one.post_id, one.for_user or 0)
    )


def _asked(user_id: int, on: date) -> list[tuple[Any, ...]]:
    text, values = _worded()
    return statements.rows(text, [user_id if one == _SOMEBODY else on if one == _SOME_DAY else one for one in values])


@cache
def _worded() -> tuple[str, tuple[Any, ...]]:
    """Return the question as SQL with its values, somebody and some day among them.

    Every page of an official asks it, and wording it takes the ORM ten times as long as the server needs to answer.
    """
    user, on = _SOMEBODY, _SOME_DAY
    nobody = {name: Value("", output_field=CharField()) for name in ("whom", "how", "why", "what")}
    held = (
        Appointment.objects.filter(user_id=user, valid__contains=on, post__valid__contains=on)
        .annotate(whose=Value(None, output_field=BigIntegerField(null=True)), **nobody)
        .values_list(*_POST, "whose", "whom", "how", "why", "what")
    )
    acted = (
        Substitute.objects.filter(in_force(on), user_id=user, post__valid__contains=on)
        .annotate(
            whose=F("absence__user_id"),
            whom=F("absence__user__full_name"),
            how=F("signs_as"),
            why=F("basis"),
            what=F("scope"),
        )
        .values_list(*_POST, "whose", "whom", "how", "why", "what")
    )
    text, values = held.union(acted, all=True).query.sql_with_params()
    return text, tuple(values)


def in_force(on: date) -> Exists:
    """Return the condition of substitutes who act on a day."""
    return Exists(
        Substitute.objects.filter(
            pk=OuterRef("pk"),
            valid__contains=on,
            absence__called_off_at=None,
            absence__valid__contains=on,
            absence__user__is_active=True,
        )
        .filter(
            Exists(
                Appointment.objects.filter(user=OuterRef("absence__user"), post=OuterRef("post"), valid__contains=on)
            )
        )
        .exclude(Exists(Absence.objects.filter(user=OuterRef("user"), called_off_at=None, valid__contains=on)))
    )
