"""Begin, keep and throw away drafts. A draft survives a changed procedure version: the person is told, and chooses."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from motcua.accounts import access
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules.permissions import Thing
from motcua.eforms import sealing as form_sealing
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.procedures.models import ProcedureVersion
from motcua.vault.models import Item

from ...models import Draft, DraftFile
from ...packages import package_of


def begin_draft(*, version_id: int, by: User, now: datetime) -> tuple[Draft, bool]:
    """Return the person's draft of this procedure, and whether it was begun just now.

    A draft of an earlier version of the same procedure is returned as it is: there is never a second one.
    """
    version = ProcedureVersion.objects.get(pk=version_id)
    mandate_id = _begun_for(version_id, by)
    try:
        with transaction.atomic():
            of_procedure = Draft.objects.filter(user=by, mandate=mandate_id, version__procedure=version.procedure_id)
            earlier = of_procedure.select_for_update(of=("self",)).first()
            if earlier is not None:
                return earlier, False
            draft = Draft.objects.create(
                user=by,
                person_id=by.person_id,
                mandate_id=mandate_id,
                version=version,
                created_at=now,
                updated_at=now,
            )
    except IntegrityError:
        return Draft.objects.get(user=by, mandate=mandate_id, version=version), False
    return draft, True


def _begun_for(version_id: int, by: User) -> int | None:
    """Return the mandate under which somebody begins a draft, None for their own; raises Refused where it may not."""
    capacity = access.capacity_of(by)
    if capacity is None:
        return None
    package = package_of(version_id)
    code = package.version.procedure.code
    access.require(by, "dossier.file", Thing.of(mandates=(capacity.mandate_id,), procedure=code))
    package.check_acting(capacity.basis)
    return capacity.mandate_id


def lock_draft(*, public_id: UUID, by: User) -> Draft:
    """Return the person's own draft, of the capacity they act in, locked; raises Refused for any other."""
    capacity = access.capacity_of(by)
    mandate_id = capacity.mandate_id if capacity is not None else None
    draft = Draft.objects.select_for_update().filter(public_id=public_id, user=by, mandate=mandate_id).first()
    if draft is None:
        raise Refused(
            "no_such_draft", N_("Không tìm thấy bản nháp này. Có thể hồ sơ đã được nộp hoặc bản nháp đã xóa.")
        )
    return draft


@transaction.atomic
def save_draft(
    *,
    public_id: UUID,
    answers: dict[str, Any] | None = None,
    particulars: dict[str, Any] | None = None,
    case_key: str | None = None,
    step: str | None = None,
    revision: int | None = None,
    by: User,
    now: datetime,
) -> Draft:
    """Keep what was typed so far. Answers carry identity numbers only as references.

    Raises Conflict where `revision` is given and the draft was changed elsewhere (a second window) meanwhile.
    """
    draft = lock_draft(public_id=public_id, by=by)
    if revision is not None and revision != draft.revision:
        raise Conflict("draft_changed", N_("Bản nháp vừa được sửa ở cửa sổ khác. Tải lại trang để thấy bản mới nhất."))
    if answers is not None:
        draft.answers = answers
    if particulars is not None:
        draft.particulars = {**draft.particulars, **particulars}
    if case_key is not None:
        draft.case_key = case_key
    if step is not None:
        draft.step = step
    draft.revision += 1
    draft.updated_at = now
    draft.save()
    return draft


@transaction.atomic
def move_draft(*, public_id: UUID, version_id: int, by: User, now: datetime) -> Draft:
    """Take a draft over to the version in force now, because its author chose so; they go through it once more.

    Answers and files stay; a case that is no longer there, and a number where none is asked any more, do not.
    """
    draft = lock_draft(public_id=public_id, by=by)
    target = ProcedureVersion.objects.get(pk=version_id)
    if target.procedure_id != ProcedureVersion.objects.get(pk=draft.version_id).procedure_id:
        raise Refused("other_procedure", N_("Bản nháp thuộc một thủ tục khác."))
    old, new = package_of(draft.version_id), package_of(target.pk)
    cases = [str(case["key"]) for case in new.settings.get("cases") or []]
    if draft.case_key not in cases:
        draft.case_key = cases[0] if len(cases) == 1 else ""
    draft.answers = form_sealing.carried_answers(old.form, new.form, draft.answers)
    draft.version = target
    draft.step = ""
    draft.revision += 1
    draft.updated_at = now
    draft.save()
    return draft


@transaction.atomic
def drop_draft(*, public_id: UUID, by: User) -> None:
    """Throw a draft and its files away."""
    _drop(lock_draft(public_id=public_id, by=by))


@transaction.atomic
def drop_drafts(*, by: User) -> int:
    """Throw away all drafts that somebody began for themself, with their files; return how many."""
    found = list(Draft.objects.select_for_update().filter(user=by, mandate=None).order_by("pk"))
    for draft in found:
        _drop(draft)
    return len(found)


def _drop(draft: Draft) -> None:
    file_ids = list(draft.files.values_list("file_id", flat=True))
    draft.delete()
    files.discard(file_ids=file_ids)


@transaction.atomic
def add_draft_file(*, public_id: UUID, paper_key: str, file_id: UUID, by: User, now: datetime) -> DraftFile:
    """Put an uploaded file with a paper of the draft; the same file twice is the same row."""
    return put_in_draft(public_id=public_id, paper_key=paper_key, file_id=file_id, item=None, by=by, now=now)


@transaction.atomic
def put_in_draft(
    *, public_id: UUID, paper_key: str, file_id: UUID, item: Item | None, by: User, now: datetime
) -> DraftFile:
    """Put a file with a paper of the draft; `item` is what of the person's store it is the copy of."""
    draft = lock_draft(public_id=public_id, by=by)
    present = draft.files.filter(file__public_id=file_id).first()
    if present is not None:
        return present
    (file,) = stored.sent(public_ids=[file_id], by=actor(by))
    files.attach(file_ids=[file.pk], by=actor(by), now=now)
    last = draft.files.filter(paper_key=paper_key).aggregate(last=Max("number"))["last"] or 0
    row = DraftFile.objects.create(
        draft=draft, paper_key=paper_key, number=last + 1, file=file, item=item, added_at=now
    )
    Draft.objects.filter(pk=draft.pk).update(updated_at=now)
    return row


@transaction.atomic
def remove_draft_file(*, public_id: UUID, file_id: UUID, by: User, now: datetime) -> None:
    """Take a file out of the draft."""
    draft = lock_draft(public_id=public_id, by=by)
    row = draft.files.filter(file__public_id=file_id).first()
    if row is not None:
        row.delete()
        files.discard(file_ids=[row.file_id])
    Draft.objects.filter(pk=draft.pk).update(updated_at=now)


def sweep_drafts(*, older_than: datetime) -> int:
    """Throw drafts away that nobody touched since a moment, each in its own transaction; return how many."""
    swept = 0
    for draft_id in Draft.objects.filter(updated_at__lt=older_than).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            draft = (
                Draft.objects.select_for_update(skip_locked=True).filter(pk=draft_id, updated_at__lt=older_than).first()
            )
            if draft is not None:
                _drop(draft)
                swept += 1
    return swept
