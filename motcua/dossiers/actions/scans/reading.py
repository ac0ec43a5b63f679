"""Read the words of scans in the worker: a searchable PDF/A instead of a picture, and what the paper seems to say."""

import io
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua import outbox
from motcua.accounts import identity
from motcua.accounts.rules import IdentityKind
from motcua.files import actions as files
from motcua.files import scans
from motcua.files.models import StoredFile
from motcua.files.rules import FileRefused, Kind
from motcua.lib.actors import SYSTEM

from ... import digitising
from ...events import ScansToSign
from ...loading import load
from ...models import Digitisation, PaperFile
from ...rules import suggestions
from ...rules.digitisation import Stage

OPEN_STAGES = (Stage.SCANNED, Stage.ACCEPTED)


def read_scans(*, dossier_id: int, now: datetime) -> None:
    """Read the scans of a dossier that nobody read yet, paper by paper; run again, it goes on where it was.

    What was sorted from a scan is replaced by its searchable form, for the scan itself is kept; what came as a paper's
    own file stays beside it. Raises FileRefused only where the machine is too busy: it is tried again.
    """
    for one in digitising.digital_papers(load(dossier_id)):
        if one.stage in OPEN_STAGES and not (one.kept is not None and one.kept.read_at):
            _read_paper(one, now=now)


def _read_paper(one: digitising.Digital, *, now: datetime) -> None:
    texts = []
    for row in one.files:
        if row.file.purpose in {digitising.READ, digitising.SIGNED} or not row.file.has_pages:
            continue
        try:
            made = scans.read_words(row.file, now=now)
        except FileRefused as refusal:
            if refusal.code == "file_not_now":
                raise
            continue  # a page that cannot be drawn stays a picture
        if made is None:
            break
        texts.append(made.text)
        name = f"{row.file.shown_name.rpartition('.')[0] or row.file.name}.pdf"
        file = files.store_made(
            data=io.BytesIO(made.pdf),
            kind=Kind.PDF,
            name=name,
            purpose=digitising.READ,
            by=SYSTEM,
            now=now,
            pages=row.file.pages,
        )
        _swap(row, file, now=now)
    _keep_found(one, suggestions.suggest("\n".join(texts)), now=now)


@transaction.atomic
def _swap(row: PaperFile, file: StoredFile, *, now: datetime) -> None:
    locked = PaperFile.objects.select_for_update().select_related("file").get(pk=row.pk)
    if locked.file_id != row.file_id or locked.replaced_at is not None:
        return  # taken back meanwhile; this file belongs to nobody and is swept
    files.attach(file_ids=[file.pk], by=SYSTEM, now=now)
    if locked.file.purpose == digitising.SORTED:
        former, locked.file = locked.file, file
        locked.save(update_fields=["file"])
        files.discard(file_ids=[former.pk])
        return
    last = locked.paper.files.order_by("-number").values_list("number", flat=True)[0]
    locked.replaced_at = now
    locked.save(update_fields=["replaced_at"])
    PaperFile.objects.create(paper=locked.paper, file=file, number=last + 1, added_at=now, added_by=locked.added_by)


@transaction.atomic
def _keep_found(one: digitising.Digital, found: dict[str, Any], *, now: datetime) -> None:
    kept, _made = Digitisation.objects.select_for_update(of=("self",)).get_or_create(
        paper=one.paper, defaults={"stage": one.stage}
    )
    if kept.read_at is not None:
        return
    if number := found.pop("identity_number", ""):
        found["identity_number"] = f"idn:{identity.seal(IdentityKind.PERSONAL_ID, number).pk}"
    kept.found, kept.read_at = found, now
    kept.save(update_fields=["found", "read_at"])
    if kept.sign_asked_at is not None and kept.accepted_by_id is not None:
        outbox.publish(ScansToSign(user_id=kept.accepted_by_id))
