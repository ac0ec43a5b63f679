"""Lists that an official keeps under a name of their own: the words of the list's address, never its rows."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.db import transaction

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .models import SavedList

MOST = 20
LONGEST_NAME = 60
# What pages other than the inbox narrow their lists by: unit, stretch of days, kind of book, its agency.
KEPT = ("don-vi", "ky", "tu", "den", "loai", "xa")
LONGEST_VALUE = 40


def saved_by(user: User, page: str = "") -> list[SavedList]:
    """Return an official's named lists of a page, the oldest first."""
    return list(SavedList.objects.filter(user=user, page=page).order_by("id"))


def query_of(given: Mapping[str, str]) -> str:
    """Return the end of an address with what of it may be kept; the same words always in the same order.

    A stretch that moves along with the day (`ky`) is kept as its name, not as its days.
    """
    pairs = {name: given[name][:LONGEST_VALUE] for name in KEPT if given.get(name)}
    return f"?{urlencode(pairs)}" if pairs else ""


@transaction.atomic
def save_list(*, name: str, query: str, page: str = "", by: User, now: datetime) -> SavedList:
    """Keep a list of a page under a name; the same name again replaces what it stood for.

    Raises Refused without a name, with a long one, and where there are too many to find one's way.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused("list_name", N_("Hãy đặt tên cho danh sách, không quá {most} ký tự."), most=LONGEST_NAME)
    # One official at a time: two tabs may save at once.
    User.objects.select_for_update().get(pk=by.pk)
    if SavedList.objects.filter(user=by).exclude(name=name).count() >= MOST:
        raise Refused("list_many", N_("Đã lưu đủ {most} danh sách. Xóa bớt rồi lưu thêm."), most=MOST)
    values = {"page": page, "query": query, "saved_at": now}
    kept, _ = SavedList.objects.update_or_create(user=by, name=name, defaults=values)
    return kept


@transaction.atomic
def forget_list(*, list_id: int, by: User) -> None:
    """Drop one of one's own lists; nothing happens where there is none."""
    SavedList.objects.filter(pk=list_id, user=by).delete()
