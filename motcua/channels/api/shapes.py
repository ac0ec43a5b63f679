"""What the API takes and gives, after the nouns of the GovStack registration building block."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from motcua.dossiers.rules.history import Happening
from motcua.lib.dates import VN

from .paging import Page

Short = Annotated[str, StringConstraints(max_length=200)]
Code = Annotated[str, StringConstraints(max_length=60)]
Long = Annotated[str, StringConstraints(max_length=5000)]


class Strict(Schema):
    """A body in which an unknown name is a mistake, not a wish unheard."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        """Refuse what PostgreSQL keeps in no text, at any depth: NUL, and halves of characters."""
        _check(list(self.__dict__.values()))
        return self


def _check(value: object) -> None:
    if isinstance(value, str):
        if "\x00" in value or not _is_text(value):
            raise ValueError("a text with NUL or half a character")
    elif isinstance(value, dict):
        _check([*value.keys(), *value.values()])
    elif isinstance(value, list):
        for item in value:
            _check(item)


def _is_text(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _sensible(moment: datetime) -> datetime:
    """Return a moment of this age; without a zone it is Việt Nam's."""
    if not 1990 <= moment.year <= 2200:
        raise ValueError("not a moment of this age")
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=VN)


class ProcedureItem(Schema):
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


class ProcedureFull(Schema):
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


class ProcedureForm(Schema):
    """The form of a version: JSON Schema 2020-12 and how it is asked."""

    code: str
    version: int
    form_schema: dict[str, Any]
    presentation: dict[str, Any]


class FileMade(Schema):
    """A stored file that belongs to nobody yet; it is removed after some hours if no dossier takes it."""

    id: UUID
    name: str
    kind: str
    size: int
    pages: int | None
    sha256: str
    warnings: list[str]


class PartyIn(Strict):
    """A person or organisation."""

    name: Short
    identity_kind: Literal["", "personal_id", "old_id", "passport", "tax_code", "other"] = ""
    identity_number: Annotated[str, StringConstraints(max_length=30)] = ""
    is_organisation: bool = False
    birth: Annotated[str, StringConstraints(max_length=10)] = ""
    phone: Annotated[str, StringConstraints(max_length=30)] = ""
    email: Annotated[str, StringConstraints(max_length=254)] = ""
    address: dict[str, Any] = {}
    basis: Annotated[str, StringConstraints(max_length=300)] = ""


class PaperIn(Strict):
    """A paper with its files."""

    key: Annotated[str, StringConstraints(max_length=80)]
    files: list[UUID] = []
    originals: Annotated[int, Field(ge=0, le=999)] = 0
    copies: Annotated[int, Field(ge=0, le=999)] = 0
    name: Annotated[str, StringConstraints(max_length=2000)] = ""
    note: Annotated[str, StringConstraints(max_length=500)] = ""


class DossierIn(Strict):
    """A filing. `agency` is the code of the agency that is to decide; the client's reach must hold it."""

    procedure: Code
    agency: Code
    channel: Literal["direct", "online", "post"] = "online"
    origin: Literal["api", "national_portal", "kiosk", "post"] = "api"
    foreign_code: Code = ""
    foreign_submitted_at: Annotated[datetime, AfterValidator(_sensible)] | None = None
    case: Code = ""
    submitter: PartyIn
    owner: PartyIn | None = None
    answers: dict[str, Any]
    papers: list[PaperIn] = []
    result_channel: Literal["counter", "post", "electronic"] = "counter"
    result_address: Annotated[str, StringConstraints(max_length=500)] = ""


class DossierOut(Schema):
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
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None
    delivered_at: datetime | None
    revision: int


class DossierMade(DossierOut):
    """A dossier just filed, with the secret for looking it up."""

    lookup_secret: str


class DossierPage(Page):
    """A page of dossiers."""

    items: list[DossierOut]


class EventOut(Schema):
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


class TaskOut(Schema):
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
    dated_on: date
    book: Code = ""


class CompleteIn(Strict):
    """How a step ends."""

    outcome: Code
    note: Long = ""
    assignee: Short = ""
    missing: list[MissingIn] = []
    recipient: Short = ""
    reference: ReferenceIn | None = None


class ReceiptIn(Strict):
    """The proof of what an applicant paid, as the tax office or a bank gave it; `amount` in đồng."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    paid_on: date
    amount: Annotated[int, Field(ge=1, le=10**15)] | None = None
    note: Annotated[str, StringConstraints(max_length=500)] = ""


class PaymentMade(Schema):
    """The dossier that goes on; nothing else of it."""

    code: str
    state: int
    state_name: str


class TrackingOut(Schema):
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


class WebhookOut(Schema):
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
