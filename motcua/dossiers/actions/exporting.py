"""Take a list away as a file: asked for on the desk, written by the worker, thrown away after some days."""

import tempfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua import audit, outbox
from motcua.accounts import access
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.files import actions as files
from motcua.files.models import StoredFile
from motcua.files.rules import Kind
from motcua.lib.dates import VN
from motcua.lib.marks import N_
from motcua.lib.refusals import Forbidden, Refused
from motcua.notices import actions as notices
from motcua.notices.rules import OfficialKind

from ..events import ExportAsked
from ..models import Export
from ..models.export import WHAT
from ..rules.exports import GIVEN_UP_AFTER, KEPT, MOST_ROWS, MOST_RUNNING, NO_RIGHT, STUCK, ExportKind
from ..taking_away import exports
from ..taking_away.lists import list_called

BATCH = 200
NO_RIGHT_TO_IT = N_("Ông/bà không có quyền làm việc này.")


@transaction.atomic
def ask_export(
    *, what: str, wanted: Mapping[str, Any], kind: ExportKind, title: str, by: User, now: datetime
) -> Export:
    """Have a list (`dossiers.lists`) written into a file; `title` is what the desk calls it.

    Raises LookupError for an unknown list, Forbidden for who has no desk or no such list, Refused while too many of
    theirs are being written.
    """
    found = list_called(what)
    access.require(by, "desk.export")
    if not access.may_enter(by, found.verb):
        raise Forbidden("forbidden", NO_RIGHT_TO_IT)
    # One official at a time: two tabs may ask at once.
    User.objects.select_for_update().get(pk=by.pk)
    if Export.objects.filter(user=by, finished_at=None).count() >= MOST_RUNNING:
        text = N_("Đang xuất {most} danh sách của ông/bà. Chờ xong một danh sách rồi xuất tiếp.")
        raise Refused("export_many", text, most=MOST_RUNNING)
    export = Export.objects.create(
        user=by, kind=kind, wanted={WHAT: what, **wanted}, title=title, asked_at=now, expires_at=now + KEPT
    )
    details = {"file": kind.value, WHAT: what}
    details |= {name: value for name, value in wanted.items() if name not in found.private}
    audit.record("list.exported", about=("export", str(export.public_id)), by=actor(by), at=now, details=details)
    outbox.publish(ExportAsked(export_id=export.pk))
    return export


def write_export(*, export_id: int, now: datetime) -> None:
    """Write an export and tell its official. Run again after its worker died, it begins anew and ends with one file."""
    export = Export.objects.select_related("user").filter(pk=export_id, finished_at=None).first()
    if export is None:
        return
    if not all(access.may_enter(export.user, verb) for verb in ("desk.export", list_called(export.what).verb)):
        _fail(export_id, NO_RIGHT, now)
        return
    by = actor(export.user)

    def told(shown: list[tuple[str, str]], before: int) -> None:
        Export.objects.filter(pk=export_id, finished_at=None).update(rows=before)
        if shown:
            audit.viewed(shown, by=by, why="desk.export", at=now)

    with tempfile.TemporaryFile() as kept:
        count = exports.write(kept, export, now, told)
        kept.seek(0)
        name = f"danh-sach-{export.asked_at.astimezone(VN):%Y%m%d-%H%M}.{export.kind}"
        file = files.store_made(data=kept, kind=Kind(export.kind), name=name, purpose="export", by=by, now=now)
    _finish(export, file, count, now)


@transaction.atomic
def _finish(export: Export, file: StoredFile, count: int, now: datetime) -> None:
    locked = Export.objects.select_for_update().filter(pk=export.pk, finished_at=None).first()
    if locked is None:  # another run was faster, or it was given up
        files.discard(file_ids=[file.pk])
        return
    files.attach(file_ids=[file.pk], by=actor(export.user), now=now)
    locked.file, locked.rows, locked.is_cut, locked.finished_at = file, count, count >= MOST_ROWS, now
    locked.save(update_fields=["file", "rows", "is_cut", "finished_at"])
    _tell(locked, OfficialKind.EXPORT_READY, now)


@transaction.atomic
def _fail(export_id: int, code: str, now: datetime) -> None:
    locked = Export.objects.select_for_update().filter(pk=export_id, finished_at=None).first()
    if locked is not None:
        locked.failed, locked.finished_at = code, now
        locked.save(update_fields=["failed", "finished_at"])
        _tell(locked, OfficialKind.EXPORT_FAILED, now)


def _tell(export: Export, kind: OfficialKind, now: datetime) -> None:
    about = ("export", str(export.public_id))
    notices.tell_official(
        user_id=export.user_id, kind=kind, params={"count": export.rows}, about=about, now=now, key=f"export:{about[1]}"
    )


def sweep_exports(*, now: datetime) -> int:
    """Give up what does not end, throw away what has expired with its file; return how many were thrown away."""
    stuck = Export.objects.filter(finished_at=None, asked_at__lt=now - GIVEN_UP_AFTER)
    for export_id in list(stuck.values_list("pk", flat=True)[:BATCH]):
        _fail(export_id, STUCK, now)
    removed = 0
    while True:
        with transaction.atomic():
            over = Export.objects.filter(expires_at__lte=now).select_for_update(skip_locked=True).order_by("pk")
            batch = list(over[:BATCH])
            Export.objects.filter(pk__in=[export.pk for export in batch]).delete()
            files.discard(file_ids=[export.file_id for export in batch if export.file_id is not None])
        removed += len(batch)
        if not batch:
            return removed
