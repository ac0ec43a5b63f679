"""Scans of papers that came on paper: they join the dossier after the person has gone, as they come."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua import audit, outbox
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency

from ... import access, digitising
from ...events import PapersScanned
from ...models import Digitisation, Dossier, Scan
from ...rules.digitisation import Source, Stage, Way, check_stage
from ...rules.filing import PaperData
from ...rules.history import Happening
from ...rules.states import FINAL
from .._course import lock, record
from ..reception import add_papers
from ..storing import withdraw_paper


def store_scans(
    uploads: Mapping[str, Sequence[tuple[str, bytes]]], *, by: User, now: datetime
) -> dict[str, tuple[str, ...]]:
    """Keep scans that came for papers; return the files' ids by the paper's key. Raises FileRefused."""
    return {
        key: tuple(
            str(files.store(data=data, name=name, purpose="paper", by=actor(by), now=now).public_id)
            for name, data in scans
        )
        for key, scans in uploads.items()
    }


@transaction.atomic
def add_scans(*, dossier_id: int, scans: Mapping[str, Sequence[str]], by: User, now: datetime) -> Dossier:
    """Add scanned files to a dossier's papers, by the paper's key; what was counted at the counter stays counted.

    Raises Refused without a file, for a paper that the dossier does not have, and for a dossier at its end.

    Source: Circular 01/2023/TT-VPCP art. 8(1)-(2): what comes on paper is digitised at reception, original by original.
    """
    dossier = lock_for_scans(dossier_id, by=by)
    given = {key: tuple(ids) for key, ids in scans.items() if ids}
    if not given:
        raise Refused("no_scan", N_("Hãy chọn ít nhất một bản quét."))
    join_papers(dossier, given, by=by, now=now)
    return dossier


def lock_for_scans(dossier_id: int, *, by: User) -> Dossier:
    """Return a dossier, locked, whose papers somebody may scan now."""
    dossier = lock(dossier_id)
    access.require(by, "paper.scan", dossier)
    if dossier.state in FINAL:
        raise Refused("is_over", N_("Hồ sơ đã kết thúc."))
    return dossier


def join_papers(dossier: Dossier, given: Mapping[str, Sequence[str]], *, by: User, now: datetime) -> None:
    """Put scans (ids of stored files) into the papers of a locked dossier; they wait to be looked at."""
    stages = {one.paper.key: one.stage for one in digitising.digital_papers(dossier)}
    if set(given) - set(stages):
        raise Refused("no_such_paper", N_("Hồ sơ không có giấy tờ này."))
    for key in given:
        check_stage(stages[key], Stage.SCANNED)
    add_papers(dossier, tuple(PaperData(key=key, file_ids=tuple(ids)) for key, ids in given.items()), by=by, now=now)
    for paper in dossier.papers.filter(key__in=set(given)):
        if stages[paper.key] == Stage.SIGNED:
            withdraw_paper(paper, by=by, now=now)
        Digitisation.objects.update_or_create(
            paper=paper,
            defaults={
                "stage": Stage.SCANNED,
                "source": Source.SCAN,
                "reused_item": None,
                "reason": "",
                "read_at": None,
                "sign_asked_at": None,
                "sign_problem": "",
            },
        )
    record(dossier, Happening.PAPER_ADDED, by=by, now=now)
    outbox.publish(PapersScanned(dossier_id=dossier.pk))


@transaction.atomic
def ask_reading(*, dossier_id: int) -> None:
    """Have the words of a dossier's scans read later: what was scanned together with the filing."""
    outbox.publish(PapersScanned(dossier_id=dossier_id))


@transaction.atomic
def bring_scan(
    *, file_id: UUID, by: User, now: datetime, dossier_id: int | None = None, unit_id: int | None = None, way: Way
) -> Scan:
    """Take a scan whose pages are to be sorted, into a dossier; `file_id` is what the caller stored.

    Raises Refused for a file that has no pages (a text document).
    """
    if dossier_id is None:
        raise Refused("not_found", N_("Không tìm thấy hồ sơ này."))
    dossier = lock_for_scans(dossier_id, by=by)
    (file,) = stored.sent(public_ids=[file_id], by=actor(by))
    return _keep(file, dossier=dossier, unit=_unit_of(dossier), way=way, sender=actor(by), by=by, now=now)


@transaction.atomic
def lay_scan(*, unit: Agency, file: StoredFile, sender: Actor, dossier: Dossier | None, now: datetime) -> Scan:
    """Lay a scan found in a counter's folder at its unit, or into the dossier whose code its name bears."""
    return _keep(file, dossier=dossier, unit=unit, way=Way.FOLDER, sender=sender, by=None, now=now)


@transaction.atomic
def note_bad_scan(*, unit: Agency, name: str, problem: str, now: datetime) -> Scan:
    """Write down that a file of a counter's folder could not be taken, and why."""
    return Scan.objects.create(unit=unit, name=name[:200], way=Way.FOLDER, came_at=now, problem=problem[:500])


@transaction.atomic
def take_scan(*, dossier_id: int, scan_ids: Collection[UUID], units: Collection[int], by: User, now: datetime) -> None:
    """Take scans that lie at the reader's units into a dossier."""
    dossier = lock_for_scans(dossier_id, by=by)
    lying = Scan.objects.select_for_update().filter(
        public_id__in=list(scan_ids), dossier=None, unit__in=list(units), file__isnull=False, settled_at=None
    )
    found = list(lying.order_by("pk"))
    if not found or len(found) != len(set(scan_ids)):
        raise Refused("scan_gone", N_("Bản quét đã vào hồ sơ khác hoặc đã bỏ. Xem lại danh sách."))
    for scan in found:
        scan.dossier = dossier
        scan.save(update_fields=["dossier"])
        audit.record("scan.taken", about=("dossier", dossier.code), by=actor(by), at=now, details={"name": scan.name})


@transaction.atomic
def drop_scan(*, scan_id: UUID, dossier_id: int, units: Collection[int], by: User, now: datetime) -> None:
    """Put aside a scan that is no paper of anybody, or a note of a bad file: asked about no more, swept later."""
    dossier = lock_for_scans(dossier_id, by=by)
    scan = digitising.scan_of(scan_id, dossier=dossier, units=units)
    Scan.objects.filter(pk=scan.pk, settled_at=None).update(settled_at=now)
    audit.record("scan.dropped", about=("dossier", dossier.code), by=actor(by), at=now, details={"name": scan.name})


def _keep(
    file: StoredFile, *, dossier: Dossier | None, unit: Agency, way: Way, sender: Actor, by: User | None, now: datetime
) -> Scan:
    if not file.has_pages or not file.pages:
        raise Refused(
            "scan_no_pages", N_("Tệp “{name}” không phải ảnh hay PDF nên không xếp trang được."), name=file.name
        )
    scan = Scan.objects.create(unit=unit, dossier=dossier, file=file, name=file.name, way=way, came_at=now, came_by=by)
    files.attach(file_ids=[file.pk], by=sender, now=now)
    about = ("dossier", dossier.code) if dossier is not None else ("scan", str(scan.public_id))
    audit.record("scan.came", about=about, by=sender, at=now, details={"way": way.value, "unit": unit.code})
    return scan


def _unit_of(dossier: Dossier) -> Agency:
    return dossier.received_at or dossier.helped_at or dossier.competent_agency
