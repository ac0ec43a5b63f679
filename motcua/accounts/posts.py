"""Which posts somebody holds: read by `access` and given to others by `queries`."""

from datetime import date

from motcua.accounts.models import Appointment, User
from motcua.accounts.rules import PostHeld
from motcua.organisations.rules import Role


def posts_of(user: User, on: date) -> list[PostHeld]:
    """Return the posts a user holds on a day, in a stable order."""
    held = (
        Appointment.objects.filter(user=user, valid__contains=on, post__valid__contains=on)
        .order_by("post__agency__code", "post__role", "pk")
        .values_list(
            *("post_id", "post__role", "post__title"),
            *("post__agency", "post__agency__code", "post__agency__name", "post__agency__path"),
        )
    )
    return [
        PostHeld(
            post_id=post,
            role=Role(role),
            title=title,
            agency_id=agency,
            agency_code=code,
            agency_name=name,
            agency_path=path,
        )
        for post, role, title, agency, code, name, path in held
    ]
