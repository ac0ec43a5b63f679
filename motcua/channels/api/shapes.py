"""What the API takes and gives, after the nouns of the GovStack registration building block."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from motcua.accounts.identity import normal
from motcua.accounts.rules import IdentityKind
from motcua.dossiers.rules.history import Happening
from motcua.eforms.definitions import FORMATS
from motcua.eforms.partial_dates import is_partial
from motcua.lib.dates import VN, today
from motcua.lib.refusals import Refused
from motcua.lib.text import clean

from .asked_shapes import RequestOut
from .base_shapes import Shape, Strict
from .paging import Page

Short = Annotated[str, StringConstraints(max_length=200)]
Code = Annotated[str, StringConstraints(max_length=60)]
Long = Annotated[str, StringConstraints(max_length=5000)]


def _sensible(moment: datetime) -> datetime:
    """Return a moment of this age; without a zone it is Việt Nam's."""
    if not 1990 <= moment.year <= 2200:
        raise ValueError("not a moment of this age")
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=VN)


def _named(name: str) -> str:
    """Return a name that is not blank."""
    if not clean(name):
        raise ValueError("a blank name")
    return name


def _born(text: str) -> str:
    """Return a day, month or year of birth that exists and has come."""
    if text and (not is_partial(text) or text[:4] > str(today(timezone.now()).year)):
        raise ValueError("not a day, month or year of birth")
    return text


def _of_format(name: str) -> Callable[[str], str]:
    """Return the check of a text by one of the formats that forms know; an empty text is none."""

    def check(text: str) -> str:
        if text and not FORMATS[name](text):
            raise ValueError(f"not a {name}")
        return text

    return check


def _written(value: object) -> object:
    """Refuse a number where a date is written."""
    if not isinstance(value, str):
        raise ValueError("a date is written as text, like 2026-11-23")
    return value


BIRTH = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"
Day = Annotated[date, BeforeValidator(_written)]
Moment = Annotated[datetime, BeforeValidator(_written), AfterValidator(_sensible)]
Count = Annotated[StrictInt, Field(ge=0, le=999)]
PaperReason = Annotated[
    str,
    StringConstraints(max_length=300),
    Field(
        description="why paper (originals, copies) is taken of a procedure that a decision of the province handles "
        "without; such a body is refused with the code `paperless` while it says nothing"
    ),
]


class ProcedureItem(Shape):
    """A procedure in a list."""

    code: str
    title: str
    field: str
    handled_by: str
    channels: list[str]
    can_be_filed: bool


class ProcedurePage(Page):
    """A page of procedures."""

    items: list[ProcedureItem]


class ProcedureFull(Shape):
    """A procedure's version in force: the published record and the package."""

    code: str
    title: str
    version: int
    handled_by: str
    processing_system: str
    record: dict[str, Any]
    papers: list[dict[str, Any]]
    fees: list[dict[str, Any]]
    limits: list[dict[str, Any]]
    cases: list[dict[str, Any]]
    result: dict[str, Any]


class ProcedureForm(Shape):
    """The form of a version: JSON Schema 2020-12 and how it is asked."""

    code: str
    version: int
    form_schema: dict[str, Any]
    presentation: dict[str, Any]


class FileMade(Shape):
    """A stored file that belongs to nobody yet; it is removed after some hours if no dossier takes it."""

    id: UUID
    name: str
    kind: str
    size: int
    pages: int | None
    sha256: str
    warnings: list[str]


class AddressIn(Strict):
    """An address: codes of province and ward where they are known, and the words as somebody wrote them."""

    # So that the library need not copy the empty one, the default, for each body.
    model_config = ConfigDict(frozen=True)

    country: Annotated[str, StringConstraints(max_length=2, pattern=r"^([A-Z]{2})?$")] = ""
    province: Annotated[str, StringConstraints(max_length=2, pattern=r"^([0-9]{2})?$")] = ""
    ward: Annotated[str, StringConstraints(max_length=5, pattern=r"^([0-9]{5})?$")] = ""
    detail: Annotated[str, StringConstraints(max_length=300)] = ""
    old_text: Annotated[str, StringConstraints(max_length=300)] = ""
    text: Annotated[str, StringConstraints(max_length=500)] = ""


