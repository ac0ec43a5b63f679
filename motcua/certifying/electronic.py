"""Electronic copies: scan the certified original, sign it with the certifier's key, add the agency's, have it fetched.

Decree 45/2020/NĐ-CP, article 10; Decree 30/2020/NĐ-CP, articles 13 and 32(2)(d): who certifies signs, the clerk alone
applies the agency's signature, and only to what is signed. The wording of the last page is not given by a text we have
seen: it follows the words on paper (Circular 01/2020/TT-BTP).
"""

import io
import logging
import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from motcua import audit, outbox
from motcua.accounts import access as permissions
from motcua.accounts import identity
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.dossiers.actions import key_of, shown_key
from motcua.dossiers.actions.issuing.agency_seal import seal_of
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files import scans
from motcua.files.models import StoredFile
from motcua.files.rules import Kind as FileKind
from motcua.lib.addresses import copy_page
from motcua.lib.dates import say_moment, today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused, Unavailable
from motcua.organisations.models import Agency
from motcua.printing import rendering
from motcua.signing import actions as signing
from motcua.signing.known import remember, remember_all
from motcua.signing.models import KnownFile, KnownKind, SigningKey
from motcua.signing.rules import Place

from . import access, queries
from .events import CopiesAsked
from .models import Certification, ElectronicCopy, Request
from .rules import CODE_LENGTH, CODE_LETTERS, CopyState, Kind, check_original
from .signers import signs_as

LOG = logging.getLogger(__name__)
MOST_TAKEN_UP = 5_000
SIGN, SEAL = "certification.sign", "certification.seal"
# Where the signatures show on the last page: the seal over the left third of the certifier's (Decree 30/2020, annex I).
SIGNED_AT = {"left": 355.0, "top": 445.0}
SEALED_AT = {"left": 318.0, "top": 430.0, "width": 85.0, "height": 85.0}


@transaction.atomic
def scan_original(*, certification_id: int, file_id: UUID, by: User, now: datetime) -> ElectronicCopy:
    """Begin the electronic copy of a certified original with its scan.

    Raises Refused for another kind of certification, an annulled one, one that has a copy already, and a scan with
    other than the original's number of pages.
    """
    found = Certification.objects.select_for_update(of=("self",)).select_related("agency__one_stop")
    certification = found.filter(pk=certification_id).first()
    if certification is None:
        raise Refused("not_found", N_("Không tìm thấy lần chứng thực này."))
    access.require(by, access.RECORD, certification.agency)
    if certification.kind != Kind.COPY or certification.annulled_at is not None:
        raise Refused("no_copy_of_it", N_("Chỉ cấp bản sao điện tử cho bản sao từ bản chính còn hiệu lực trong sổ."))
    if ElectronicCopy.objects.filter(certification=certification).exists():
        raise Conflict("copied_meanwhile", N_("Số này đã có bản sao điện tử."))
    (file,) = stored.sent(public_ids=[file_id], by=actor(by))
    check_original(certification.pages, file.pages)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    copy = ElectronicCopy.objects.create(
        certification=certification,
        state=CopyState.SCANNED,
        sealed_code=identity.sealer().seal(code),
        scan=file,
        scanned_at=now,
        scanned_by=by,
    )
    files.attach(file_ids=[file.pk], by=actor(by), now=now)
    _note("certification.copied", copy, by, now)
    return copy


@transaction.atomic
def ask_signatures(*, by: User, now: datetime) -> int:
    """Ask for the certifier's signature on all copies that wait for them; return how many. The worker signs.

    Raises Refused without a key of theirs.
    """
    waiting = [copy for copy in queries.copies_to_sign(by) if copy.asked_at is None]
    if waiting:
        key_of(by)
    return _ask(waiting, SIGN, by=by, now=now)


@transaction.atomic
def ask_seals(*, by: User, now: datetime) -> int:
    """Ask for the agency's signature on all that is signed; return how many. The worker adds it, and issues them.

    Raises Refused where an agency has no seal: without it nothing is issued.
    """
    waiting = [copy for copy in queries.copies_to_seal(by) if copy.asked_at is None]
    for agency in {copy.certification.agency for copy in waiting}:
        _seal_of(agency)
    return _ask(waiting, SEAL, by=by, now=now)


