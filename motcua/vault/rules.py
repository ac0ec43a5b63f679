"""What a store holds, and when an item may stand in for a paper that a procedure asks for.

Law: Decree 45/2020/NĐ-CP art. 16 as amended by Decree 118/2025/NĐ-CP art. 40(8) (components and results accepted as
correct are kept and used again); Circular 01/2023/TT-VPCP (the same owner, still valid, for the right purpose).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.text import fold


class ItemKind(StrEnum):
    """Where an item comes from."""

    RESULT = "result"  # an authority issued it
    PAPER = "paper"  # an official compared it with the original, digitised and signed it


class ItemState(StrEnum):
    """Whether an item still stands. That its time is over is not a state: the day tells it."""

    CURRENT = "current"
    REPLACED = "replaced"  # a corrected or new one stands in its place
    REVOKED = "revoked"  # by a decision
    WITHDRAWN = "withdrawn"  # the scan was taken back: it was never what it seemed


class Territory(StrEnum):
    """Where an item counts."""

    PROVINCE = "province"
    AGENCY = "agency"  # only at the agency that issued or verified it


class Signature(StrEnum):
    """Who signed the file electronically."""

    NONE = "none"  # there is no file: the original is on paper, or in another system
    PERSON = "person"
    AGENCY = "agency"  # the competent person, and the agency's own
    DIGITISER = "digitiser"


# For how many days a link may show an item; the owner takes it back at any moment.
SHARE_DAYS = (1, 7, 30)
KINDS = {ItemKind.RESULT: N_("Kết quả đã cấp"), ItemKind.PAPER: N_("Giấy tờ cán bộ đã đối chiếu")}
STATES = {
    ItemState.CURRENT: N_("Còn giá trị"),
    ItemState.REPLACED: N_("Đã có bản thay thế"),
    ItemState.REVOKED: N_("Đã bị thu hồi"),
    ItemState.WITHDRAWN: N_("Không dùng nữa"),
}
EXPIRED, NOT_YET = N_("Hết hạn"), N_("Chưa có giá trị")
TERRITORIES = {
    Territory.PROVINCE: N_("Toàn tỉnh"),
    Territory.AGENCY: N_("Chỉ ở cơ quan đã cấp hoặc đối chiếu"),
}
SIGNATURES = {
    Signature.NONE: N_("Không có tệp điện tử"),
    Signature.PERSON: N_("Người có thẩm quyền đã ký số"),
    Signature.AGENCY: N_("Người có thẩm quyền và cơ quan đã ký số"),
    Signature.DIGITISER: N_("Cán bộ số hóa đã ký số"),
}


@dataclass(frozen=True)
class Facts:
    """What is known of an item when it enters a store.

    `source` names what it is elsewhere (`result:17`) and makes the entering happen once. Of the owner at least one is
    given: the id of the sealed number, or of the person where they have none. `file_id` is the row of a stored file.
    """

    source: str
    kind: ItemKind
    name: str
    dossier_code: str
    procedure_code: str
    number_id: int | None = None
    person_id: int | None = None
    number: str = ""
    issuer: str = ""
    agency_id: int | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    territory: Territory = Territory.PROVINCE
    signature: Signature = Signature.NONE
    result_code: str = ""
    paper_type: str = ""
    purpose: str = ""
    file_id: int | None = None
    sha256: str = ""
    state: ItemState = ItemState.CURRENT
    ended_at: datetime | None = None

    @property
    def has_owner(self) -> bool:
        """Tell whether anybody's store is known for it."""
        return self.number_id is not None or self.person_id is not None


def state_said(state: ItemState, *, valid_from: date | None, valid_until: date | None, on: date) -> str:
    """Return in words, to be translated, whether an item stands on a day."""
    if state == ItemState.CURRENT and valid_until is not None and valid_until < on:
        return EXPIRED
    if state == ItemState.CURRENT and valid_from is not None and on < valid_from:
        return NOT_YET
    return STATES[state]


def is_proof(*, originals: int, copies: int, was_compared: bool) -> bool:
    """Tell whether what was digitised proves something: an original, a certified copy, or one compared with it.

    A photocopy that nobody compared proves no more than an upload does.
    """
    return bool(originals or copies or was_compared)


def last_day(issued_on: date, *, amount: int, unit: str) -> date:
    """Return the last day on which something issued that day counts, for a validity in days, months or years.

    A month that has no such day ends with its last one (Civil Code 91/2015/QH13, articles 147 and 148).
    """
    if unit == "day":
        return date.fromordinal(issued_on.toordinal() + amount)
    months = issued_on.year * 12 + issued_on.month - 1 + amount * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(issued_on.day, monthrange(year, month)[1]))


class Match(StrEnum):
    """By what an item is the paper that is asked for, the surest first."""

    CODE = "code"  # the national database names its result as what replaces the paper (MA_KQ_THAYTHE)
    TYPE = "type"  # both are of the same type of paper
    NAME = "name"  # every word of its name stands in what is asked


@dataclass(frozen=True)
class Asked:
    """A paper that a procedure asks for, by its key; `replaced_by` are codes of results that stand in for it."""

    key: str
    name: str
    replaced_by: tuple[str, ...] = ()
    paper_type: str = ""


def codes_in(text: str) -> tuple[str, ...]:
    """Return the codes of results in a field of the national database, which may hold several."""
    return tuple(code for code in re.split(r"[\s,;|]+", text) if code)


def match_of(asked: Asked, *, result_code: str, paper_type: str, name: str) -> Match | None:
    """Return by what an item is the paper asked for, or None. By its name alone it is an offer that somebody judges."""
    if result_code and result_code in asked.replaced_by:
        return Match.CODE
    if paper_type and paper_type == asked.paper_type:
        return Match.TYPE
    return Match.NAME if is_same_paper(asked.name, name) else None


def is_same_paper(asked: str, held: str) -> bool:
    """Tell whether a paper that is held may be the one asked for: every word of its name stands in what is asked.

    A name of one word says too little.
    """
    words = set(re.findall(r"\w+", fold(held)))
    return len(words) > 1 and words <= set(re.findall(r"\w+", fold(asked)))
