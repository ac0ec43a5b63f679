"""Which posts somebody holds: read by `access` and given to others by `queries`."""

from datetime import date

from motcua.accounts.models import Appointment, User
from motcua.accounts.rules import PostHeld
from motcua.organisations.rules import Role


def posts_of(user: User, on: date) -> list[PostHeld]:
    """Return the posts a user holds on a day, in a stable order."""
    held = (
        Appointment.objects.filter(user=user, valid__contains=on, post__valid__contains=on)
        .select_related("post__agency")
        .order_by("post__agency__code", "post__role", "pk")
    )
    return [
        PostHeld(
            post_id=row.post_id,
            role=Role(row.post.role),
            title=row.post.title,
            agency_id=row.post.agency_id,
            agency_code=row.post.agency.code,
            agency_name=row.post.agency.name,
            agency_path=row.post.agency.path,
        )
        for row in held
    ]
