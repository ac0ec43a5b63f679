"""Electronic copies: scan the certified original, sign it with the certifier's key, add the agency's, have it fetched.

Decree 45/2020/NĐ-CP, article 10; Decree 30/2020/NĐ-CP, articles 13 and 32(2)(d): who certifies signs, the clerk alone
applies the agency's signature, and only to what is signed. The wording of the last page is not given by a text we have
seen: it follows the words on paper (Circular 01/2020/TT-BTP).
"""

import io
import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from motcua import audit
from motcua.accounts import access as permissions
from motcua.accounts import identity
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.dossiers.actions import key_of
from motcua.dossiers.actions.agency_seal import seal_of
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files import scans
from motcua.files.models import StoredFile
from motcua.files.rules import Kind as FileKind
from motcua.lib.addresses import copy_page
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.printing import rendering
from motcua.signing import actions as signing
from motcua.signing.models import SigningKey
from motcua.signing.rules import Place

from . import access, queries
from .models import Certification, ElectronicCopy
from .rules import CODE_LENGTH, CODE_LETTERS, CopyState, Kind, check_original

SIGN, SEAL = "certification.sign", "certification.seal"
AT_ONCE = 20  # copies of one press: each takes a good part of a second
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


def sign_copies(*, by: User, now: datetime) -> int:
    """Sign the copies that wait for this certifier, at most `AT_ONCE`; return how many.

    Raises Refused without a key of theirs. Not inside a transaction: each is drawn and signed between short ones.
    """
    waiting = queries.copies_to_sign(by)[:AT_ONCE]
    if not waiting:
        return 0
    key = key_of(by)
    for copy in waiting:
        permissions.require(by, SIGN, access.thing_of(copy.certification.agency))
        sheet = rendering.render("certifying/confirmation.typ", _words(copy, key), at=now)
        title = copy.certification.document[:150]
        pdf = scans.add_sheet(copy.scan, sheet, title=title)
        last = copy.certification.pages + 1
        signed = signing.sign_pdf(
            pdf=pdf,
            key=key,
            at=now,
            place="leader",
            appearance=rendering.stamp(
                name=key.holder_name, capacity=key.capacity, agency=key.agency_name, at=now, free=50.0
            ),
            spot=Place(page=last, **SIGNED_AT),
            reason=title,
        )
        _keep(copy, signed, CopyState.SCANNED, last, by=by, now=now)
    return len(waiting)


def seal_copies(*, by: User, now: datetime) -> int:
    """Add the agency's signature to what is signed, and issue it; at most `AT_ONCE`; return how many.

    Raises Refused where the agency has no seal: without it nothing is issued.
    """
    waiting = queries.copies_to_seal(by)[:AT_ONCE]
    for copy in waiting:
        agency = copy.certification.agency
        permissions.require(by, SEAL, access.thing_of(agency))
        key = seal_of(agency)
        if key is None or copy.file is None:
            raise Refused("no_seal", N_("Cơ quan chưa có con dấu số trong hệ thống. Hãy báo quản trị kỹ thuật."))
        last = copy.certification.pages + 1
        sealed = signing.sign_pdf(
            pdf=stored.read(copy.file),
            key=key,
            at=now,
            place="agency",
            appearance=rendering.seal(agency=key.agency_name or key.holder_name, at=now),
            spot=Place(page=last, **SEALED_AT),
            reason=copy.certification.document[:150],
        )
        _keep(copy, sealed, CopyState.SIGNED, last, by=by, now=now)
    return len(waiting)


def code_of(copy: ElectronicCopy) -> str:
    """Return what the requester fetches a copy with. Whoever shows it records that."""
    return identity.sealer().open(bytes(copy.sealed_code))


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
        "signer_title": certification.signer_title or key.capacity,
        "qr": rendering.qr_svg(address_of(copy)),
        "address": address_of(copy),
    }


@transaction.atomic
def _keep(copy: ElectronicCopy, pdf: bytes, was: CopyState, pages: int, *, by: User, now: datetime) -> None:
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
    locked.save()
    if former is not None:
        # The sealed file holds the signed one bit for bit.
        files.discard(file_ids=[former.pk])
    _note("certification.copy_signed" if was == CopyState.SCANNED else "certification.copy_issued", copy, by, now)


def _note(what: str, copy: ElectronicCopy, by: User, now: datetime) -> None:
    one = copy.certification
    about = ("certification", f"{one.agency.code}-{one.kind}-{one.year}-{one.number}")
    audit.record(what, about=about, by=actor(by, one.agency.code), at=now)
