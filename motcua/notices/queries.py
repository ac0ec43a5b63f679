"""Read inboxes."""

from collections.abc import Iterable

from django.db.models import QuerySet

from .models import Notice, OfficialNotice


def inbox_of(person_id: int, *, before_id: int | None = None, limit: int = 20) -> list[Notice]:
    """Return a person's notices, newest first, below an id where paging."""
    notices = Notice.objects.filter(person_id=person_id).order_by("-id")
    if before_id is not None:
        notices = notices.filter(id__lt=before_id)
    return list(notices[:limit])


def read_by(person_id: int) -> QuerySet[Notice]:
    """Return the notices that a person has read."""
    return Notice.objects.filter(person_id=person_id, read_at__isnull=False)


def unread_of(person_id: int) -> int:
    """Return how many notices a person has not read, counted to 100 at most."""
    return Notice.objects.filter(person_id=person_id, read_at__isnull=True)[:100].count()


def desk_notices(user_id: int, *, before_id: int | None = None, limit: int = 30) -> list[OfficialNotice]:
    """Return an official's notices, newest first, below an id where paging."""
    found = OfficialNotice.objects.filter(user=user_id).order_by("-id")
    if before_id is not None:
        found = found.filter(id__lt=before_id)
    return list(found[:limit])


def unread_by(user_id: int) -> int:
    """Return how many notices an official has not read, counted to 100 at most."""
    return OfficialNotice.objects.filter(user=user_id, read_at__isnull=True)[:100].count()


def said_before(pairs: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Return which of these (official, key) were told already."""
    wanted = set(pairs)
    users, keys = {user for user, _key in wanted}, {key for _user, key in wanted}
    found = OfficialNotice.objects.filter(user__in=users, key__in=keys).values_list("user_id", "key")
    return wanted & set(found)