def _ask(waiting: list[ElectronicCopy], verb: str, *, by: User, now: datetime) -> int:
    for copy in waiting:
        permissions.require(by, verb, access.thing_of(copy.certification.agency))
    mine = ElectronicCopy.objects.filter(pk__in=[copy.pk for copy in waiting], asked_at=None)
    count = mine.update(asked_at=now, asked_by=by, problem="")
    if count:
        outbox.publish(CopiesAsked(user_id=by.pk))
    return count


def finish_copies(*, user_id: int, now: datetime) -> None:
    """Give what an official asked for, copy by copy; run again, it goes on where it was.

    What cannot be signed says why, and is asked for anew. Unavailable (the key, the service of time) goes to the
    worker, which tries again. Not inside a transaction: each copy is drawn and signed between short ones.
    """
    user = User.objects.get(pk=user_id)
    for copy in queries.copies_asked(user):
        try:
            _finish(copy, user, now=now)
        except Refused as refusal:
            why = refusal.message.format(**refusal.params)
            ElectronicCopy.objects.filter(pk=copy.pk).update(asked_at=None, asked_by=None, problem=why[:300])


def resume_copies(*, now: datetime) -> int:
    """Give what was asked for long ago and is not there: its job is lost or was given up. Return for how many people.

    Idempotent, and harmless beside the job itself: whoever comes second with a signature leaves it. A key that is out
    of reach keeps none of the others waiting, and is tried at the next run.
    """
    resumed = 0
    for user_id in dict.fromkeys(copy.asked_by_id for copy in queries.stuck_copies(now)):
        if user_id is None:
            continue
        try:
            finish_copies(user_id=user_id, now=now)
        except Unavailable as problem:
            LOG.warning("copies asked for by user %s still wait for their signature: %s", user_id, problem)
        else:
            resumed += 1
    return resumed


def take_up_known() -> int:
    """Remember the bytes of copies that were issued before anything did; return how many."""
    unknown = ~Exists(KnownFile.objects.filter(token=OuterRef("token")))
    issued = ElectronicCopy.objects.filter(unknown, state=CopyState.ISSUED, file__isnull=False).order_by("-pk")
    rows = issued.values_list("file__sha256", "token")[:MOST_TAKEN_UP]
    return remember_all((sha256, KnownKind.COPY, token) for sha256, token in rows)


def _finish(copy: ElectronicCopy, user: User, *, now: datetime) -> None:
    agency, last = copy.certification.agency, copy.certification.pages + 1
    title, absent = copy.certification.document[:150], None
    if copy.state == CopyState.SCANNED:
        permissions.require(user, SIGN, access.thing_of(agency))
        key, signs = key_of(user), signs_as(user, agency, today(now))
        acting = signs.acting if signs is not None else None
        absent = acting.for_user if acting is not None else None
        shown = shown_key(key, acting)
        sheet = rendering.render("certifying/confirmation.typ", _words(copy, shown), at=now)
        done = signing.sign_pdf(
            pdf=scans.add_sheet(copy.scan, sheet, title=title),
            key=key,
            at=now,
            place="leader",
            appearance=rendering.stamp(
                name=shown.holder_name, capacity=shown.capacity, agency=shown.agency_name, at=now, free=50.0
            ),
            spot=Place(page=last, **SIGNED_AT),
            reason=title,
        )
    else:
        permissions.require(user, SEAL, access.thing_of(agency))
        key = _seal_of(agency)
        if copy.file is None:
            raise Conflict("done_meanwhile", N_("Bản sao này vừa được xử lý ở nơi khác."))
        done = signing.sign_pdf(
            pdf=stored.read(copy.file),
            key=key,
            at=now,
            place="agency",
            appearance=rendering.seal(agency=key.agency_name or key.holder_name, at=now),
            spot=Place(page=last, **SEALED_AT),
            reason=title,
        )
    _keep(copy, done, CopyState(copy.state), last, by=user, now=now, absent=absent)


def _seal_of(agency: Agency) -> SigningKey:
    key = seal_of(agency)
    if key is None:
        raise Refused("no_seal", N_("Cơ quan chưa có con dấu số trong hệ thống. Hãy báo quản trị kỹ thuật."))
    return key


