"""Lists that an official keeps under a name of their own: the words of the list's address, never its rows."""

from datetime import datetime

from django.db import transaction

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .models import SavedList

MOST = 20
LONGEST_NAME = 60


def saved_by(user: User) -> list[SavedList]:
    """Return an official's named lists, the oldest first."""
    return list(SavedList.objects.filter(user=user).order_by("id"))


@transaction.atomic
def save_list(*, name: str, query: str, by: User, now: datetime) -> SavedList:
    """Keep a list under a name; the same name again replaces what it stood for.

    Raises Refused without a name, with a long one, and where there are too many to find one's way.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused("list_name", N_("Hãy đặt tên cho danh sách, không quá {most} ký tự."), most=LONGEST_NAME)
    # One official at a time: two tabs may save at once.
    User.objects.select_for_update().get(pk=by.pk)
    if SavedList.objects.filter(user=by).exclude(name=name).count() >= MOST:
        raise Refused("list_many", N_("Đã lưu đủ {most} danh sách. Xóa bớt rồi lưu thêm."), most=MOST)
    kept, _ = SavedList.objects.update_or_create(user=by, name=name, defaults={"query": query, "saved_at": now})
    return kept


@transaction.atomic
def forget_list(*, list_id: int, by: User) -> None:
    """Drop one of one's own lists; nothing happens where there is none."""
    SavedList.objects.filter(pk=list_id, user=by).delete()
