"""Every agency in memory: a province has some hundreds, and each filing and each step asks for several."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from motcua import statements
from motcua.lib.recent import Recent
from motcua.organisations.models import Agency

STAMP = "SELECT stamp FROM organisations_stamp"


@dataclass(frozen=True)
class Directory:
    """All agencies as they stand under one stamp. Shared by everybody in the process: read only."""

    stamp: object
    by_id: Mapping[int, Agency]
    by_code: Mapping[str, tuple[Agency, ...]]

    def bearing(self, code: str, on: date) -> Agency | None:
        """Return the agency that bore the code on a day, or None."""
        return next((agency for agency in self.by_code.get(code, ()) if on in agency.valid), None)


_kept: Directory | None = None
_recent: Recent[str, Directory] = Recent(settings.BELIEVED_SECONDS)
_steady: ContextVar[list[Directory] | None] = ContextVar("directory_steady", default=None)


@contextmanager
def steady() -> Iterator[None]:
    """Let one request or job see the agencies as they stood when it first asked."""
    token = _steady.set([])
    try:
        yield
    finally:
        _steady.reset(token)


def directory(stamp: object = None) -> Directory:
    """Return the agencies of now; asks the database only for the stamp while that stays the same, and not each second.

    Who has just read the `stamp` with something else gives it.
    """
    held = _steady.get()
    if held:
        return held[0]
    found = _current(stamp)
    if held is not None:
        held.append(found)
    return found


def _current(stamp: object) -> Directory:
    global _kept
    if stamp is None:
        if (recent := _recent.get("")) is not None:
            return recent
        found = statements.row(STAMP)
        stamp = found[0] if found is not None else None
    if _kept is None or stamp is None or _kept.stamp != stamp:
        _kept = _read(stamp)
    return _recent.keep("", _kept)


def _read(stamp: object) -> Directory:
    by_id = Agency.objects.in_bulk()
    by_code: dict[str, tuple[Agency, ...]] = {}
    for agency in by_id.values():
        agency.parent = by_id[agency.parent_id] if agency.parent_id is not None else None
        agency.one_stop = by_id[agency.one_stop_id] if agency.one_stop_id is not None else None
        by_code[agency.code] = (*by_code.get(agency.code, ()), agency)
    return Directory(stamp, by_id, by_code)