def code_of(copy: ElectronicCopy) -> str:
    """Return what the requester fetches a copy with. Whoever shows it records that."""
    return identity.sealer().open(bytes(copy.sealed_code))


def shown_code(copy: ElectronicCopy) -> str:
    """Return the code as people read it, in two halves. Whoever shows it records that."""
    code = code_of(copy)
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def slip_pdf(request: Request, copies: list[ElectronicCopy], *, by: User, now: datetime) -> bytes:
    """Return what a requester takes home: where each copy is checked and fetched, and the code that fetches it.

    The code stands beside the picture, not in it: who photographs the picture alone can check a copy, not fetch it.
    Whoever prints it records that.
    """
    data = {
        "unit": request.unit.name,
        "requester": request.requester,
        "at": say_moment(request.at),
        "copies": [
            {
                "document": copy.certification.document,
                "number": f"{copy.certification.number}/{copy.certification.year}",
                "pages": copy.certification.pages,
                "code": shown_code(copy),
                "qr": rendering.qr_svg(address_of(copy)),
                "address": address_of(copy),
                "is_issued": copy.state == CopyState.ISSUED,
            }
            for copy in copies
        ],
        "printed": say_moment(now),
        "by": by.full_name,
    }
    return rendering.render("certifying/slip.typ", data, at=now)


def address_of(copy: ElectronicCopy) -> str:
    """Return the public address at which a copy is checked and fetched."""
    return settings.SITE_ADDRESS + copy_page(copy.token)


def _words(copy: ElectronicCopy, key: SigningKey) -> dict[str, object]:
    certification = copy.certification
    return {
        "title": f"Bản sao điện tử: {certification.document}",
        "agency": certification.agency.name,
        "document": certification.document,
        "pages": certification.pages,
        "number": f"{certification.number}",
        "book": f"01/{certification.year}-SCT/BS",
        "place": certification.agency.name.rpartition(" xã ")[2].rpartition(" phường ")[2],
        "certified_on": certification.certified_on.isoformat(),
        "signer": key.holder_name,
        # Who was to sign may be away by now: the title is that of who does.
        "signer_title": key.capacity or certification.signer_title,
        "qr": rendering.qr_svg(address_of(copy)),
        "address": address_of(copy),
    }


@transaction.atomic
def _keep(
    copy: ElectronicCopy, pdf: bytes, was: CopyState, pages: int, *, by: User, now: datetime, absent: int | None = None
) -> None:
    file = files.store_made(
        data=io.BytesIO(pdf),
        kind=FileKind.PDF,
        name=f"ban-sao-{copy.certification.number}-{copy.certification.year}.pdf",
        purpose="certified_copy",
        by=actor(by),
        now=now,
        pages=pages,
        traits=["signed"],
    )
    locked = ElectronicCopy.objects.select_for_update(of=("self",)).select_related("file").get(pk=copy.pk)
    annulled = Certification.objects.filter(pk=copy.certification_id, annulled_at__isnull=False).exists()
    if locked.state != was or annulled:
        return  # done or annulled meanwhile; this file belongs to nobody and is swept
    former: StoredFile | None = locked.file
    files.attach(file_ids=[file.pk], by=actor(by), now=now)
    locked.file = file
    if was == CopyState.SCANNED:
        locked.state, locked.signed_at, locked.signed_by = CopyState.SIGNED, now, by
    else:
        locked.state, locked.issued_at, locked.issued_by = CopyState.ISSUED, now, by
        remember(sha256=file.sha256, kind=KnownKind.COPY, token=locked.token)
    locked.asked_at = locked.asked_by = None
    locked.save()
    if former is not None:
        # The sealed file holds the signed one bit for bit.
        files.discard(file_ids=[former.pk])
    what = "certification.copy_signed" if was == CopyState.SCANNED else "certification.copy_issued"
    _note(what, copy, by, now, absent=absent)


def _note(what: str, copy: ElectronicCopy, by: User, now: datetime, *, absent: int | None = None) -> None:
    one = copy.certification
    about = ("certification", f"{one.agency.code}-{one.kind}-{one.year}-{one.number}")
    details = {"acting_for": f"user:{absent}"} if absent is not None else {}
    audit.record(what, about=about, by=actor(by, one.agency.code), at=now, details=details)
