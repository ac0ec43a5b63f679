"""The notes as a list that officials take away."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from motcua.accounts.models import User
from motcua.dossiers.rules.exports import PAGE, Column
from motcua.dossiers.taking_away.lists import Row

from . import access, queries
from .rules import ABOUT_NAMES, About


class DifficultyList:
    """Fills `lists.difficulties`: every note from `first` to `last`, the oldest first."""

    verb = access.SEE
    columns: Sequence[Column] = (
        ("Lúc", 16),
        ("Mã thủ tục", 14),
        ("Tên thủ tục", 50),
        ("Vướng ở", 16),
        ("Tên", 50),
        ("Ghi chú", 60),
        ("Đơn vị", 30),
        ("Người ghi", 24),
        ("Đã trả lời", 10),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the notes that the user may see."""
        days = (date.fromisoformat(wanted["first"]), date.fromisoformat(wanted["last"]))
        found = queries.between(user, *days).select_related("procedure", "unit", "by").order_by("at", "id")
        for note in found.iterator(page):
            about = ABOUT_NAMES[About(note.about)]
            procedure = (note.procedure.code, note.procedure.title)
            cells = (note.at, *procedure, about, note.name, note.sentence, note.unit.name, note.by.full_name)
            yield Row("", (*cells, "có" if note.answer_id is not None else ""))
