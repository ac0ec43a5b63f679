"""Sign the forms that a dossier's events gave: the worker with the key at hand, a head with their own.

A form given electronically is signed digitally (Circular 01/2018/TT-VPCP art. 10(1)). The signed file holds the given
one bit for bit and takes its place; what was printed before stays what it was.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from motcua import audit
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules import PostHeld
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.files.rules import Drawn
from motcua.lib.actors import SYSTEM, Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.printing import rendering
from motcua.signing import actions as signing
from motcua.signing.known import remember
from motcua.signing.models import KnownKind, SigningKey

from ... import access
from ...loading import load
from ...models import FormSignature, GivenForm
from ...models.result import verification_token
from ...paperwork import form_facts, signers
from ...paperwork.unsigned import ready_to_seal, unsigned_without_row
from ...rules.form_sets import SignedBy
from .._course import lock
from ..issuing.lasting import await_raising
from ..issuing.results import key_of, shown_key
from .given_forms import GIVEN_FORM

# Where a layout keeps the room (printing/typst/one_stop.typ), and how large it is on A5, in points.
PLACE = "official"
ROOM = (171.0, 31.0)
# Its left third, where the seal of the agency lies over it.
FREE = 52.0
AT_ONCE, SETTLED = 300, timedelta(minutes=10)
BATCH = 1000
LOG = logging.getLogger(__name__)


def sign_form(*, event_id: int, now: datetime) -> bool:
    """Sign the form of an event where its key is at hand; return whether it did.

    Not inside a transaction. Nothing happens where it is signed, given on paper only, or waits for a head. Raises
    Unavailable where the key cannot be reached: the worker tries again. What proves it for years comes later.
    """
    waiting = _waiting().filter(form__event=event_id, signed_at=None).first()
    if waiting is None:
        return False
    given = waiting.form
    dossier = load(given.dossier_id)
    signer = SignedBy(waiting.signer)
    agency = dossier.competent_agency
    key = signers.key_of(signer, given.event, unit=form_facts.unit_of(dossier), agency=agency, at=now)
    if key is None:
        return False
    acting = signers.acting_of(given.event, agency) if signer == SignedBy.LEADER else None
    seal = signers.seal_of(agency, now) if signer == SignedBy.LEADER else None
    file = _signed(given, key, shown_key(key, acting), seal, by=SYSTEM, now=now)
    return _keep(waiting, file, key, by=SYSTEM, now=now, acting=acting)


def sign_waiting_forms(*, now: datetime) -> int:
    """Sign forms that waited for the seal of a unit that has one by now; return how many.

    Some hundreds at most: what is left is done at the next run. Forms of the last minutes are about to be signed by
    the job that drew them. One that takes no signature is reported in the log and keeps none of the others waiting.
    """
    count = 0
    for event in ready_to_seal(now, given_before=now - SETTLED, limit=AT_ONCE):
        try:
            count += sign_form(event_id=event, now=now)
        except Refused as refusal:
            LOG.error("the form of event %s takes no signature: %s", event, refusal.code)
    return count


def take_up_unsigned(*, now: datetime) -> int:
    """Let forms given before it was recorded who is to sign them wait for their signature; return how many.

    They wait for the last of those who may sign the form: the key of who gave it may be long gone. A head signs no
    letter of a dossier that is over: that one stays the copy for information that its page calls it. Idempotent.
    """
    count = 0
    while batch := unsigned_without_row(limit=BATCH):
        with transaction.atomic():
            rows = [FormSignature(form_id=form, signer=signer) for form, signer in batch]
            FormSignature.objects.bulk_create(rows, ignore_conflicts=True)
        count += len(batch)
    if count:
        LOG.info("%s forms given before %s wait for a signature from now on", count, now)
    return count


def _waiting() -> QuerySet[FormSignature]:
    return FormSignature.objects.select_related("form__event", "form__file")


def sign_form_as_head(*, form_id: int, by: User, now: datetime) -> GivenForm:
    """Sign a form that waits for the head of the agency. Not inside a transaction.

    Raises Refused for one that waits for nobody and without a key, Conflict where another was quicker.
    """
    waiting = _waiting().filter(form=form_id, signer=SignedBy.LEADER).first()
    if waiting is None:
        raise Refused("no_such_form", N_("Không có giấy tờ này trong hồ sơ."))
    given = waiting.form
    dossier = load(given.dossier_id)
    access.require(by, "result.sign", dossier)
    access.note_signing(by, dossier)
    key, acting = key_of(by), access.acting_by(by, dossier)
    if waiting.signed_at is not None:
        raise _was_signed()
    file = _signed(
        given, key, shown_key(key, acting), signers.seal_of(dossier.competent_agency, now), by=actor(by), now=now
    )
    if not _keep(waiting, file, key, by=actor(by), now=now, acting=acting):
        raise _was_signed()
    return given


def _was_signed() -> Conflict:
    return Conflict("form_signed", N_("Phiếu này vừa được ký."))


def _signed(
    given: GivenForm, key: SigningKey, shown: SigningKey, seal: SigningKey | None, *, by: Actor, now: datetime
) -> StoredFile:
    """Return the signed file, owned by nobody yet; `shown` is what the signature says of the key.

    `seal` lies over the left third of a leader's signature: an agency's letter carries both (Decree 30/2020 art. 13).
    """
    capacity = shown.capacity.replace("\n", ", ")
    picture = rendering.stamp(
        name=key.holder_name,
        capacity=capacity,
        agency="",
        at=now,
        width=ROOM[0],
        height=ROOM[1],
        free=FREE if seal else 0,
    )
    pdf = signing.sign_pdf(
        pdf=stored.read(given.file),
        key=key,
        at=now,
        place=PLACE,
        appearance=picture,
        reason=given.title,
        only_kept=True,
        is_timed=False,
    )
    if seal is not None:
        picture = rendering.seal(agency=seal.agency_name or seal.holder_name, at=now)
        pdf = signing.sign_pdf(
            pdf=pdf,
            key=seal,
            at=now,
            place="agency",
            appearance=picture,
            reason=given.title,
            only_kept=True,
            is_timed=False,
        )
    drawn = Drawn(given.file.shown_name, pdf, given.file.pages or rendering.pages_of(pdf), is_signed=True)
    (file,) = files.store_drawn(drawn=[drawn], purpose=GIVEN_FORM, by=by, now=now)
    return file


@transaction.atomic
def _keep(
    waiting: FormSignature,
    file: StoredFile,
    key: SigningKey,
    *,
    by: Actor,
    now: datetime,
    acting: PostHeld | None = None,
) -> bool:
    """Put the signed file in the place of the given one; False where another was quicker, whose file stays."""
    dossier = lock(waiting.form.dossier_id)
    signature = FormSignature.objects.select_related("form").get(pk=waiting.pk)
    given = signature.form
    if signature.signed_at is not None:
        return False
    earlier, given.file = given.file_id, file
    given.save(update_fields=["file"])
    signature.signed_at, signature.signed_name, signature.token = now, key.holder_name, verification_token()
    signature.save(update_fields=["signed_at", "signed_name", "token"])
    files.attach(file_ids=[file.pk], by=by, now=now)
    remember(sha256=file.sha256, kind=KnownKind.FORM, token=signature.token)
    files.discard(file_ids=[earlier])
    await_raising(file_id=file.pk, dossier_id=dossier.pk, now=now)
    details = {"kind": given.kind, "key": key.label}
    details |= {"acting_for": f"user:{acting.for_user}"} if acting is not None else {}
    audit.record("dossier.form_signed", about=("dossier", dossier.code), by=by, at=now, details=details)
    return True
