"""The lists that officials take away as files, one class each, wired in as `lists.<name>` in `settings.PORTS`.

A new list is a class with these names, a line in `PORTS`, and a line in `channels/desk/taking_away.py` that reads what
was wanted from the address of its page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.organisations.directory import directory
from motcua.printing.tables import Cell

from ..piles import due_queries, inbox
from ..piles.inbox import Line, Listing, Start, Wanted
from ..piles.narrowing import Narrowing
from ..rules.exports import COLUMNS, PAGE, Column
from ..rules.states import NAMES, State
from . import receipt_book

PREFIX = "lists."


class Row(NamedTuple):
    """One line of a list: whose it is, for the audit (the code of a dossier; empty for sums), and its cells.

    `about` is the kind of what `code` names, where it is no dossier.
    """

    code: str
    cells: Sequence[Cell]
    about: str = "dossier"


class ListKind(Protocol):
    """A list that can be taken away. `verb` is asked again when it is written; `rows` gives what its pages would show.

    `wanted` is JSON that says which part; the names in `private` are not repeated in the audit. Rows are read page by
    page: however long the list is, one page of it is in memory.
    """

    verb: str
    columns: Sequence[Column]
    private: frozenset[str]

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the rows, as far as the user reaches now."""


def list_called(name: str) -> ListKind:
    """Return the list of this name; raises LookupError where none is wired in."""
    path = settings.PORTS.get(f"{PREFIX}{name}")
    if path is None:
        raise LookupError(f"no list is called {name!r}")
    found: ListKind = import_string(path)()
    return found


class InboxList:
    """Fills `lists.inbox`: a pile of the desk (`inbox.Wanted`)."""

    verb = "desk.export"
    columns = COLUMNS
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the steps with their dossiers.

        A list that moves meanwhile is read like one whose pages somebody turns: what was done since is still there or
        not.
        """
        which, start = Wanted.of(dict(wanted)), None
        while True:
            listing = inbox.listed(user, which, now, start=start, limit=page)
            yield from _rows_of(listing)
            if listing.after is None:
                return
            start = Start(listing.after)


class SearchList:
    """Fills `lists.search`: what a search found. `q` are its words, `number` the reference of an identity number."""

    verb = "dossier.search"
    columns = COLUMNS
    private = frozenset({"q"})

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the dossiers found, the newest first."""
        start = None
        while True:
            listing = inbox.search(user, wanted["q"], number=wanted["number"], start=start, limit=page)
            yield from _rows_of(listing)
            if listing.after is None:
                return
            start = Start(listing.after)


class DueList:
    """Fills `lists.due`: steps that are late or will be by the end of the next working day; `wanted` is a Narrowing."""

    verb = "task.count"
    columns: Sequence[Column] = (
        ("Mã hồ sơ", 24),
        ("Hạn", 16),
        ("Loại hạn", 20),
        ("Bước", 24),
        ("Người giữ", 24),
        ("Đơn vị", 30),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the steps, the earliest promise first within each working calendar."""
        names = {pk: agency.name for pk, agency in directory().by_id.items()}
        agencies = permissions.reach(user, "task.count").agencies
        for step in due_queries.each_until_next_day(agencies, now=now, page=page, only=Narrowing.of(wanted)):
            task = step.task
            what = "trả kết quả" if step.is_received else "trả lời tiếp nhận"
            holder = task.assignee.full_name if task.assignee is not None else "chưa ai nhận"
            yield Row(task.case_code, (task.case_code, step.due, what, task.name, holder, names[task.agency_id]))


class ReceiptList:
    """Fills `lists.receipts`: the fee receipts of the unit with the code `unit` from `first` to `last`."""

    verb = receipt_book.SEE
    columns: Sequence[Column] = receipt_book.COLUMNS
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the receipts in their order, annulled ones too; none of a unit whose book the user sees no more."""
        unit = next((one for one in receipt_book.units_of(user) if one.code == wanted["unit"]), None)
        if unit is None:
            return
        first, last = date.fromisoformat(wanted["first"]), date.fromisoformat(wanted["last"])
        for receipt in receipt_book.taken(unit, first, last).iterator(page):
            yield Row(receipt.dossier.code, receipt_book.cells_of(receipt))


def _rows_of(listing: Listing) -> Iterable[Row]:
    return (Row(line.code, _cells(line)) for line in listing.lines)


def _cells(line: Line) -> list[Cell]:
    return [
        *(line.code, line.owner_name, line.procedure, line.agency),
        *(NAMES[State(line.state)], line.step, line.holder),
        *(line.submitted_at, line.accepted_at, line.answer_due_at, line.due_at, line.paused_at),
    ]
