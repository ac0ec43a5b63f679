"""Reads of digitisation: a dossier's papers with where they stand, scans that nobody sorted, what is to be signed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.signing.models import SigningKey
from motcua.vault.queries import Offer

from .models import Digitisation, Dossier, Paper, PaperFile, Scan
from .models.contents import PartyRole
from .packages import package_of
from .reusing import offers_to
from .rules.digitisation import Stage, stage_of
from .rules.filing import SIGNED_DECLARATION, Originals
from .rules.states import FINAL, Channel

# What the store calls pages bound from a scan that is kept itself, a scan with its words, and a signed one.
SORTED, READ, SIGNED = "sorted_scan", "read_scan", "signed_scan"
# Papers that wait to be scanned, as `stage_of` says it, for lists. Only a package's own "digitise: no" is not in it.
AWAITED = Q(digitisation__stage=Stage.AWAITED) | (
    Q(digitisation=None, files=None, number__gt=0)
    & (Q(originals__gt=0) | Q(copies__gt=0) | Q(photocopies__gt=0))
    & ~Q(originals_were=Originals.RETURNED, copies=0, photocopies=0)
)
TRAY_LOOKED_BACK = timedelta(days=14)
STUCK_AFTER = timedelta(minutes=30)  # after it the job that was to sign is lost, or waits for its next attempt
MOST_LOOSE = 30


@dataclass(frozen=True)
class Digital:
    """A paper with where its digitisation stands; `kept` is None while nothing was done."""

    paper: Paper
    stage: Stage
    files: tuple[PaperFile, ...]
    kept: Digitisation | None

    @property
    def pages(self) -> int:
        """Return how many pages its scans have."""
        return sum(row.file.pages or 0 for row in self.files)


@dataclass(frozen=True)
class Held:
    """What the store of a dossier's owner holds instead of a scan, and the dossier that it came from."""

    offer: Offer
    source: Dossier


def digital_papers(dossier: Dossier) -> list[Digital]:
    """Return a dossier's papers in their order with where each stands, in two questions."""
    return _digital([dossier]).get(dossier.pk, [])


def digital_paper(dossier: Dossier, key: str) -> Digital:
    """Return one of them; raises Refused for a paper that the dossier does not have."""
    found = next((one for one in digital_papers(dossier) if one.paper.key == key), None)
    if found is None:
        raise Refused("no_such_paper", N_("Hồ sơ không có giấy tờ này."))
    return found


def awaited(dossiers: Sequence[Dossier]) -> dict[int, list[Paper]]:
    """Return for each dossier the papers that wait to be scanned, however many dossiers in two questions."""
    found = _digital(dossiers)
    return {
        pk: waiting
        for pk, papers in found.items()
        if (waiting := [o.paper for o in papers if o.stage == Stage.AWAITED])
    }


def _digital(dossiers: Sequence[Dossier]) -> dict[int, list[Digital]]:
    known = {dossier.pk: dossier for dossier in dossiers}
    files: dict[int, list[PaperFile]] = {}
    current = PaperFile.objects.filter(paper__dossier__in=list(known), replaced_at=None).select_related("file")
    for row in current.order_by("number"):
        files.setdefault(row.paper_id, []).append(row)
    papers = Paper.objects.filter(dossier__in=list(known)).select_related("digitisation__accepted_by")
    found: dict[int, list[Digital]] = {}
    for paper in papers.order_by("dossier", "number"):
        dossier = known[paper.dossier_id]
        if paper.number == 0 and not dossier.declared_on_paper:
            continue  # drawn by the system from the answers
        kept: Digitisation | None = getattr(paper, "digitisation", None)
        asked = _asked(dossier, paper.key)
        stage = stage_of(
            kept.stage if kept is not None else "",
            is_on_paper=bool(paper.originals or paper.copies or paper.photocopies),
            is_only_shown=asked.get("kind") == "show" or _is_given_back(paper),
            is_wanted=bool(asked.get("digitise", True)) and is_wanted(dossier),
            has_files=paper.pk in files,
            at_counter=dossier.channel != Channel.ONLINE,
        )
        found.setdefault(dossier.pk, []).append(Digital(paper, stage, tuple(files.get(paper.pk, ())), kept))
    return found


