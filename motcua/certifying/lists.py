"""The register of a one-stop unit as a list to be taken away, with what was certified at once among its rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from motcua.accounts.models import User
from motcua.dossiers.rules.exports import PAGE, Column
from motcua.dossiers.taking_away import register
from motcua.dossiers.taking_away.lists import Row
from motcua.organisations.models import Agency

from .register import received, rows_of


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