class PartyIn(Strict):
    """A person or organisation. `birth` is a date, a month (`1990-05`) or a year: many elders know only the year.

    The number is a `personal_id` where no kind is named.
    """

    name: Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_named)]
    identity_kind: Literal["", "personal_id", "old_id", "passport", "tax_code", "other"] = ""
    identity_number: Annotated[str, Field(validate_default=True), StringConstraints(max_length=30)] = ""
    is_organisation: StrictBool = False
    birth: Annotated[str, StringConstraints(max_length=10, pattern=BIRTH), AfterValidator(_born)] = ""
    phone: Annotated[str, StringConstraints(max_length=30), AfterValidator(_of_format("phone"))] = ""
    email: Annotated[str, StringConstraints(max_length=254), AfterValidator(_of_format("mailbox"))] = ""
    address: AddressIn = AddressIn()
    basis: Annotated[str, StringConstraints(max_length=300)] = ""

    @field_validator("identity_number", mode="after")
    @classmethod
    def _is_of_its_kind(cls, number: str, info: ValidationInfo) -> str:
        kind = info.data.get("identity_kind") or ""
        if not clean(number):
            if kind:
                raise ValueError("a kind of number without the number")
            return ""
        try:
            return normal(IdentityKind(kind or IdentityKind.PERSONAL_ID), number)
        except Refused as refusal:
            raise ValueError(f"not a number of this kind ({refusal.code})") from refusal


class PaperIn(Strict):
    """A paper with its files."""

    key: Annotated[str, StringConstraints(max_length=80)]
    files: list[UUID] = []
    originals: Count = 0
    copies: Count = 0
    name: Annotated[str, StringConstraints(max_length=2000)] = ""
    note: Annotated[str, StringConstraints(max_length=500)] = ""


class DossierIn(Strict):
    """A filing. `agency` is the code of the agency that is to decide; the client's reach must hold it."""

    procedure: Code
    agency: Code
    channel: Literal["direct", "online", "post"] = "online"
    origin: Literal["api", "national_portal", "kiosk", "post"] = "api"
    foreign_code: Code = ""
    foreign_submitted_at: Moment | None = None
    case: Code = ""
    submitter: PartyIn
    owner: PartyIn | None = None
    answers: dict[str, Any]
    papers: list[PaperIn] = []
    result_channel: Literal["counter", "post", "electronic"] = "counter"
    result_address: Annotated[str, Field(validate_default=True), StringConstraints(max_length=500)] = ""
    paper_reason: PaperReason = ""

    @field_validator("result_address", mode="after")
    @classmethod
    def _somewhere(cls, address: str, info: ValidationInfo) -> str:
        if info.data.get("result_channel") == "post" and not clean(address):
            raise ValueError("a result by post needs an address")
        return address


class DossierOut(Shape):
    """A dossier as its agency's systems see it."""

    code: str
    id: UUID
    procedure: str
    version: int
    state: int
    state_name: str
    agency: str
    received_at_agency: str | None
    origin: str
    foreign_code: str
    channel: str
    foreign_submitted_at: datetime | None
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None
    delivered_at: datetime | None
    revision: int


class PartyOut(Shape):
    """A person or organisation as declared. Of the number only the end is readable, unless the client may see it."""

    name: str
    is_organisation: bool
    identity_kind: str
    identity_number: str
    birth: str
    phone: str
    email: str
    address: dict[str, Any]
    basis: str


class FileOut(Shape):
    """A file of a dossier; `GET /files/{id}` gives its content."""

    id: UUID
    name: str
    kind: str
    size: int
    sha256: str


class PaperOut(Shape):
    """A paper with the files in force. Number 0 is the declaration as the system printed it."""

    number: int
    key: str
    name: str
    originals: int
    copies: int
    note: str
    compared_at: datetime | None
    files: list[FileOut]


class ResultOut(Shape):
    """A result, also one that was replaced or revoked; the file is there once it is signed."""

    name: str
    number: str
    dated_on: date | None
    book: str
    kind: str
    state: str
    issued_at: datetime | None
    file: FileOut | None


class OriginalOut(Shape):
    """A paper whose original is brought along."""

    key: str
    name: str


class MeetingOut(Shape):
    """Who is to come in person, and with which originals; `present` and `compared` tell it when they came."""

    who: list[str]
    originals: list[OriginalOut]


