"""Sort the pages of scans into papers, and take a paper's scan back to sort it anew."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from motcua import audit
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.files import actions as files
from motcua.files import scans
from motcua.files.models import StoredFile
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused

from ... import digitising
from ...models import Digitisation, Dossier, PaperFile, Scan
from ...rules.digitisation import Placed, Source, Stage, check_stage, in_order
from ..storing import withdraw_paper
from .scanning import join_papers, lock_for_scans

LEAVE = "?"  # a page that stays where it is, for later


def arrange(*, dossier_id: int, pages: Sequence[Placed], by: User, now: datetime) -> dict[str, int]:
    """Bind the pages of a dossier's loose scans into papers, one file for each; return how many pages each got.

    Pages for `LEAVE` stay loose; those for no paper are dropped. Raises Refused where nothing was placed, Conflict
    where somebody sorted the same scan meanwhile. Not inside a transaction: pages are bound between two short ones.
    """
    moved = [page for page in pages if page.paper != LEAVE]
    if not moved:
        raise Refused("nothing_placed", N_("Hãy chọn giấy tờ cho ít nhất một trang."))
    dossier, sources = _look(dossier_id, moved, by=by)
    names = {one.paper.key: one.paper.name for one in digitising.digital_papers(dossier)}
    placed = in_order(moved)
    if set(placed) - set(names):
        raise Refused("no_such_paper", N_("Hồ sơ không có giấy tờ này."))
    bound: dict[str, StoredFile] = {}
    for key, own in placed.items():
        sheets = [scans.Sheet(sources[one.scan_id], one.page, one.turn) for one in own]
        pdf = scans.assemble(sheets, title=names[key][:150])
        bound[key] = files.store(
            data=pdf, name=f"{names[key][:120]}.pdf", purpose=digitising.SORTED, by=actor(by), now=now
        )
    _settle(dossier_id, moved, bound, by=by, now=now)
    return {key: len(own) for key, own in placed.items()}


@transaction.atomic
def _look(dossier_id: int, pages: Sequence[Placed], *, by: User) -> tuple[Dossier, dict[int, StoredFile]]:
    dossier = lock_for_scans(dossier_id, by=by)
    return dossier, {scan.pk: scan.file for scan in _loose(dossier, pages) if scan.file is not None}


def _loose(dossier: Dossier, pages: Sequence[Placed]) -> list[Scan]:
    """Return the scans that pages are of; raises Conflict where one of the pages is placed already."""
    wanted = {page.scan_id for page in pages}
    found = {scan.pk: scan for scan in dossier.scans.filter(pk__in=wanted, settled_at=None).select_related("file")}
    for page in pages:
        scan = found.get(page.scan_id)
        if scan is None or scan.file is None or str(page.page) in scan.plan:
            raise Conflict("sorted_meanwhile", N_("Có trang vừa được người khác xếp. Xem lại rồi xếp tiếp."))
        if not 1 <= page.page <= (scan.file.pages or 0):
            raise Refused("no_such_page", N_("Bản quét không có trang này."))
    return list(found.values())


@transaction.atomic
def _settle(dossier_id: int, pages: Sequence[Placed], bound: dict[str, StoredFile], *, by: User, now: datetime) -> None:
    dossier = lock_for_scans(dossier_id, by=by)
    for scan in _loose(dossier, pages):
        own = [page for page in pages if page.scan_id == scan.pk]
        scan.plan |= {str(page.page): {"paper": page.paper, "turn": page.turn} for page in own}
        is_settled = scan.file is not None and len(scan.plan) == scan.file.pages
        scan.settled_at = now if is_settled else None
        scan.save(update_fields=["plan", "settled_at"])
    dropped = sum(1 for page in pages if not page.paper)
    if dropped:
        details = {"pages": dropped}
        audit.record("scan.pages_dropped", about=("dossier", dossier.code), by=actor(by), at=now, details=details)
    if bound:
        join_papers(dossier, {key: [str(file.public_id)] for key, file in bound.items()}, by=by, now=now)


@transaction.atomic
def take_back(*, dossier_id: int, key: str, by: User, now: datetime) -> None:
    """Take the scan of a paper back: its pages are loose again, the paper waits to be scanned. What was stays kept."""
    dossier = lock_for_scans(dossier_id, by=by)
    one = digitising.digital_paper(dossier, key)
    check_stage(one.stage, Stage.AWAITED)
    PaperFile.objects.filter(paper=one.paper, replaced_at=None).update(replaced_at=now)
    for scan in dossier.scans.select_for_update():
        left = {page: where for page, where in scan.plan.items() if where["paper"] != key}
        if left != scan.plan:
            scan.plan, scan.settled_at = left, None
            scan.save(update_fields=["plan", "settled_at"])
    Digitisation.objects.update_or_create(
        paper=one.paper,
        defaults={
            "stage": Stage.AWAITED,
            "reason": "",
            "found": {},
            "read_at": None,
            "sign_asked_at": None,
            "source": Source.SCAN,
            "reused_item": None,
        },
    )
    withdraw_paper(one.paper, by=by, now=now)
    audit.record("scan.taken_back", about=("dossier", dossier.code), by=actor(by), at=now, details={"paper": key})
