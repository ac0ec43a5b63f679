"""What an agency signed proves itself for years: the worker raises the signatures to PAdES B-LTA and keeps them so.

Results, letters and statutory forms are given with the signatures that a request gave them (B-B); what proves them
later comes from outside services and is put in here. Source: Luật Giao dịch điện tử 20/2023/QH15 and Nghị định
23/2025/NĐ-CP want a signature to be verifiable as of its time; the levels are those of ETSI EN 319 142-1.
"""

from collections.abc import Iterator
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

from ...models import FormSignature, GivenForm, LastingFile, LetterSignature, LetterVersion, Result
from ...models.result import ResultState
from ...rules.history import Happening
from ...storing import source_of

# After these something signed lies with its owner, or soon will. Forms have their row from their signature on.
GIVES_SIGNED = frozenset(
    {
        Happening.ISSUED,
        Happening.NOT_ELIGIBLE,
        Happening.RESULT_REPLACED,
        Happening.LETTER_SIGNED,
        Happening.LETTER_GIVEN,
    }
)
# What has the signed file of an agency, and how the trail calls it.
HOLDERS: dict[type[Result | LetterVersion | GivenForm], str] = {
    Result: "result",
    LetterVersion: "letter",
    GivenForm: "form",
}
GIVEN = (ResultState.ISSUED.value, ResultState.REPLACED.value)
# Longer than a job waits between two tries: what was not tried for so long has lost its job.
LOST = timedelta(hours=2)
# What was never tried has no job that tries it: forms wait for the timetable, a rush of dossiers for no service.
UNTRIED = timedelta(minutes=10)
# What one run of the timetable sets going: a service of time is somebody's machine, too.
MOST, MOST_OLD = 500, 2_000


def make_lasting(*, dossier_id: int, now: datetime) -> None:
    """Raise what agencies signed and gave in a dossier. Runs as a job: not inside a transaction, and again after harm.

    Raises Unavailable where an outside service does not answer: the job is tried again.
    """
    for file_id in _signed_in(dossier_id):
        about = {"dossier_id": dossier_id, "begun_at": now}
        row, _ = LastingFile.objects.get_or_create(file_id=file_id, defaults=about)
        raise_file(lasting_id=row.pk, now=now)


def _signed_in(dossier_id: int) -> list[int]:
    results = Result.objects.filter(dossier_id=dossier_id, state__in=GIVEN, file__isnull=False)
    letters = LetterSignature.objects.signed().filter(version__letter__dossier=dossier_id, version__file__isnull=False)
    forms = FormSignature.objects.filter(form__dossier=dossier_id, signed_at__isnull=False)
    return [
        *results.values_list("file_id", flat=True),
        *letters.values_list("version__file_id", flat=True),
        *forms.values_list("form__file_id", flat=True),
    ]


def await_raising(*, file_id: int, dossier_id: int, now: datetime) -> None:
    """Enter a signed file to be raised by the timetable's next run. Join the transaction of its signature."""
    if lasting.is_offered():
        LastingFile.objects.create(file_id=file_id, dossier_id=dossier_id, begun_at=now)


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
    holder = next(_holders(row.file_id), None)
    locked = LastingFile.objects.select_for_update(of=("self",)).filter(pk=row.pk, file_id=row.file_id).first()
    if holder is None or locked is None:
        return  # the new file belongs to nobody and is swept
    old = row.file_id
    holder.file = locked.file = file
    holder.save(update_fields=["file"])
    locked.level, locked.archive_until = raised.report.level, raised.report.archive_until
    locked.tries += 1
    locked.tried_at, locked.trouble = now, raised.trouble[:300]
    locked.raised_at = now
    locked.save()
    files.attach(file_ids=[file.pk], by=SYSTEM, now=now)
    if isinstance(holder, Result):
        vault.refile(source=source_of(holder), file_id=file.pk, sha256=file.sha256, by=SYSTEM, now=now)
    files.succeed(file_id=file.pk, old_id=old)
    kind = HOLDERS[type(holder)]
    details = {kind: holder.pk, "level": raised.report.level.value}
    audit.record(f"{kind}.raised", about=("dossier", locked.dossier.code), by=SYSTEM, at=now, details=details)


def _holders(file_id: int) -> Iterator[Result | LetterVersion | GivenForm]:
    """Yield the locked row that has a signed file: there is one, or none any more."""
    for kind in HOLDERS:
        yield from kind._default_manager.select_for_update(of=("self",)).filter(file_id=file_id)


def lasting_due(*, now: datetime) -> list[int]:
    """Return the files to be raised or renewed whose job is lost or whose time has come, the oldest first."""
    if not lasting.is_offered():
        return []
    stale = Q(tried_at=None, begun_at__lt=now - UNTRIED) | Q(tried_at__lt=now - LOST)
    below = ~Q(level=Level.LTA.value) & Q(is_refused=False) & stale
    ends = now + timedelta(days=settings.ARCHIVE_RENEWAL_DAYS)
    renewed = Q(level=Level.LTA.value, is_refused=False, archive_until__lte=ends)
    renewed &= Q(tried_at=None) | Q(tried_at__lt=now - LOST)
    rows = LastingFile.objects.filter(below).order_by("begun_at")[:MOST]
    old = LastingFile.objects.filter(renewed).order_by("archive_until")[:MOST]
    return [*(row.pk for row in rows), *(row.pk for row in old)][:MOST]


def take_up_results(*, now: datetime) -> int:
    """Enter results and letters that were given before anything raised them, the newest first; return how many.

    Not forms: there are very many, and those signed before have the witnessed time of their own stamp.
    """
    if not lasting.is_offered():
        return 0
    unknown = ~Exists(LastingFile.objects.filter(file_id=OuterRef("file_id")))
    given = Result.objects.filter(unknown, state__in=GIVEN, file__isnull=False).order_by("-pk")
    raised = ~Exists(LastingFile.objects.filter(file_id=OuterRef("version__file_id")))
    letters = LetterSignature.objects.signed().filter(raised, version__file__isnull=False).order_by("-pk")
    found = [
        *given.values_list("file_id", "dossier_id")[:MOST_OLD],
        *letters.values_list("version__file_id", "version__letter__dossier_id")[:MOST_OLD],
    ]
    rows = [LastingFile(file_id=file_id, dossier_id=dossier_id, begun_at=now) for file_id, dossier_id in found]
    return len(LastingFile.objects.bulk_create(rows, ignore_conflicts=True))
