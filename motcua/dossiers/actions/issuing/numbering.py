"""The books of running numbers: one row for each agency, book and year, locked until the number's owner commits."""

from datetime import datetime

from django.db import connection

from motcua.lib.dates import today
from motcua.procedures.rules.numbering import USUAL, write

from ...models import Dossier, Result
from ...models.result import ResultKind
from ...packages import package_of

NEXT_NUMBER = """
INSERT INTO dossiers_numberbook (agency_id, book, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (agency_id, book, year) DO UPDATE SET last = dossiers_numberbook.last + 1
RETURNING last
"""


def next_in(book: str, *, agency_id: int, year: int) -> int:
    """Return the next number of an agency's book in a year, from 1; the row stays locked until the transaction ends.

    So two at once get two numbers, and one that is taken back leaves no gap.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [agency_id, book, year])
        (number,) = cursor.fetchone()
    return int(number)


def number_result(dossier: Dossier, result: Result, *, now: datetime) -> None:
    """Give a result its date, and the next number of its book as its package writes it, where it has numbers at all.

    A notice of refusal is a letter: it is numbered as letters are, whatever the procedure's results look like.
    """
    result.dated_on = today(now)
    of_package = package_of(dossier.version_id).result
    is_notice = result.kind == ResultKind.NOTICE
    if not is_notice and of_package.get("numbered") is False:
        return
    pattern = USUAL if is_notice else str(of_package.get("number_format") or USUAL)
    agency, year = dossier.competent_agency, result.dated_on.year
    result.number = write(pattern, next_in(result.book, agency_id=agency.pk, year=year), year=year, agency=agency.code)
