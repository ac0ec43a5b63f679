"""Reads of one's own copies."""

from datetime import datetime
from uuid import UUID

from motcua.accounts import access
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import Thing
from motcua.files.models import StoredFile
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .models import OwnCopy

SEE = "holding.see"


def copies_of(user: User, *, now: datetime, limit: int = 5) -> list[OwnCopy]:
    """Return the copies that somebody asked for and that are not over, the newest first."""
    found = OwnCopy.objects.filter(user=user).exclude(expires_at__lte=now).select_related("file")
    return list(found.order_by("-id")[:limit])


def finished(public_id: UUID, *, by: User, now: datetime) -> StoredFile:
    """Return the file of a copy; raises Refused, in the same words, for another's, an unready and an old one."""
    found = OwnCopy.objects.select_related("file", "user").filter(public_id=public_id, expires_at__gt=now).first()
    if found is None or found.file is None or not access.may(by, SEE, thing_of(found)):
        raise Refused("no_such_copy", N_("Không có bản dữ liệu này, hoặc đã hết hạn tải. Hãy yêu cầu bản mới."))
    return found.file


def thing_of(copy: OwnCopy) -> Thing:
    """Return whose a copy is, in the words of the permission table."""
    return Thing.of(people=(copy.user.person_id,))
