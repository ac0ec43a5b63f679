"""Issued results that prove themselves for years: the worker raises their signatures to PAdES B-LTA and keeps them so.

A result is issued with the signatures that a request gave it (B-B); what proves them later comes from outside services
and is put in here. Source: Luật Giao dịch điện tử 20/2023/QH15 and Nghị định 23/2025/NĐ-CP want a signature to be
verifiable as of its time; the levels are those of ETSI EN 319 142-1.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from motcua import audit
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.lib.actors import SYSTEM
from motcua.lib.refusals import Refused, Unavailable
from motcua.signing import lasting
from motcua.signing.lasting import Raised
from motcua.signing.rules import Level
from motcua.vault import actions as vault

from ...models import LastingFile, Result
from ...models.result import ResultState
from ...rules.history import Happening
from ...storing import source_of

# After these a result lies with its owner, or soon will.
GIVES_RESULT = frozenset({Happening.ISSUED, Happening.NOT_ELIGIBLE, Happening.RESULT_REPLACED})
GIVEN = (ResultState.ISSUED.value, ResultState.REPLACED.value)
# Longer than a job waits between two tries: what was not tried for so long has lost its job.
LOST = timedelta(hours=2)
# What one run of the timetable sets going: a service of time is somebody's machine, too.
MOST, MOST_OLD = 200, 2_000


def make_lasting(*, dossier_id: int, now: datetime) -> None:
    """Raise the results of a dossier that were given. Runs as a job: not inside a transaction, and again after harm.

    Raises Unavailable where an outside service does not answer: the job is tried again.
    """
    given = Result.objects.filter(dossier_id=dossier_id, state__in=GIVEN, file__isnull=False)
    for file_id in given.values_list("file_id", flat=True):
        about = {"dossier_id": dossier_id, "begun_at": now}
        row, _ = LastingFile.objects.get_or_create(file_id=file_id, defaults=about)
        raise_file(lasting_id=row.pk, now=now)


def raise_file(*, lasting_id: int, now: datetime) -> None:
    """Raise one signed file, or renew its archive time stamp; nothing happens where neither is due.

    Not inside a transaction. Raises Unavailable where an outside service does not answer.
    """
    row = LastingFile.objects.select_related("file").filter(pk=lasting_id).first()
    if row is None or row.is_refused or not lasting.is_offered() or not _is_due(row, now):
        return
    try:
        raised = lasting.raise_pdf(pdf=stored.read(row.file), now=now)
        name, purpose = row.file.name, row.file.purpose
        file = files.store(data=raised.pdf, name=name, purpose=purpose, by=SYSTEM, now=now)
    except Unavailable as problem:
        _note(row, str(problem), now)
        raise
    except Refused as refusal:
        # Tried again it would be refused again: it stays on the list for somebody to look at.
        why = refusal.params.get("problem") or refusal.params.get("why") or ""
        _note(row, f"{refusal.code} {why}", now, final=True)
        return
    _keep(row, raised, file, now)
    if raised.trouble:
        raise Unavailable(raised.trouble)


def _is_due(row: LastingFile, now: datetime) -> bool:
    if row.level != Level.LTA or row.archive_until is None:
        return True
    return row.archive_until - timedelta(days=settings.ARCHIVE_RENEWAL_DAYS) <= now


@transaction.atomic
def _note(row: LastingFile, trouble: str, now: datetime, *, final: bool = False) -> None:
    locked = LastingFile.objects.select_for_update(of=("self",)).get(pk=row.pk)
    locked.tries += 1
    locked.tried_at, locked.trouble, locked.is_refused = now, trouble.strip()[:300], final
    locked.save(update_fields=["tries", "tried_at", "trouble", "is_refused"])


@transaction.atomic
def _keep(row: LastingFile, raised: Raised, file: StoredFile, now: datetime) -> None:
    """Let the raised file be the one that is handed out, unless another came to be so meanwhile."""
    result = Result.objects.select_for_update(of=("self",)).filter(file_id=row.file_id).first()
    locked = LastingFile.objects.select_for_update(of=("self",)).filter(pk=row.pk, file_id=row.file_id).first()
    if result is None or locked is None:
        return  # the new file belongs to nobody and is swept
    old = row.file_id
    result.file = locked.file = file
    result.save(update_fields=["file"])
    locked.level, locked.archive_until = raised.report.level, raised.report.archive_until
    locked.tries += 1
    locked.tried_at, locked.trouble = now, raised.trouble[:300]
    locked.raised_at = now
    locked.save()
    files.attach(file_ids=[file.pk], by=SYSTEM, now=now)
    vault.refile(source=source_of(result), file_id=file.pk, sha256=file.sha256, by=SYSTEM, now=now)
    files.succeed(file_id=file.pk, old_id=old)
    details = {"result": result.pk, "level": raised.report.level.value}
    audit.record("result.raised", about=("dossier", locked.dossier.code), by=SYSTEM, at=now, details=details)


def lasting_due(*, now: datetime) -> list[int]:
    """Return the files to be raised or renewed whose job is lost or whose time has come, the oldest first."""
    if not lasting.is_offered():
        return []
    below = ~Q(level=Level.LTA.value) & Q(is_refused=False) & (Q(tried_at=None) | Q(tried_at__lt=now - LOST))
    ends = now + timedelta(days=settings.ARCHIVE_RENEWAL_DAYS)
    renewed = Q(level=Level.LTA.value, is_refused=False, archive_until__lte=ends)
    renewed &= Q(tried_at=None) | Q(tried_at__lt=now - LOST)
    rows = LastingFile.objects.filter(below, begun_at__lt=now - LOST).order_by("begun_at")[:MOST]
    old = LastingFile.objects.filter(renewed).order_by("archive_until")[:MOST]
    return [*(row.pk for row in rows), *(row.pk for row in old)][:MOST]


def take_up_results(*, now: datetime) -> int:
    """Enter results that were given before anything raised them, the newest first; return how many."""
    if not lasting.is_offered():
        return 0
    unknown = ~Exists(LastingFile.objects.filter(file_id=OuterRef("file_id")))
    given = Result.objects.filter(unknown, state__in=GIVEN, file__isnull=False).order_by("-pk")
    rows = [
        LastingFile(file_id=file_id, dossier_id=dossier_id, begun_at=now)
        for file_id, dossier_id in given.values_list("file_id", "dossier_id")[:MOST_OLD]
    ]
    return len(LastingFile.objects.bulk_create(rows, ignore_conflicts=True))
