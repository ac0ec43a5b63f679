"""The agency's signature on a result: the clerk adds it to what the competent person has signed, before it is issued.

Source: Decree 30/2020/NĐ-CP art. 13 (an electronic document carries the signature of the competent person and the
agency's own) and art. 32(2)(d) (the clerk alone applies it, and only to a document that is already signed).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.organisations.models import Agency
from motcua.printing import rendering
from motcua.signing import actions as signing
from motcua.signing.models import SigningKey
from motcua.workflow.rules import TaskKind

from ... import access
from ...models import Dossier, Result
from ...models.result import CURRENT, ResultState
from ...rules.history import Happening
from .._course import record
from .._process import lock_task


@dataclass(frozen=True)
class _Work:
    """A signed result that wants its seal."""

    dossier: Dossier
    result: Result
    file: StoredFile
    key: SigningKey


def seal_of(agency: Agency) -> SigningKey | None:
    """Return the newest seal of an agency, if it has one; whether it is still valid is asked when it signs."""
    return SigningKey.objects.filter(is_seal=True, agency_code=agency.code).order_by("-valid_from").first()


def seal(*, task_id: int, by: User, now: datetime, revision: int | None = None) -> None:
    """Add the agency's signature to the result that is about to be issued.

    Nothing happens where it is there already, where the agency has no seal, and where the result is no file of ours.
    Raises Refused for a seal out of its time, Unavailable where its key cannot be reached. Not inside a transaction:
    signing happens between two short ones.
    """
    work = _to_do(task_id, by=by, revision=revision)
    if work is None:
        return
    sealed = signing.sign_pdf(
        pdf=stored.read(work.file),
        key=work.key,
        at=now,
        place="agency",
        appearance=rendering.seal(agency=work.key.agency_name or work.key.holder_name, at=now),
        reason=work.result.name,
        is_timed=False,
    )
    name = f"ket-qua-{work.dossier.code}.pdf"
    file = files.store(data=sealed, name=name, purpose="result", by=actor(by), now=now)
    _keep(task_id, work, file, by=by, now=now)


@transaction.atomic
def _to_do(task_id: int, *, by: User, revision: int | None) -> _Work | None:
    dossier, task = lock_task(task_id, kind=TaskKind.ISSUE, revision=revision)
    access.require_task(by, dossier, task)
    result = dossier.results.filter(CURRENT, state=ResultState.SIGNED, sealed_at=None).select_related("file").first()
    key = seal_of(dossier.competent_agency)
    if result is None or result.file is None or key is None:
        return None
    return _Work(dossier, result, result.file, key)


@transaction.atomic
def _keep(task_id: int, work: _Work, file: StoredFile, *, by: User, now: datetime) -> None:
    dossier, _task = lock_task(task_id, kind=TaskKind.ISSUE, revision=None)
    result = Result.objects.select_for_update(of=("self",)).get(pk=work.result.pk)
    if result.file_id != work.file.pk or result.sealed_at is not None:
        return  # somebody else sealed it a moment earlier; this file belongs to nobody and is swept
    result.file, result.sealed_at = file, now
    result.save(update_fields=["file", "sealed_at"])
    files.attach(file_ids=[file.pk], by=actor(by), now=now)
    # The sealed file holds the signed one bit for bit.
    files.discard(file_ids=[work.file.pk])
    record(dossier, Happening.RESULT_SEALED, by=by, now=now, is_saved=True)
