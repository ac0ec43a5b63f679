"""How facts are written in a copy: moments and days by ISO 8601 for programs, answers under their questions."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from motcua.eforms.showing import Section
from motcua.files.models import StoredFile
from motcua.lib.dates import VN

from .rules import Attached, Rows


def moment(at: datetime | None) -> str:
    """Return a moment in Việt Nam's time, ISO 8601 with its offset; empty for none."""
    return at.astimezone(VN).isoformat(timespec="seconds") if at is not None else ""


def say_day(day: date | None) -> str:
    """Return a day as YYYY-MM-DD; empty for none."""
    return day.isoformat() if day is not None else ""


def short(public_id: UUID) -> str:
    """Return the beginning of an id, which keeps names of files apart."""
    return public_id.hex[:8]


def answer_rows(sections: Sequence[Section]) -> list[tuple[str, Rows]]:
    """Return answers as headed lists, without the questions that nobody answered."""
    return [(one.title, [(row.label, row.text) for row in one.rows if row.text]) for one in sections]


def path_of(file: StoredFile, folder: str) -> str:
    """Return the name of a file inside the copy: unlike any other there, whatever people called it."""
    return f"{folder}/{short(file.public_id)}-{file.shown_name}"


def file_facts(file: StoredFile, folder: str) -> dict[str, Any]:
    """Return what a program needs to know of a file that goes along."""
    return {"name": file.shown_name, "size": file.size, "sha256": file.sha256, "path": path_of(file, folder)}


def attached(file: StoredFile, folder: str) -> Attached:
    """Return a file to take along."""
    return Attached(file.pk, path_of(file, folder))
