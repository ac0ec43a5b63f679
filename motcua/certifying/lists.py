"""Lists to be taken away: the register of a one-stop unit with what was certified at once, and the books."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from motcua.accounts.models import User
from motcua.dossiers.rules.exports import PAGE, Column
from motcua.dossiers.taking_away import register
from motcua.dossiers.taking_away.lists import Row
from motcua.organisations.models import Agency

from . import access
from .queries import each_copy_waiting, entries
from .register import received, rows_of
from .rules import CopyState, Kind


class RegisterList:
    """Fills `lists.register`: what the one-stop unit with the code `unit` received from `first` to `last`."""

    verb = "dossier.search"
    # The number of the row is put before each.
    columns: Sequence[Column] = register.COLUMNS[1:]
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the rows of the printed register."""
        unit = Agency.objects.get(code=wanted["unit"])
        days = (date.fromisoformat(wanted["first"]), date.fromisoformat(wanted["last"]))
        also = rows_of(received(unit, *days, by=user))
        for row in register.merged(register.rows_of(register.received(unit, *days, by=user)), also):
            subject = ("certification", row.certification) if row.certification else ("dossier", row.code)
            yield Row(subject[1], register.cells_of(row), subject[0])


class BookList:
    """Fills `lists.book`: a book of the agency with the code `agency`; no `day` means the whole `year`."""

    verb = access.SEE
    columns: Sequence[Column] = (
        ("Số", 8),
        ("Ngày", 12),
        ("Người yêu cầu", 28),
        ("Giấy tờ", 50),
        ("Số trang", 8),
        ("Số bản", 8),
        ("Phí", 14),
        ("Người ký", 24),
        ("Chức danh", 24),
        ("Ghi chú", 40),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the entries in the order of their numbers; none of a book that the user sees no more."""
        agency = next((one for one in access.agencies_of(user, self.verb) if one.code == wanted["agency"]), None)
        if agency is None:
            return
        day = date.fromisoformat(wanted["day"]) if wanted["day"] else None
        for row in entries(agency.pk, Kind(wanted["kind"]), year=int(wanted["year"]), day=day).iterator(page):
            note = f"Hủy: {row.annul_reason}" if row.annulled_at is not None else ""
            what = (row.request.requester, row.document, row.pages, row.copies, row.fee)
            cells = (row.number, row.certified_on, *what, row.signer_name, row.signer_title, note)
            yield Row(str(row.request.public_id), cells, "certification")


class CopyList:
    """Fills `lists.copies`: electronic copies that wait for the reader's signature, or for the seal of their agency."""

    verb = access.SEE
    columns: Sequence[Column] = (
        ("Chờ", 14),
        ("Số", 8),
        ("Ngày", 12),
        ("Người yêu cầu", 28),
        ("Giấy tờ", 50),
        ("Cơ quan", 30),
        ("Số trang", 8),
        ("Người ký", 24),
        ("Bấm ký, đóng dấu lúc", 16),
        ("Chưa ký được vì", 40),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the copies, the oldest first."""
        for copy in each_copy_waiting(user, page=page):
            of = copy.certification
            waits = "ký" if copy.state == CopyState.SCANNED else "đóng dấu"
            about = (of.number, of.certified_on, of.request.requester, of.document, of.agency.name, of.pages)
            cells = (waits, *about, of.signer_name, copy.asked_at, copy.problem)
            yield Row(str(of.request.public_id), cells, "certification")
