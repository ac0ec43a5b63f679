"""Writes the lists that officials take away: page by page, so that 24,000 dossiers take no more memory than a page."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO
from uuid import UUID

from motcua.accounts import access
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import Thing
from motcua.printing.tables import Cell, write_csv, write_xlsx

from .inbox import Line, Start, Wanted, listed
from .models import Export
from .rules.exports import COLUMNS, MOST_ROWS, PAGE, ExportKind
from .rules.states import NAMES, State

Told = Callable[[list[Line], int], None]


def exports_of(user: User, limit: int = 30) -> list[Export]:
    """Return what an official asked for and is still kept, the newest first."""
    return list(Export.objects.filter(user=user).select_related("file").order_by("-id")[:limit])


def finished(public_id: UUID, *, by: User, now: datetime) -> Export | None:
    """Return an export that has its file, to whom it belongs; None for another's and one that is over or not ready."""
    found = Export.objects.select_related("file").filter(public_id=public_id, file__isnull=False).first()
    if found is None or found.expires_at <= now:
        return None
    return found if access.may(by, "desk.fetch_export", Thing.of(users=(found.user_id,))) else None


def lines_of(user: User, wanted: Wanted, now: datetime, told: Told, *, page: int = PAGE) -> Iterator[Line]:
    """Give the lines of a list as far as its reader reaches now, as its pages would show them one after the other.

    `told` is called with each page before its lines are given, and with how many lines came before. A list that moves
    meanwhile is read like one whose pages somebody turns: what was done since is still there or not.
    """
    start, count = None, 0
    while True:
        listing = listed(user, wanted, now, start=start, limit=page)
        told(listing.lines, count)
        yield from listing.lines
        count += len(listing.lines)
        if listing.after is None:
            return
        start = Start(listing.after)


def write(into: IO[bytes], export: Export, now: datetime, told: Told) -> int:
    """Write an export's list, its first `MOST_ROWS` lines; return how many."""
    lines = lines_of(export.user, Wanted.of(export.wanted), now, told)
    rows = (_cells(number, line) for number, line in zip(range(1, MOST_ROWS + 1), lines, strict=False))
    if export.kind == ExportKind.CSV:
        return write_csv(into, columns=[name for name, _ in COLUMNS], rows=rows)
    return write_xlsx(into, title=export.title, columns=COLUMNS, rows=rows, at=now)


def _cells(number: int, line: Line) -> list[Cell]:
    return [
        *(number, line.code, line.owner_name, line.procedure, line.agency),
        *(NAMES[State(line.state)], line.step, line.holder),
        *(line.submitted_at, line.accepted_at, line.answer_due_at, line.due_at, line.paused_at),
    ]
