"""Correct or replace a result that was handed over: a new one takes its place, the old one stays and says so.

Source: Decree 61/2018/NĐ-CP art. 21 (the agency mends at its own cost what it did wrong). The national state stays 10.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.files import actions as files
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.printing import rendering
from motcua.signing import actions as signing
from motcua.signing.known import remember
from motcua.signing.models import KnownKind

from ... import access
from ...models import Dossier, Result
from ...models.result import ResultKind, ResultState
from ...paperwork import documents
from ...rules.decisions import DecisionKind, Grounds
from ...rules.history import Happening
from .._course import record
from ..decisions import decide, delivered
from ..storing import replace_result
from .agency_seal import seal_of
from .numbering import number_result
from .results import Reference, key_of, pdf_of, shown_key


def replace(
    *,
    dossier_id: int,
    kind: DecisionKind,
    grounds: Grounds,
    file_id: UUID | None = None,
    reference: Reference | None = None,
    recipient: str = "",
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Dossier:
    """Put a new result in the place of one that was handed over: a PDF, signed and sealed here, or a reference.

    Raises Refused for a decision that says too little, and without a new result; Conflict where the old one changed
    meanwhile. Not inside a transaction: the document is signed between two short ones.
    """
    if kind not in {DecisionKind.CORRECT, DecisionKind.REPLACE}:
        raise ValueError(kind)
    grounds.check(kind, on=today(now))
    old, new = _begin(dossier_id, file_id, reference, by=by, now=now, revision=revision)
    if new.draft is not None:
        _sign(new, by=by, now=now)
    return _finish(dossier_id, old, new, kind, grounds, recipient=recipient, by=by, now=now)


@transaction.atomic
def _begin(
    dossier_id: int, file_id: UUID | None, reference: Reference | None, *, by: User, now: datetime, revision: int | None
) -> tuple[Result, Result]:
    dossier, old = delivered(dossier_id, by=by, revision=revision)
    access.note_signing(by, dossier)
    new = Result(dossier=dossier, name=old.name, result_code=old.result_code, book=old.book, state=ResultState.ISSUED)
    if reference is not None:
        new.kind = ResultKind.REFERENCE
        new.number, new.dated_on, new.book = reference.number, reference.dated_on, reference.book
    elif file_id is not None:
        new.kind, new.draft = ResultKind.UPLOADED, pdf_of(file_id, by=by)
        number_result(dossier, new, now=now)
    else:
        raise Refused("no_draft", N_("Hãy chọn tệp PDF của kết quả, hoặc ghi số, ngày của kết quả ở hệ thống khác."))
    return old, new


def _sign(new: Result, *, by: User, now: datetime) -> None:
    key, seal = key_of(by), seal_of(new.dossier.competent_agency)
    shown = shown_key(key, access.acting_by(by, new.dossier))
    picture = documents.signature_picture(new, shown, is_sealed=seal is not None, now=now)
    pdf = documents.result_pdf(new, signer=shown, now=now)
    signed = signing.sign_pdf(
        pdf=pdf, key=key, at=now, place="leader", appearance=picture, reason=new.name, is_timed=False
    )
    if seal is not None:
        stamp = rendering.seal(agency=seal.agency_name or seal.holder_name, at=now)
        signed = signing.sign_pdf(
            pdf=signed, key=seal, at=now, place="agency", appearance=stamp, reason=new.name, is_timed=False
        )
        new.sealed_at = now
    name = f"ket-qua-{new.dossier.code}.pdf"
    new.file = files.store(data=signed, name=name, purpose="result", by=actor(by), now=now)
    new.signer, new.signer_capacity, new.signed_at = by, shown.capacity.replace("\n", ", "), now


@transaction.atomic
def _finish(
    dossier_id: int,
    old: Result,
    new: Result,
    kind: DecisionKind,
    grounds: Grounds,
    *,
    recipient: str,
    by: User,
    now: datetime,
) -> Dossier:
    dossier, still = delivered(dossier_id, by=by, revision=None)
    access.note_signing(by, dossier)
    if still.pk != old.pk:
        raise Conflict(
            "changed_meanwhile", N_("Người khác vừa cập nhật hồ sơ này. Xem lại tình trạng mới rồi làm tiếp.")
        )
    new.dossier, new.issued_at = dossier, now
    # Signed it is the file that counts; what was uploaded is nobody's and is swept.
    new.draft = None
    if recipient.strip():
        new.delivered_at, new.delivered_to = now, recipient.strip()[:200]
        new.delivered_how = dossier.result_channel
    still.state = ResultState.REPLACED
    still.save(update_fields=["state"])
    new.save()
    if new.file is not None:
        files.attach(file_ids=[new.file.pk], by=actor(by), now=now)
        remember(sha256=new.file.sha256, kind=KnownKind.RESULT, token=new.token)
    params = {"number": still.number, "new_number": new.number}
    event = record(dossier, Happening.RESULT_REPLACED, by=by, now=now, note=grounds.said(), params=params)
    decide(dossier, event, kind, grounds, by=by, now=now, result=still, new_result=new)
    replace_result(still, new, because=grounds.said(), by=by, now=now)
    return dossier
