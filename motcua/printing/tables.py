"""Many rows as a spreadsheet or as CSV: written row by row, so that ten thousand take no more memory than ten."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

from motcua.lib.dates import VN

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_WIDTH = 60
Cell = str | int | date | datetime | None
# With these a spreadsheet takes a text of a CSV file for a formula, and what somebody typed would be run.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_xlsx(
    into: IO[bytes],
    *,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Cell]],
    at: datetime,
) -> int:
    """Write a sheet with a title, a header and these rows; return how many.

    `columns` are names with widths in characters. Texts stay texts, also those that begin with a sign of a formula;
    moments are written in Việt Nam's time.
    """
    import xlsxwriter  # noqa: PLC0415 - seven megabytes in every process, for the few that ever write a sheet

    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(into, options)
    book.set_properties({"title": title, "created": at.astimezone(VN).replace(tzinfo=None)})
    sheet = book.add_worksheet()
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(1)
    sheet.freeze_panes(2, 0)
    wrapped = {"valign": "top", "text_wrap": True}
    formats = {
        datetime: book.add_format({**wrapped, "num_format": "dd/mm/yyyy hh:mm"}),
        date: book.add_format({**wrapped, "num_format": "dd/mm/yyyy"}),
        str: book.add_format(wrapped),
        int: book.add_format({**wrapped, "num_format": "0"}),
    }
    for place, (_, width) in enumerate(columns):
        sheet.set_column(place, place, min(width, MOST_WIDTH))
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
    for place, (name, _) in enumerate(columns):
        sheet.write_string(1, place, name, bold)
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(count + 1, place, cell.astimezone(VN).replace(tzinfo=None), formats[datetime])
            elif isinstance(cell, date):
                sheet.write_datetime(count + 1, place, cell, formats[date])
            elif isinstance(cell, int):
                sheet.write_number(count + 1, place, cell, formats[int])
            elif cell:
                sheet.write_string(count + 1, place, cell, formats[str])
    book.close()
    return count


def write_csv(into: IO[bytes], *, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a header and these rows as CSV; return how many rows.

    UTF-8 with a mark at the beginning, without which spreadsheets misread Vietnamese; `;` between cells, since the
    comma is the decimal sign here; every cell quoted. A text that a spreadsheet would take for a formula gets an
    apostrophe before it.
    """
    text = io.TextIOWrapper(into, "utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_said(cell) for cell in row])
        count += 1
    text.flush()
    text.detach()
    return count


def _said(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(VN):%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    said = str(cell)
    return f"'{said}" if isinstance(cell, str) and said.startswith(FORMULA) else said