class DossierFull(DossierOut):
    """A dossier with what is judged by: its people, answers and papers, the results, and what is still asked.

    `meeting` says what a step of kind `in_person` asks for; it is null where the procedure has none.
    """

    case: str
    result_channel: str
    result_address: str
    submitter: PartyOut | None
    owner: PartyOut | None
    answers: dict[str, Any]
    papers: list[PaperOut]
    meeting: MeetingOut | None
    results: list[ResultOut]
    supplement_request: RequestOut | None


class DossierMade(DossierOut):
    """A dossier just filed, with the secret for looking it up."""

    lookup_secret: str


class DossierPage(Page):
    """A page of dossiers."""

    items: list[DossierOut]


class EventOut(Shape):
    """One thing that happened to a dossier."""

    id: int
    at: datetime
    kind: str
    state: int
    agency: str
    note: str
    params: dict[str, Any]


class EventPage(Page):
    """A page of a dossier's history."""

    items: list[EventOut]


class TaskOut(Shape):
    """A step that waits for somebody of an agency."""

    id: UUID
    dossier: str
    step: str
    name: str
    kind: str
    role: str
    agency: str
    outcomes: list[str]
    opened_at: datetime
    due_at: datetime | None


class TaskPage(Page):
    """A page of open steps."""

    items: list[TaskOut]


class MissingIn(Strict):
    """One point of a supplement request."""

    target: Annotated[str, StringConstraints(max_length=120)] = "other"
    message: Long


class ReferenceIn(Strict):
    """A result that exists in another system or on paper."""

    number: Code
    dated_on: Day
    book: Code = ""


class CompleteIn(Strict):
    """How a step ends. Every member but the first belongs to some kinds of steps only.

    Reception: `due_at` with `due_reason` where no time limit is published. Assignment: `assignee`. A supplement:
    `missing`, and `paper_reason` where a paperless procedure wants paper. Who came in person: `present` and
    `compared`, as the dossier's `meeting` asks. The step that owes the draft of the result: `reference`, the id of a
    PDF as `draft`, or `content` for the fields of the template. Delivery: `recipient` and `how`.
    """

    outcome: Code
    note: Long = ""
    assignee: Short = ""
    missing: list[MissingIn] = []
    present: Annotated[list[Short], Field(max_length=20)] = []
    compared: Annotated[list[Code], Field(max_length=60)] = []
    reference: ReferenceIn | None = None
    draft: UUID | None = None
    content: Annotated[dict[Code, Annotated[str, StringConstraints(max_length=300)]], Field(max_length=40)] | None = (
        None
    )
    due_at: Moment | None = None
    due_reason: Short = ""
    basis: Annotated[str, StringConstraints(max_length=300)] = ""
    instead: Long = ""
    paper_reason: PaperReason = ""
    recipient: Short = ""
    how: Literal["", "counter", "post", "electronic"] = ""


class SupplementIn(Strict):
    """The applicant's answer to the open supplement request: of the questions that it names, by path."""

    answers: dict[Annotated[str, StringConstraints(max_length=120)], Any] = {}
    papers: list[PaperIn] = []
    message: Long = ""
    paper_reason: PaperReason = ""


class ReceiptIn(Strict):
    """The proof of what an applicant paid, as the tax office or a bank gave it; `amount` in đồng."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    paid_on: Day
    amount: Annotated[StrictInt, Field(ge=1, le=10**15)] | None = None
    note: Annotated[str, StringConstraints(max_length=500)] = ""


class TrackingOut(Shape):
    """Where a dossier is, without personal data."""

    code: str
    procedure: str
    state: int
    state_name: str
    agency: str
    submitted_at: datetime
    due_at: datetime | None
    needs_supplement: bool
    has_result: bool


class WebhookIn(Strict):
    """An address to call, and the kinds of events it is told of: all of them where none is named."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    events: Annotated[list[Happening], Field(max_length=40)] = []


class WebhookOut(Shape):
    """A subscription."""

    id: UUID
    url: str
    events: list[str]
    created_at: datetime


class WebhookMade(WebhookOut):
    """A subscription just made, with the secret that signs its calls: it is not shown again."""

    secret: str


class WebhookPage(Page):
    """A page of subscriptions."""

    items: list[WebhookOut]