def _is_given_back(paper: Paper) -> bool:
    """Tell whether nothing of it stayed: seen, compared and given back at once."""
    return paper.originals_were == Originals.RETURNED and not (paper.copies or paper.photocopies)


def is_wanted(dossier: Dossier) -> bool:
    """Tell whether the procedure's papers are digitised at all; a package may say no, with its basis."""
    return bool(package_of(dossier.version_id).settings.get("digitise", True))


def _asked(dossier: Dossier, key: str) -> dict[str, Any]:
    if key == SIGNED_DECLARATION:
        return {}
    return next((dict(paper) for paper in package_of(dossier.version_id).paper_list if paper["key"] == key), {})


def loose(dossier: Dossier) -> list[Scan]:
    """Return a dossier's scans with pages that are in no paper yet."""
    return list(dossier.scans.filter(settled_at=None).select_related("file").order_by("pk")[:MOST_LOOSE])


def tray(units: Iterable[int], *, today: date) -> list[Scan]:
    """Return what lies at these units and belongs to no dossier yet, with what could not be taken and why."""
    since = today - TRAY_LOOKED_BACK
    lying = Scan.objects.filter(unit__in=list(units), dossier=None, settled_at=None, came_at__date__gte=since)
    return list(lying.select_related("file", "unit").order_by("-pk")[:MOST_LOOSE])


def scan_of(public_id: Any, *, dossier: Dossier, units: Collection[int] = ()) -> Scan:
    """Return a scan of a dossier, or one that lies at these units; raises Refused for any other."""
    found = Scan.objects.select_related("file").filter(public_id=public_id).first()
    if found is None or not (found.dossier_id == dossier.pk or (found.dossier_id is None and found.unit_id in units)):
        raise Refused("no_such_file", N_("Không tìm thấy tệp này."))
    return found


def to_sign(user: User, *, dossier: Dossier | None = None) -> QuerySet[Digitisation]:
    """Return what an official accepted and has not signed yet, of a dossier or of all, the oldest first."""
    waiting = Digitisation.objects.filter(accepted_by=user, stage=Stage.ACCEPTED)
    if dossier is not None:
        waiting = waiting.filter(paper__dossier=dossier)
    return waiting.select_related("paper__dossier").order_by("pk")


def has_key(user: User) -> bool:
    """Tell whether an official has a key to sign scans with, before they ask for it."""
    return SigningKey.objects.filter(label=f"user:{user.username}").exists()


def stuck_scans(now: datetime) -> QuerySet[Digitisation]:
    """Return the accepted scans whose signature was asked for so long ago that no job for it can be at work.

    Those of dossiers that are over are not among them: nothing is signed in them any more.
    """
    asked = Digitisation.objects.filter(stage=Stage.ACCEPTED, sign_asked_at__lt=now - STUCK_AFTER)
    return asked.exclude(paper__dossier__state__in=sorted(FINAL))


def offers(dossier: Dossier, wanted: Sequence[Digital], *, today: date) -> list[Held]:
    """Return what the owner's store holds that may stand in for papers still to be scanned.

    Source: Decree 45/2020/NĐ-CP art. 16 as amended by Decree 118/2025/NĐ-CP art. 40(8): what was accepted as correct
    is kept and used again. The official confirms each.
    """
    papers = [(one.paper.key, one.paper.name) for one in wanted if one.stage == Stage.AWAITED]
    owner = dossier.parties.filter(role=PartyRole.OWNER).first()
    if not papers or owner is None:
        return []
    found = offers_to(
        package_of(dossier.version_id),
        papers,
        number_id=owner.identity_id,
        person_id=owner.person_id,
        agency_id=dossier.competent_agency_id,
        on=today,
        to_official=True,
    )
    codes = {offer.item.dossier_code for offer in found}
    sources = {source.code: source for source in Dossier.objects.filter(code__in=codes)}
    return [Held(offer, sources[code]) for offer in found if (code := offer.item.dossier_code) != dossier.code]
