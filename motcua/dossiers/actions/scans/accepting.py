"""Accept a scan with what the paper says of itself, say why a paper is not scanned, use a held paper instead."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua import audit
from motcua.accounts import identity
from motcua.accounts.models import SealedNumber, User
from motcua.accounts.queries import actor
from motcua.accounts.rules import IdentityKind
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.vault.queries import Offer

from ... import digitising
from ...models import Digitisation, Dossier, PaperFile
from ...models.contents import PartyRole
from ...rules.digitisation import PaperFacts, Stage, check_stage
from ...rules.history import Happening
from .._course import record
from ..reusing import note, source_of, take_copy
from .scanning import lock_for_scans


@transaction.atomic
def accept_scan(*, dossier_id: int, key: str, facts: PaperFacts, by: User, now: datetime) -> Digitisation:
    """Accept a paper's scan: whole, legible, the right paper, and this is what it says. Whoever accepts signs it later.

    Raises Refused without a scan, for dates that cannot be, and for an identity number that is none.
    """
    dossier = lock_for_scans(dossier_id, by=by)
    one = digitising.digital_paper(dossier, key)
    check_stage(one.stage, Stage.ACCEPTED)
    if not one.files:
        raise Refused("no_scan", N_("Hãy chọn ít nhất một bản quét."))
    facts.check(today(now))
    kept, _made = Digitisation.objects.update_or_create(
        paper=one.paper,
        defaults={
            **_kept(facts),
            "stage": Stage.ACCEPTED,
            "accepted_at": now,
            "accepted_by": by,
            "sign_asked_at": None,
            "sign_problem": "",
        },
    )
    audit.record("scan.accepted", about=("dossier", dossier.code), by=actor(by), at=now, details={"paper": key})
    return kept


def _kept(facts: PaperFacts) -> dict[str, object]:
    number = facts.identity_number
    sealed: SealedNumber | None = identity.seal(IdentityKind.PERSONAL_ID, number) if number else None
    return {
        "number": facts.number[:200],
        "issued_on": facts.issued_on,
        "issuer": facts.issuer[:200],
        "holder": facts.holder[:200],
        "identity": sealed,
        "valid_until": facts.valid_until,
    }


@transaction.atomic
def waive_scan(*, dossier_id: int, key: str, reason: str, by: User, now: datetime) -> None:
    """Say why a paper is not scanned (Circular 03/2025/TT-VPCP art. 5(2): secret, only shown, by sector law)."""
    dossier = lock_for_scans(dossier_id, by=by)
    one = digitising.digital_paper(dossier, key)
    check_stage(one.stage, Stage.NOT_NEEDED)
    if not reason.strip():
        raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
    Digitisation.objects.update_or_create(
        paper=one.paper, defaults={"stage": Stage.NOT_NEEDED, "reason": reason.strip()[:300]}
    )
    details = {"paper": key, "reason": reason.strip()[:300]}
    audit.record("scan.waived", about=("dossier", dossier.code), by=actor(by), at=now, details=details)


def reuse(*, dossier_id: int, key: str, reference: str, by: User, now: datetime) -> None:
    """Use what the owner's store holds instead of a scan; `reference` is an offer's.

    Its signatures are checked again. Raises Refused where it is no longer to be had, or not what was signed. Not inside
    a transaction: the file is copied and checked between two short ones.
    """
    offer = _offered(dossier_id, key, reference, by=by, now=now)
    copied = take_copy(offer, purpose=digitising.SIGNED, by=by, now=now)
    _use(dossier_id, key, offer, copied.public_id, by=by, now=now)


@transaction.atomic
def _offered(dossier_id: int, key: str, reference: str, *, by: User, now: datetime) -> Offer:
    dossier = lock_for_scans(dossier_id, by=by)
    one = digitising.digital_paper(dossier, key)
    for held in digitising.offers(dossier, [one], today=today(now)):
        if held.offer.reference == reference:
            return held.offer
    raise Refused("offer_gone", N_("Giấy tờ này không còn dùng lại được. Hãy quét bản giấy."))


@transaction.atomic
def _use(dossier_id: int, key: str, offer: Offer, file_id: UUID, *, by: User, now: datetime) -> None:
    dossier = lock_for_scans(dossier_id, by=by)
    one = digitising.digital_paper(dossier, key)
    if one.stage != Stage.AWAITED:
        raise Conflict("scanned_meanwhile", N_("Giấy tờ này vừa có bản quét. Xem lại rồi làm tiếp."))
    (file,) = stored.sent(public_ids=[file_id], by=actor(by))
    last = one.paper.files.order_by("-number").values_list("number", flat=True).first() or 0
    PaperFile.objects.create(paper=one.paper, file=file, number=last + 1, added_at=now, added_by=str(by.pk))
    files.attach(file_ids=[file.pk], by=actor(by), now=now)
    item = offer.item
    facts = PaperFacts(item.number, item.issued_on, item.issuer, _owner_name(dossier), valid_until=item.valid_until)
    Digitisation.objects.update_or_create(
        paper=one.paper,
        defaults={
            **_kept(facts),
            "stage": Stage.SIGNED,
            "source": source_of(item),
            "reused_item": item,
            "reason": "",
            "read_at": now,
            "accepted_at": now,
            "accepted_by": by,
            "signed_at": now,
        },
    )
    note(offer, dossier, by=by, now=now)
    record(dossier, Happening.PAPER_REUSED, by=by, now=now, note=one.paper.name, params={"code": item.dossier_code})


def _owner_name(dossier: Dossier) -> str:
    owner = dossier.parties.filter(role=PartyRole.OWNER).first()
    return owner.name if owner is not None else ""
