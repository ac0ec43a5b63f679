"""Digitisation, paper by paper: what is to be scanned, and what may become of it next.

Law: Decree 118/2025/NĐ-CP art. 17(1)(c) with Circular 03/2025/TT-VPCP art. 5(1) (whatever is handed in on paper is
scanned at reception) and art. 5(2) (what is not: dossiers sent electronically, papers only shown, answers of agencies,
secret papers); Circular 01/2023/TT-VPCP art. 8 (as many scans as originals, whole, pages in their order).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .machine import Machine, Which


class Stage(StrEnum):
    """Where a paper's digitisation stands."""

    AWAITED = "awaited"  # came on paper, not scanned yet
    SCANNED = "scanned"
    ACCEPTED = "accepted"  # an official looked at it: whole, legible, the right paper
    SIGNED = "signed"  # by the official who accepted it
    NOT_NEEDED = "not_needed"  # by law, or for a recorded reason


STAGES = {
    Stage.AWAITED: N_("chờ quét"),
    Stage.SCANNED: N_("đã quét, chờ kiểm tra"),
    Stage.ACCEPTED: N_("đã kiểm tra, chờ ký số"),
    Stage.SIGNED: N_("đã ký số"),
    Stage.NOT_NEEDED: N_("không phải quét"),
}
MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.AWAITED: frozenset({Stage.SCANNED, Stage.ACCEPTED, Stage.NOT_NEEDED}),
    # More pages may come, and a scan may be taken back to be made anew.
    Stage.SCANNED: frozenset({Stage.SCANNED, Stage.ACCEPTED, Stage.AWAITED}),
    Stage.ACCEPTED: frozenset({Stage.SIGNED, Stage.SCANNED, Stage.AWAITED}),
    Stage.SIGNED: frozenset({Stage.SCANNED, Stage.AWAITED}),
    Stage.NOT_NEEDED: frozenset({Stage.AWAITED, Stage.SCANNED, Stage.ACCEPTED}),
}
MACHINE = Machine(
    which=Which.DIGITISATION,
    name=N_("Số hóa"),
    law="Nghị định 118/2025/NĐ-CP, Điều 17; Thông tư 03/2025/TT-VPCP, Điều 5; Thông tư 01/2023/TT-VPCP, Điều 8",
    begins=Stage.AWAITED,
    says=STAGES,
    plain=STAGES,
    ways=MOVES,
)


class Source(StrEnum):
    """Where the electronic copy of a paper came from."""

    SCAN = "scan"
    PAPER = "paper"  # a checked paper of an earlier dossier of the same person
    RESULT = "result"  # a result given to the same person


class Way(StrEnum):
    """How a scan came to the counter."""

    SENT = "sent"  # dragged or picked in the browser
    FOLDER = "folder"  # found in the folder that the counter's scanner writes to
    DEVICE = "device"


WAYS = {Way.SENT: N_("gửi từ máy"), Way.FOLDER: N_("thư mục máy quét"), Way.DEVICE: N_("máy quét")}


def stage_of(
    kept: str, *, is_on_paper: bool, is_only_shown: bool, is_wanted: bool, has_files: bool, at_counter: bool
) -> Stage:
    """Return where a paper stands: as it is `kept`, or else what the law says of a paper nobody did anything with."""
    if kept:
        return Stage(kept)
    if has_files and at_counter:
        return Stage.SCANNED
    if not is_on_paper or is_only_shown or not is_wanted or has_files:
        return Stage.NOT_NEEDED
    return Stage.AWAITED


def check_stage(here: Stage, there: Stage) -> None:
    """Raise Refused where a paper's digitisation cannot go there from here."""
    if not MACHINE.may(here, there):
        words = {
            Stage.ACCEPTED: N_("Giấy tờ này chưa có bản quét để kiểm tra."),
            Stage.SIGNED: N_("Bản quét phải được kiểm tra trước khi ký số."),
        }
        raise Refused("wrong_stage", words.get(there, N_("Việc số hóa giấy tờ này đã ở bước khác. Xem lại trang.")))


@dataclass(frozen=True)
class PaperFacts:
    """What a paper says of itself, as an official accepted it. `identity_number` in clear: never stored so."""

    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    holder: str = ""
    identity_number: str = ""
    valid_until: date | None = None

    def check(self, today: date) -> None:
        """Raise Refused for dates that cannot be."""
        if self.issued_on is not None and self.issued_on > today:
            raise Refused("issued_later", N_("Ngày cấp không thể sau hôm nay."))
        if self.issued_on is not None and self.valid_until is not None and self.valid_until < self.issued_on:
            raise Refused("valid_backwards", N_("Ngày hết giá trị không thể trước ngày cấp."))


@dataclass(frozen=True)
class Placed:
    """Where one page of a scan goes: to a paper by its key, turned and in its place; dropped where the key is empty."""

    scan_id: int
    page: int
    paper: str
    turn: int = 0
    order: int = 0


def in_order(pages: list[Placed]) -> dict[str, list[Placed]]:
    """Return the pages of each paper in their order; pages of equal order stay as they came."""
    found: dict[str, list[Placed]] = {}
    for page in sorted(pages, key=lambda one: one.order):
        if page.paper:
            found.setdefault(page.paper, []).append(page)
    return found


def is_swept(accepted: Mapping[str, datetime | None], limit: datetime) -> bool:
    """Tell whether the source of scanned pages may go: each paper they went to was accepted by then.

    By the paper's key, empty for pages that were dropped; None for one that nobody has accepted.
    """
    return all(at is not None and at <= limit for key, at in accepted.items() if key)
