"""Give once: an item of the owner's store stands in for a paper; the dossier and the item both say so."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from motcua import statements
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.signing.verify import check_pdf
from motcua.vault import actions as vault
from motcua.vault.models import Item
from motcua.vault.queries import Offer
from motcua.vault.rules import ItemKind

from .. import reusing
from ..models import Digitisation, Dossier, DraftFile, Paper
from ..packages import Package, package_of
from ..rules.digitisation import Source, Stage
from ..rules.filing import Filing, PartyData, Point
from .applicant.drafts import put_in_draft

GONE = N_("Giấy tờ này không còn dùng lại được. Hãy nộp bản khác.")
PURPOSE = "reused"  # what the store of files calls the copy that a dossier gets
# Why what came from a store is not scanned.
REASON = "Dùng lại từ kho của chủ hồ sơ"


def take_copy(offer: Offer, *, purpose: str, by: User, now: datetime) -> StoredFile:
    """Return a copy of an item's file, whose signatures were checked again; not inside a transaction.

    Raises Refused where they no longer hold.
    """
    file = offer.item.file
    if file is None:
        raise Refused("offer_gone", GONE)
    if not check_pdf(stored.read(file)).trusted:
        raise Refused("offer_altered", N_("Chữ ký số trên giấy tờ này không còn đúng. Hãy nộp bản khác."))
    return files.copy(file=file, purpose=purpose, by=actor(by), now=now)


def reuse_in_draft(*, public_id: UUID, paper_key: str, offer: Offer, by: User, now: datetime) -> DraftFile:
    """Put an item of one's own store in the place of a paper of a draft. Raises Refused where it no longer holds."""
    file = take_copy(offer, purpose=PURPOSE, by=by, now=now)
    return put_in_draft(
        public_id=public_id, paper_key=paper_key, file_id=file.public_id, item=offer.item, by=by, now=now
    )


def check_reused(
    filing: Filing, package: Package, *, owner: PartyData, by: User, now: datetime
) -> tuple[dict[str, Offer], list[Point]]:
    """Return the items that a filing uses by the papers' keys, and a point for each that may not be (any more).

    What is attached must be the item's very content: a file from elsewhere is no paper of the store.
    """
    named = {paper.key: paper for paper in filing.papers if paper.item}
    if not named:
        return {}, []
    names = {paper.key: paper.name for paper in package.papers(filing.case_key)}
    offers = reusing.offers_of_owner(
        package,
        [(key, names.get(key, "")) for key in named],
        owner=owner,
        agency_id=filing.agency_id,
        on=today(now),
        to_official=by.is_official,
    )
    found = {offer.key: offer for offer in offers if named[offer.key].item == offer.reference}
    given = [file_id for paper in named.values() for file_id in paper.file_ids]
    hashes = dict(
        StoredFile.objects.filter(public_id__in=given, stored_by=stored.sender(actor(by))).values_list(
            "public_id", "sha256"
        )
    )
    points = []
    for key, paper in named.items():
        attached = [hashes.get(UUID(file_id)) for file_id in paper.file_ids]
        if key not in found or attached != [found[key].item.sha256]:
            points.append(Point(f"paper:{key}", GONE))
    return found, points


def write_reused(
    dossier: Dossier,
    package: Package,
    papers: Mapping[str, Paper],
    reused: Mapping[str, Offer],
    *,
    by: User,
    now: datetime,
) -> None:
    """Write with a filing which of its papers came from the store; both sides, in the filing's own transaction."""
    statements.insert(
        *(
            statements.made(
                Digitisation,
                paper=papers[key],
                stage=Stage.NOT_NEEDED,
                source=source_of(offer.item),
                reused_item=offer.item,
                reason=REASON,
                number=offer.item.number,
                issued_on=offer.item.issued_on,
                issuer=offer.item.issuer[:200],
                valid_until=offer.item.valid_until,
            )
            for key, offer in reused.items()
        )
    )
    for offer in reused.values():
        note(offer, dossier, package, by=by, now=now)


def note(offer: Offer, dossier: Dossier, package: Package | None = None, *, by: User, now: datetime) -> None:
    """Let an item's own history show the dossier it was used for."""
    package = package or package_of(dossier.version_id)
    vault.note_reuse(
        offer,
        dossier_code=dossier.code,
        procedure_code=package.version.procedure.code,
        agency_id=dossier.competent_agency_id,
        by=actor(by),
        now=now,
    )


def source_of(item: Item) -> Source:
    """Return where a dossier's copy of an item comes from."""
    return Source.RESULT if item.kind == ItemKind.RESULT else Source.PAPER
