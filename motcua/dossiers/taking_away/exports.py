"""Writes the lists that officials take away: page by page, so that 24,000 dossiers take no more memory than a page."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import IO
from uuid import UUID

from motcua.accounts import access
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import Thing
from motcua.printing.tables import Cell, write_csv, write_xlsx

from ..models import Export
from ..models.export import WHAT
from ..rules.exports import MOST_ROWS, NUMBER, PAGE, ExportKind
from .lists import Row, list_called

Told = Callable[[list[tuple[str, str]], int], None]


def exports_of(user: User, limit: int = 30) -> list[Export]:
    """Return what an official asked for and is still kept, the newest first."""
    return list(Export.objects.filter(user=user).select_related("file").order_by("-id")[:limit])


def finished(public_id: UUID, *, by: User, now: datetime) -> Export | None:
    """Return an export that has its file, to whom it belongs; None for another's and one that is over or not ready."""
    found = Export.objects.select_related("file").filter(public_id=public_id, file__isnull=False).first()
    if found is None or found.expires_at <= now:
        return None
    return found if access.may(by, "desk.fetch_export", Thing.of(users=(found.user_id,))) else None


def write(into: IO[bytes], export: Export, now: datetime, told: Told) -> int:
    """Write an export's list, its first `MOST_ROWS` rows; return how many.

    `told` is called with what each page shows before its rows are given, and with how many rows came before. Raises
    LookupError for a list that is wired in no more.
    """
    found = list_called(export.what)
    wanted = {name: value for name, value in export.wanted.items() if name != WHAT}
    rows = _numbered(found.rows(export.user, wanted, now), told)
    columns = [NUMBER, *found.columns]
    if export.kind == ExportKind.CSV:
        return write_csv(into, columns=[name for name, _ in columns], rows=rows)
    return write_xlsx(into, title=export.title, columns=columns, rows=rows, at=now)


def _numbered(rows: Iterator[Row], told: Told) -> Iterator[list[Cell]]:
    count, limited = 0, islice(rows, MOST_ROWS)
    while page := list(islice(limited, PAGE)):
        told([(row.about, row.code) for row in page if row.code], count)
        for row in page:
            count += 1
            yield [count, *row.cells]
