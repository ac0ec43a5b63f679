"""The register of a one-stop unit (sổ theo dõi hồ sơ): what it received between two days.

Since the system is there, no paper book is kept: the register is drawn from it (Circular 01/2018/TT-VPCP art. 10(2)).
"""

import heapq
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import IO

from django.db.models import F, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform

from motcua.accounts.access import reach
from motcua.accounts.models import User
from motcua.lib.dates import VN, today
from motcua.organisations.directory import directory
from motcua.organisations.models import Agency
from motcua.organisations.rules import AgencyKind
from motcua.printing.tables import Cell, write_xlsx

from .. import access
from ..models import Party, PartyRole, Result
from ..models.dossier import DossierQuerySet
from ..packages import package_of
from ..paperwork.form_facts import COLLECTED, head_of
from ..rules.form_data import Register, RegisterRow
from ..rules.states import ResultChannel, State

CHUNK = 500
# Names and widths, in the order of the printed form.
COLUMNS = (
    ("TT", 6),
    ("Mã hồ sơ", 24),
    ("Tên thủ tục hành chính", 50),
    ("Số bộ", 6),
    ("Cá nhân, tổ chức", 28),
    ("Địa chỉ, điện thoại", 36),
    ("Cơ quan chủ trì giải quyết", 30),
    ("Ngày nhận", 16),
    ("Ngày hẹn trả", 16),
    ("Ngày trả", 16),
    ("Phương thức nhận kết quả", 18),
    ("Người nhận", 24),
    ("Ghi chú", 20),
)


def units_of(user: User) -> list[Agency]:
    """Return the one-stop units of whose registers somebody may see a part, by name."""
    found, everything = reach(user, "dossier.see"), directory().by_id
    mine = {
        pk
        for pk, agency in everything.items()
        if found.everything or pk in found.agencies or agency.path.startswith(tuple(found.subtrees))
    }
    units = {everything[pk].one_stop_id if everything[pk].kind != AgencyKind.ONE_STOP else pk for pk in mine}
    return sorted((everything[pk] for pk in units if pk is not None), key=lambda agency: agency.name)


def received(unit: Agency, first: date, last: date, *, by: User) -> DossierQuerySet:
    """Return what a unit received between two days, both among them, as far as somebody may see it."""
    since = datetime.combine(first, time(), VN)
    until = datetime.combine(last + timedelta(days=1), time(), VN)
    found = access.visible_to(by).filter(received_at=unit, accepted_at__gte=since, accepted_at__lt=until)
    return found.order_by("accepted_at", "pk")


def rows_of(dossiers: DossierQuerySet) -> Iterator[RegisterRow]:
    """Give the rows of these dossiers, read in pieces; two questions to the database for each thousand at most."""
    owner = Party.objects.filter(dossier=OuterRef("pk"), role=PartyRole.OWNER)
    submitter = Party.objects.filter(dossier=OuterRef("pk"), role=PartyRole.SUBMITTER)
    delivered = Result.objects.filter(dossier=OuterRef("pk"), delivered_at__isnull=False).order_by("-pk")
    agencies = directory().by_id
    found = dossiers.annotate(
        address=Subquery(owner.annotate(said=KeyTextTransform("text", "address")).values("said")[:1]),
        phone=Subquery(submitter.values("phone")[:1]),
        recipient=Subquery(delivered.values("delivered_to")[:1]),
        how=F("result_channel"),
    ).values_list(
        *("code", "version_id", "owner_name", "address", "phone", "competent_agency_id"),
        *("accepted_at", "due_at", "delivered_at", "how", "recipient", "state", "completed_at", "closed_at"),
    )
    for row in found.iterator(CHUNK):
        code, version, name, address, phone, agency, *moments, state, completed, closed = row
        accepted, due, given, how, recipient = moments
        yield RegisterRow(
            code=code,
            procedure=package_of(version).procedure_name,
            owner=name,
            contact=", ".join(text for text in (address, phone) if text),
            agency=agencies[agency].name,
            received_at=accepted,
            promised_at=due,
            delivered_at=given,
            collected=COLLECTED[ResultChannel(how)],
            recipient=recipient or "",
            note=f"Xong ngày {today(completed):%d/%m/%Y}, không có kết quả" if _is_finished(state, closed) else "",
        )


def _is_finished(state: int, closed_at: datetime | None) -> bool:
    """Tell whether a dossier is finished for good without a result to hand over."""
    return state == State.COMPLETED and closed_at is not None


def register_of(
    unit: Agency, first: date, last: date, *, also: Iterable[RegisterRow] = (), by: User, now: datetime
) -> Register:
    """Return the register as the statutory form; `also` are rows of what was done at once, in order of reception."""
    rows = merged(rows_of(received(unit, first, last, by=by)), also)
    return Register(head_of(unit, now), first, last, tuple(rows))


def write_register(
    into: IO[bytes],
    unit: Agency,
    first: date,
    last: date,
    *,
    also: Iterable[RegisterRow] = (),
    by: User,
    now: datetime,
) -> int:
    """Write the register as a spreadsheet, with `also` as in `register_of`; return how many rows stand in it."""
    title = f"Sổ theo dõi hồ sơ, {unit.name}, từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}"
    every = merged(rows_of(received(unit, first, last, by=by)), also)
    rows = ([number, *cells_of(row)] for number, row in enumerate(every, start=1))
    return write_xlsx(into, title=title, columns=COLUMNS, rows=rows, at=now)


def merged(dossiers: Iterable[RegisterRow], also: Iterable[RegisterRow]) -> Iterator[RegisterRow]:
    """Put what was done at once among the dossiers, each in order of reception."""
    return heapq.merge(dossiers, also, key=lambda row: row.received_at)


def cells_of(row: RegisterRow) -> list[Cell]:
    """Return what a row of the register shows behind its number."""
    return [
        *(row.code, row.procedure, row.sets, row.owner, row.contact, row.agency),
        *(row.received_at, row.promised_at, row.delivered_at, row.collected, row.recipient, row.note),
    ]
