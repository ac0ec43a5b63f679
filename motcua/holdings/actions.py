"""Have a copy of one's own data made, and let go of what is over."""

import tempfile
from datetime import datetime

from django.db import transaction

from motcua import audit, outbox
from motcua.accounts import access
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules.permissions import Thing
from motcua.files import actions as files
from motcua.files.models import StoredFile
from motcua.files.rules import Kind
from motcua.lib.dates import VN
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.notices import actions as notices
from motcua.notices.rules import NoticeKind

from .events import CopyAsked
from .models import OwnCopy
from .packing import write
from .queries import SEE
from .rules import GIVEN_UP_AFTER, KEPT, NO_ACCOUNT, STUCK

BATCH = 100


@transaction.atomic
def ask_copy(*, by: User, is_fresh: bool, now: datetime) -> OwnCopy:
    """Have everything that is held of somebody written into one file, for them alone.

    Raises Refused where they did not sign in just now (`accounts.sessions.is_fresh`), or one is being made already.
    """
    access.require(by, SEE, Thing.of(people=(by.person_id,)))
    require_fresh(is_fresh)
    # Two tabs may ask at once.
    User.objects.select_for_update().get(pk=by.pk)
    if OwnCopy.objects.filter(user=by, finished_at=None).exists():
        raise Refused("copy_running", N_("Bản dữ liệu ông/bà yêu cầu đang được làm. Có thông báo khi xong."))
    made = OwnCopy.objects.create(user=by, asked_at=now)
    audit.record("own_copy.asked", about=("user", str(by.pk)), by=actor(by), at=now, details={"copy": made.pk})
    outbox.publish(CopyAsked(copy_id=made.pk))
    return made


def require_fresh(is_fresh: bool) -> None:
    """Raise Refused unless somebody signed in just now: what follows is for nobody who found a screen left open."""
    if not is_fresh:
        raise Refused("not_fresh", N_("Để bảo vệ dữ liệu của ông/bà, hãy đăng nhập lại rồi làm tiếp."))


def write_copy(*, copy_id: int, now: datetime) -> None:
    """Write a copy and tell its owner. Run again after its worker died, it begins anew and ends with one file."""
    copy = OwnCopy.objects.select_related("user__person__identity").filter(pk=copy_id, finished_at=None).first()
    if copy is None:
        return
    by = actor(copy.user)
    if not copy.user.is_active or copy.user.person is None:
        _fail(copy_id, NO_ACCOUNT, now)
        return
    with tempfile.TemporaryFile() as kept:
        write(kept, copy.user, now)
        kept.seek(0)
        name = f"du-lieu-cua-toi-{copy.asked_at.astimezone(VN):%Y%m%d}.zip"
        file = files.store_made(data=kept, kind=Kind.ZIP, name=name, purpose="own_copy", by=by, now=now)
    _finish(copy, file, now)


@transaction.atomic
def _finish(copy: OwnCopy, file: StoredFile, now: datetime) -> None:
    locked = OwnCopy.objects.select_for_update().filter(pk=copy.pk, finished_at=None).first()
    if locked is None:  # another run was faster, or it was given up
        files.discard(file_ids=[file.pk])
        return
    by = actor(copy.user)
    files.attach(file_ids=[file.pk], by=by, now=now)
    locked.file, locked.finished_at, locked.expires_at = file, now, now + KEPT
    locked.save(update_fields=["file", "finished_at", "expires_at"])
    audit.record("own_copy.made", about=("user", by.id), by=by, at=now, details={"copy": copy.pk})
    _tell(copy, NoticeKind.OWN_COPY_READY, now)


@transaction.atomic
def _fail(copy_id: int, code: str, now: datetime) -> None:
    locked = (
        OwnCopy.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=copy_id, finished_at=None)
        .first()
    )
    if locked is None:
        return
    locked.failed, locked.finished_at, locked.expires_at = code, now, now + KEPT
    locked.save(update_fields=["failed", "finished_at", "expires_at"])
    _tell(locked, NoticeKind.OWN_COPY_FAILED, now)


def _tell(copy: OwnCopy, kind: NoticeKind, now: datetime) -> None:
    about = ("own_copy", str(copy.public_id))
    notices.notify(person_id=copy.user.person_id, kind=kind, params={"days": KEPT.days}, about=about, email="", now=now)


def sweep_copies(*, now: datetime) -> int:
    """Give up what does not end, throw away what has expired with its file; return how many were thrown away."""
    stuck = OwnCopy.objects.filter(finished_at=None, asked_at__lt=now - GIVEN_UP_AFTER)
    for copy_id in list(stuck.values_list("pk", flat=True)[:BATCH]):
        _fail(copy_id, STUCK, now)
    removed = 0
    while True:
        with transaction.atomic():
            over = OwnCopy.objects.filter(expires_at__lte=now).select_for_update(skip_locked=True).order_by("pk")
            batch = list(over[:BATCH])
            OwnCopy.objects.filter(pk__in=[copy.pk for copy in batch]).delete()
            files.discard(file_ids=[copy.file_id for copy in batch if copy.file_id is not None])
        removed += len(batch)
        if not batch:
            return removed
