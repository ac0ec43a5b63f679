"""The digitising official's signature on scans: asked for in one act, for a dossier or a day, given by the worker.

The official who digitises signs in person and answers for the scan's being whole (Decree 118/2025/NĐ-CP art. 17(1)(c)
with Circular 01/2023/TT-VPCP art. 8; provinces' processes). No law says where it shows: nothing is drawn over the
pages, which must stay as they are.
"""

import io
import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from motcua import outbox
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files import scans
from motcua.files.models import StoredFile
from motcua.files.rules import Kind
from motcua.lib.refusals import Refused, Unavailable
from motcua.signing import actions as signing
from motcua.signing.holders import session
from motcua.signing.models import SigningKey

from ... import access, digitising
from ...events import ScansToSign
from ...models import Digitisation, Dossier, PaperFile
from ...rules.digitisation import Stage
from ...rules.history import Happening
from ...rules.states import FINAL
from .._course import lock, record
from ..issuing.results import key_of
from ..storing import keep_paper

PLACE = "digitiser"
LOG = logging.getLogger(__name__)


@transaction.atomic
def ask_signing(*, by: User, now: datetime, dossier: Dossier | None = None) -> int:
    """Ask for the signer's own signature on all scans they accepted, of a dossier or of all; return how many papers.

    Raises Refused for who has no key. The worker signs; until then the page says so.
    """
    key_of(by)
    if dossier is not None:
        access.require(by, "paper.scan", dossier)
    waiting = digitising.to_sign(by, dossier=dossier).filter(sign_asked_at=None)
    count = Digitisation.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(
        sign_asked_at=now, sign_problem=""
    )
    if count:
        outbox.publish(ScansToSign(user_id=by.pk))
    return count


def sign_scans(*, user_id: int, now: datetime) -> None:
    """Sign what an official asked for, paper by paper; run again, it goes on where it was.

    What is still being read is left: it is signed when it was read. What cannot be signed says why, and is asked for
    anew. Unavailable (the key, the service of time) goes to the worker, which tries again.
    """
    user = User.objects.get(pk=user_id)
    has_reader = scans.recogniser() is not None
    asked = [
        kept
        for kept in digitising.to_sign(user).filter(sign_asked_at__isnull=False)
        if kept.read_at is not None or not has_reader
    ]
    if not asked:
        return
    try:
        key = key_of(user)
        with session(reference=key.key_reference, count=_how_many(asked)):
            for kept in asked:
                try:
                    _sign_paper(kept, key, user, now=now)
                except Refused as refusal:
                    _let_be_asked_anew([kept], refusal)
    except Refused as refusal:
        _let_be_asked_anew(asked, refusal)


def _let_be_asked_anew(papers: Sequence[Digitisation], refusal: Refused) -> None:
    wanted = Digitisation.objects.filter(pk__in=[kept.pk for kept in papers])
    wanted.update(sign_asked_at=None, sign_problem=str(refusal)[:300])


def _how_many(papers: Sequence[Digitisation]) -> int:
    """Return how many signatures the scans want: one each file."""
    current = PaperFile.objects.filter(paper__in=[kept.paper_id for kept in papers], replaced_at=None)
    return max(current.exclude(file__purpose=digitising.SIGNED).count(), 1)


def resume_scan_signing(*, now: datetime) -> int:
    """Sign what was asked for long ago and is not signed: its job is lost or was given up. Return for how many people.

    Idempotent, and harmless beside the job itself: whoever keeps a paper's signature second leaves it. A key that is
    out of reach keeps none of the others waiting, and is tried at the next run.
    """
    stuck = digitising.stuck_scans(now).order_by("accepted_by").values_list("accepted_by", flat=True)
    resumed = 0
    for user in stuck.distinct():
        try:
            sign_scans(user_id=user, now=now)
        except Unavailable as problem:
            LOG.warning("scans of user %s still wait for their signature: %s", user, problem)
        else:
            resumed += 1
    return resumed


def _sign_paper(kept: Digitisation, key: SigningKey, user: User, *, now: datetime) -> None:
    if not access.may(user, "paper.scan", kept.paper.dossier):
        return
    current = PaperFile.objects.filter(paper=kept.paper, replaced_at=None).select_related("file").order_by("number")
    signed: list[tuple[PaperFile, StoredFile]] = []
    for row in current:
        if row.file.purpose == digitising.SIGNED or not row.file.has_pages:
            continue
        pdf = stored.read(row.file) if row.file.kind == Kind.PDF else _bound(row.file)
        made = signing.sign_pdf(pdf=pdf, key=key, at=now, place=PLACE, reason=kept.paper.name[:200])
        name = f"{row.file.shown_name.rpartition('.')[0] or row.file.name}.pdf"
        file = files.store_made(
            data=io.BytesIO(made),
            kind=Kind.PDF,
            name=name,
            purpose=digitising.SIGNED,
            by=actor(user),
            now=now,
            pages=row.file.pages,
            traits=["signed"],
        )
        signed.append((row, file))
    _keep_signed(kept, signed, user, now=now)


def _bound(file: StoredFile) -> bytes:
    sheets = [scans.Sheet(file, number) for number in range(1, (file.pages or 0) + 1)]
    return scans.assemble(sheets, title=file.name)


@transaction.atomic
def _keep_signed(kept: Digitisation, signed: list[tuple[PaperFile, StoredFile]], user: User, *, now: datetime) -> None:
    dossier = lock(kept.paper.dossier_id)
    locked = Digitisation.objects.select_for_update(of=("self",)).get(pk=kept.pk)
    if locked.stage != Stage.ACCEPTED or locked.accepted_at != kept.accepted_at or dossier.state in FINAL:
        return  # scanned or taken back meanwhile: these files belong to nobody and are swept
    for row, file in signed:
        former = row.file
        files.attach(file_ids=[file.pk], by=actor(user), now=now)
        if former.kind == Kind.PDF:
            # The signed file holds the former one bit for bit.
            row.file = file
            row.save(update_fields=["file"])
            files.discard(file_ids=[former.pk])
            continue
        row.replaced_at = now
        row.save(update_fields=["replaced_at"])
        last = row.paper.files.order_by("-number").values_list("number", flat=True)[0]
        PaperFile.objects.create(paper=row.paper, file=file, number=last + 1, added_at=now, added_by=str(user.pk))
    locked.stage, locked.signed_at, locked.sign_problem = Stage.SIGNED, now, ""
    locked.save(update_fields=["stage", "signed_at", "sign_problem"])
    keep_paper(locked, by=user, now=now)
    left = digitising.to_sign(user, dossier=dossier).filter(sign_asked_at__isnull=False).exists()
    if not left:
        # One line in the history for all that was signed in one act.
        record(dossier, Happening.SCANS_SIGNED, by=user, now=now)
