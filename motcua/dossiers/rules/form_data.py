"""What stands on each statutory form: plain values, the same for counter, desk, portal and API.

The fields are those of the prints in use (Circular 01/2018/TT-VPCP, forms 01 to 06; Circular 03/2025/TT-VPCP, Annex I,
forms 01 to 07). Layouts are `dossiers/typst/forms/<kind>.typ`; a layout of a province gets the same values.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from motcua.lib.dates import VN
from motcua.lib.in_words import money_in_words

from .form_sets import FormKind

# Which copy is whose. One goes with the dossier (Circular 01/2018/TT-VPCP, form 01).
COPIES = ("Liên 1: giao người nộp hồ sơ", "Liên 2: lưu cùng hồ sơ")
FEE_COPIES = ("Liên 1: lưu tại cơ quan thu", "Liên 2: giao người nộp tiền", "Liên 3: lưu nội bộ")


@dataclass(frozen=True)
class Head:
    """Who gives the form, where and when, and of which dossier; lists of many dossiers have no code."""

    superior: str
    unit: str
    place: str
    dated_on: date
    code: str = ""
    number: str = ""


@dataclass(frozen=True)
class Applicant:
    """Who handed in and whose dossier it is; what is not known is empty and prints as a line to write on."""

    submitter: str
    owner: str
    address: str = ""
    phone: str = ""
    email: str = ""
    identity: str = ""
    owner_address: str = ""


@dataclass(frozen=True)
class PaperLine:
    """One paper with its counts, and what is to be done about it."""

    name: str
    originals: int = 0
    certified: int = 0
    photocopies: int = 0
    scans: int = 0
    note: str = ""


@dataclass(frozen=True)
class Contact:
    """Where one asks."""

    website: str
    official: str
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class Reception:
    """Form 01: receipt of a dossier and appointment for its result."""

    kind: ClassVar = FormKind.RECEPTION
    head: Head
    applicant: Applicant
    procedure: str
    agency: str
    papers: tuple[PaperLine, ...]
    limit: str
    received_at: datetime
    promised_at: datetime | None
    collected: str
    fee: str
    official: str
    contact: Contact
    tracking: str
    sets: int = 1
    result_copies: int = 1
    copies: tuple[str, ...] = COPIES


@dataclass(frozen=True)
class SupplementAsked:
    """Form 02: everything that is missing, once (Decree 118/2025/NĐ-CP, article 17(2)(a))."""

    kind: ClassVar = FormKind.SUPPLEMENT
    head: Head
    applicant: Applicant
    procedure: str
    points: tuple[PaperLine, ...]
    reason: str
    answer_until: datetime | None
    official: str
    contact: Contact
    tracking: str
    answer_within: str = ""  # from when the applicant was told, while nobody is known to have been


@dataclass(frozen=True)
class Refusal:
    """Form 03: not received, or not eligible after appraisal (Decree 61/2018/NĐ-CP, articles 17(1)(b) and 19(8))."""

    kind: ClassVar = FormKind.REFUSAL
    head: Head
    applicant: Applicant
    procedure: str
    reason: str
    is_after_appraisal: bool
    submitted_at: datetime
    official: str
    contact: Contact
    tracking: str


@dataclass(frozen=True)
class Reappointment:
    """Form 04: apology and new appointment, once (Decree 61/2018/NĐ-CP, article 19(9))."""

    kind: ClassVar = FormKind.REAPPOINTMENT
    head: Head
    received_by: str
    applicant: Applicant
    procedure: str
    received_at: datetime
    promised_at: datetime | None
    reason: str
    is_for_verification: bool
    promised_anew_at: datetime
    agency: str
    signer: str
    signer_title: str
    contact: Contact
    tracking: str
    signer_above: str = ""  # over the title, where somebody signs in the head's place


@dataclass(frozen=True)
class StopNotice:
    """Form 05 of 2025: processing stops, on request or because no answer came (Decree 118/2025/NĐ-CP, article 21)."""

    kind: ClassVar = FormKind.STOP
    head: Head
    applicant: Applicant
    procedure: str
    received_at: datetime | None
    stopped_at: datetime
    is_on_request: bool
    reason: str
    stage: str
    fee: str
    agency: str
    signer: str
    contact: Contact
    tracking: str
    signer_title: str = ""
    signer_above: str = ""


@dataclass(frozen=True)
class Passage:
    """The dossier went from one to another; where nobody has taken it over yet, `receiver` is empty."""

    giver: str
    given_by: str
    receiver: str
    received_by: str
    at: datetime
    result: str
    note: str = ""


@dataclass(frozen=True)
class ControlSlip:
    """Form 06 (05 of 2018): travels with the dossier; its rows are the history, which is never overwritten."""

    kind: ClassVar = FormKind.CONTROL
    head: Head
    owner: str
    procedure: str
    received_at: datetime | None
    promised_at: datetime | None
    agency: str
    others: tuple[str, ...]
    passages: tuple[Passage, ...]
    printed_at: datetime


@dataclass(frozen=True)
class RegisterRow:
    """One dossier in the register."""

    code: str
    procedure: str
    owner: str
    contact: str
    agency: str
    received_at: datetime
    promised_at: datetime | None
    delivered_at: datetime | None
    collected: str
    sets: int = 1
    recipient: str = ""
    note: str = ""
    # Of a request for certification, which is no dossier: its public id.
    certification: str = ""


@dataclass(frozen=True)
class Register:
    """Form 07 (06 of 2018): the book of what a unit received between two days, both among them."""

    kind: ClassVar = FormKind.REGISTER
    head: Head
    first: date
    last: date
    rows: tuple[RegisterRow, ...]


@dataclass(frozen=True)
class HandedOver:
    """One dossier in a hand-over list."""

    code: str
    procedure: str
    owner: str
    address: str = ""
    # For dossiers: until when, and how many papers. For results: which one.
    promised_at: datetime | None = None
    papers: int = 0
    result: str = ""
    has_fee: bool = False
    by_post: bool = False
    note: str = ""


@dataclass(frozen=True)
class HandOver:
    """A list of dossiers that go from the one-stop unit to an agency, or back."""

    kind: ClassVar = FormKind.HAND_OVER
    head: Head
    giver: str
    given_by: str
    receiver: str
    received_by: str
    at: datetime
    rows: tuple[HandedOver, ...]


@dataclass(frozen=True)
class ResultHandOver(HandOver):
    """A list of results that an agency gives to the one-stop unit."""

    kind: ClassVar = FormKind.RESULT_HAND_OVER


@dataclass(frozen=True)
class Delivery:
    """The receipt of a result: who gave what to whom (giấy biên nhận trả kết quả)."""

    kind: ClassVar = FormKind.DELIVERY
    head: Head
    applicant: Applicant
    procedure: str
    result: str
    result_number: str
    result_date: date | None
    delivered_at: datetime
    how: str
    giver: str
    recipient: str
    basis: str = ""
    is_signed_by_hand: bool = True
    result_copies: int = 1
    copies: tuple[str, ...] = COPIES


@dataclass(frozen=True)
class FeeReceipt:
    """The receipt of fee and charge in three copies; the two may have numbers of their own (Law 97/2015/QH13)."""

    kind: ClassVar = FormKind.FEE_RECEIPT
    head: Head
    tax_code: str
    form_symbol: str
    series: str
    number: str
    name: str
    payer: str
    address: str
    fee: int
    charge: int
    method: str
    cashier: str
    copies: tuple[str, ...] = FEE_COPIES

    @property
    def amount(self) -> int:
        """Return what was paid together, in đồng."""
        return self.fee + self.charge

    def said(self) -> dict[str, Any]:
        """Return what the layout shows and does not count itself."""
        return {"amount": self.amount, "amount_in_words": money_in_words(self.amount)}


Form = (
    Reception
    | SupplementAsked
    | Refusal
    | Reappointment
    | StopNotice
    | ControlSlip
    | Register
    | HandOver
    | ResultHandOver
    | Delivery
    | FeeReceipt
)


def plain(value: Any) -> Any:
    """Return a form's values for a template: moments and days as ISO texts of Việt Nam's time, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        shown = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return shown | (value.said() if isinstance(value, FeeReceipt) else {})
    if isinstance(value, datetime):
        return value.astimezone(VN).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(part) for part in value]
    return value
