"""What a filing is made of, and what is refused before anything is written."""

import hashlib
import json
from dataclasses import dataclass, field, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .states import Channel, Origin, ResultChannel


@dataclass(frozen=True)
class PartyData:
    """A person or organisation as given at filing. `identity_kind` is personal_id, tax_code, passport or old_id."""

    name: str
    identity_kind: str = ""
    identity_number: str = ""
    # The row id of a known person (somebody signed in); its own number then counts.
    person_id: int | None = None
    is_organisation: bool = False
    birth: str = ""
    phone: str = ""
    email: str = ""
    address: dict[str, Any] = field(default_factory=dict)
    basis: str = ""


class Originals(StrEnum):
    """What becomes of originals at the counter; what is held must be given back (Decree 61/2018 art. 20(2))."""

    RETURNED = "returned"  # shown, compared and given back at once
    FILED = "filed"  # handed in for good, part of the dossier
    HELD = "held"  # taken in, to be given back or withdrawn with the result


# A hand-signed declaration that stands in for the e-form is the first paper of its dossier, under this key.
SIGNED_DECLARATION = "signed_declaration"
SIGNED_DECLARATION_NAME = "Tờ khai giấy có chữ ký"


@dataclass(frozen=True)
class PaperData:
    """A paper as given: the key of the package's list, its files, and what was handed over on paper.

    `copies` are certified or true copies; `originals_were` says what was done with the originals, where there are some.
    """

    key: str
    file_ids: tuple[str, ...] = ()
    originals: int = 0
    copies: int = 0
    name: str = ""
    note: str = ""
    photocopies: int = 0
    originals_were: str = ""
    # The public id of what stands in for it from the owner's store; its one file is a copy of that.
    item: str = ""

    @property
    def is_on_paper(self) -> bool:
        """Tell whether something of it came on paper."""
        return bool(self.originals or self.copies or self.photocopies)


_LATER = frozenset({"mandate_id"})


@dataclass(frozen=True)
class Filing:
    """Everything a filing carries, the same from portal, counter, kiosk, post and the national portal."""

    version_id: int
    agency_id: int
    origin: Origin
    channel: Channel
    submitter: PartyData
    owner: PartyData
    answers: dict[str, Any]
    papers: tuple[PaperData, ...] = ()
    case_key: str = ""
    result_channel: ResultChannel = ResultChannel.COUNTER
    result_address: str = ""
    summary: str = ""
    foreign_code: str = ""
    foreign_submitted_at: datetime | None = None
    helped_agency_id: int | None = None
    received_agency_id: int | None = None
    draft_id: int | None = None
    # Filed for the owner under this mandate; its paper, a copy that the sender holds, joins the dossier's.
    mandate_id: int | None = None
    # A part of a bundle, filed by the system from the bundle's answers.
    part_of_id: int | None = None
    part_key: str = ""
    # A declaration signed by hand stands in for the e-form: no answers, its paper comes first.
    declared_on_paper: bool = False
    # Why paper is taken although the procedure is handled without.
    paper_reason: str = ""
    # The hash of the request as it came. Without one the filing's own counts.
    request_hash: str = ""

    def fingerprint(self) -> str:
        """Return a hash by which a repeated request is told from another one under the same key."""
        if self.request_hash:
            return self.request_hash
        # What came later stays out where there is none: a request repeated over an upgrade stays one.
        said = {key: value for key, value in vars(self).items() if key not in _LATER or value}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=_plain)
        return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    # A paper without an item hashes as it did before there were any: a request repeated over an upgrade stays one.
    return {k: v for k, v in vars(value).items() if k != "item" or v} if is_dataclass(value) else str(value)


@dataclass(frozen=True)
class Point:
    """One thing that is missing or wrong: where (`field:<path>`, `paper:<key>`) and in which words.

    `code` says what is wrong with an answer, for machines; empty elsewhere.
    """

    target: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)
    code: str = ""


class NotReady(Refused):
    """The filing cannot be accepted yet; `points` say what to mend, all of them at once."""

    def __init__(self, points: list[Point]) -> None:
        super().__init__("not_ready", N_("Hồ sơ còn {count} điểm cần sửa."), count=len(points))
        self.points = points
