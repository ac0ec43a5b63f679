"""Count the promises of open dossiers again after a calendar changed: first list what would move, then move it.

Closed dossiers stay as they are. Where the clock stands still, what is left of the term is counted from the moment it
stopped: the date moves as if it went on then, and once more when it does. What was promised moves only with a row among
the adjustments (reason `calendar`) and a notice to the applicant. The time for an answer before reception, at most a
working day, is not counted again.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.directory import directory
from motcua.organisations.models import Agency
from motcua.worktime.rules import Schedule

from ...models import ClockStop, Dossier, DueAdjustment
from ...models.dossier import DossierQuerySet
from ...rules import clock
from ...rules.history import Happening
from ...rules.states import WAITING_FOR_CITIZEN, State
from .. import _clock
from .._course import lock, record

CALENDAR = "calendar"
BATCH = 500


@dataclass(frozen=True)
class Change:
    """One promise that the calendar of now would have otherwise."""

    dossier_id: int
    code: str
    before: datetime
    after: datetime
    is_paused: bool = False

    @property
    def is_later(self) -> bool:
        """Tell whether the new date is the later one."""
        return self.after > self.before


class Kept(_clock.Reading):
    """Reads each agency's working time and each day's hour once."""

    def __init__(self) -> None:
        self._schedules: dict[int, Schedule] = {}
        self._hours: dict[date, clock.PromiseHour] = {}

    def schedule_of(self, agency: Agency) -> Schedule:
        if agency.pk not in self._schedules:
            self._schedules[agency.pk] = super().schedule_of(agency)
        return self._schedules[agency.pk]

    def hour_on(self, day: date) -> clock.PromiseHour:
        if day not in self._hours:
            self._hours[day] = super().hour_on(day)
        return self._hours[day]


def changes(*, now: datetime, calendar_id: int | None = None, most: int | None = None) -> Iterator[Change]:
    """Yield the promises that would move, by dossier; of all calendars or of those who work by one. Changes nothing.

    `most`: look at so many open dossiers, the newest, and no more.
    """
    read, agencies = Kept(), directory().by_id
    ids = sorted(_open(calendar_id).order_by("-pk").values_list("pk", flat=True)[:most])
    for at in range(0, len(ids), BATCH):
        part = ids[at : at + BATCH]
        stops, decisions = by_dossier(part)
        for dossier in Dossier.objects.filter(pk__in=part).order_by("pk").defer("search"):
            dossier.competent_agency = agencies[dossier.competent_agency_id]
            if dossier.received_at_id is not None:
                dossier.received_at = agencies[dossier.received_at_id]
            ended = [stop for stop in stops[dossier.pk] if stop.ended_at is not None]
            course = _clock.course_from(dossier, ended, decisions[dossier.pk], now=now)
            found = _clock.reckon(dossier, now=now, course=course, read=read)
            if found is not None and dossier.due_at is not None and found.at != dossier.due_at:
                yield Change(dossier.pk, dossier.code, dossier.due_at, found.at, dossier.paused_at is not None)


@transaction.atomic
def recompute(*, dossier_id: int, reason: str, by: User, now: datetime) -> Change | None:
    """Count one open dossier's promise again and tell its applicant; None where nothing moves (any more).

    Raises Refused without a reason: it is what the applicant reads.
    """
    if not reason.strip():
        raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
    dossier = lock(dossier_id)
    before = dossier.due_at
    if before is None or not _is_open(dossier):
        return None
    found = _clock.reckon(dossier, now=now, course=_clock.course_of(dossier, now=now, with_open=False))
    if found is None or found.at == before:
        return None
    said = {"text": reason.strip()[:1000]}
    _clock.adjust(dossier, found, reason=CALENDAR, basis=reason.strip(), by=by, now=now, params=said)
    moved = {"before": before.isoformat(), "after": found.at.isoformat()}
    record(dossier, Happening.DUE_MOVED, by=by, now=now, note=reason.strip(), params=moved)
    return Change(dossier.pk, dossier.code, before, found.at, dossier.paused_at is not None)


def count_open(*, calendar_id: int | None = None) -> int:
    """Return how many open dossiers `changes` would look at."""
    return _open(calendar_id).count()


def _open(calendar_id: int | None) -> DossierQuerySet:
    found = Dossier.objects.filter(
        state__in=[State.RECEIVED, State.PROCESSING, *WAITING_FOR_CITIZEN],
        completed_at=None,
        closed_at=None,
        due_at__isnull=False,
        accepted_at__isnull=False,
    )
    if calendar_id is None:
        return found
    theirs = [agency.pk for agency in directory().by_id.values() if _calendar_of(agency) == calendar_id]
    return found.filter(competent_agency__in=theirs) | found.filter(received_at__in=theirs)


def _is_open(dossier: Dossier) -> bool:
    return dossier.accepted_at is not None and dossier.completed_at is None and dossier.closed_at is None


def _calendar_of(agency: Agency) -> int | None:
    here: Agency | None = agency
    while here is not None and here.calendar_id is None:
        here = here.parent
    return here.calendar_id if here is not None else None


def by_dossier(ids: list[int]) -> tuple[dict[int, list[ClockStop]], dict[int, list[DueAdjustment]]]:
    """Return the stops and the decided dates of many dossiers, in order, by the dossier's id."""
    stops: dict[int, list[ClockStop]] = defaultdict(list)
    for stop in ClockStop.objects.filter(dossier__in=ids).order_by("started_at", "pk"):
        stops[stop.dossier_id].append(stop)
    decisions: dict[int, list[DueAdjustment]] = defaultdict(list)
    rows = DueAdjustment.objects.filter(dossier__in=ids, reason__in=_clock.DECIDED).defer("explanation")
    for row in rows.order_by("pk"):
        decisions[row.dossier_id].append(row)
    return stops, decisions
