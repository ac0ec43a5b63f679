"""A receptionist's day: the piles that a counter's start page counts, and each of them as a list.

Everything begins at the units where the official receives, so that an index leads to it whatever the province holds.
A pile is counted up to a cap; the first rows of all piles are read together.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.lib.dates import VN, today
from motcua.lib.marks import N_
from motcua.workflow.inbox import CAP

from .. import digitising
from ..models import Dossier, DossierEvent, Paper
from ..rules.history import Happening
from ..rules.states import Channel, State
from . import arrivals, calls, deliveries, waiting_papers

# On the clock and not there yet; those that wait for their applicant are promised anew when they go on.
_RUNNING = (State.RECEIVED, State.PROCESSING)


class Pile(StrEnum):
    """What a counter's day asks for; `promised` ends today, `late` should have been there before."""

    CALLS = "calls"
    PROMISED = "promised"
    LATE = "late"
    HAND_OVER = "hand_over"
    SCANS = "scans"
    UNSIGNED = "unsigned"
    ON_PAPER = "on_paper"
    RESULTS = "results"
    UNCLAIMED = "unclaimed"
    MINE = "mine"


NAMES: Mapping[Pile, str] = {
    Pile.CALLS: N_("Cần gọi điện"),
    Pile.PROMISED: N_("Hẹn trả hôm nay, chưa có kết quả"),
    Pile.LATE: N_("Quá ngày hẹn, chưa có kết quả"),
    Pile.HAND_OVER: N_("Chờ bàn giao"),
    Pile.SCANS: N_("Còn giấy tờ chưa quét"),
    Pile.UNSIGNED: N_("Bản quét tôi chưa ký"),
    Pile.ON_PAPER: N_("Kết quả giấy chưa về quầy"),
    Pile.RESULTS: N_("Kết quả chờ trả"),
    Pile.UNCLAIMED: N_("Kết quả chưa ai nhận"),
    Pile.MINE: N_("Tôi nhận hôm nay"),
}
# What the moment shown beside a dossier of each pile is.
_WHEN: Mapping[Pile, str] = {
    Pile.CALLS: "due_at",
    Pile.PROMISED: "due_at",
    Pile.LATE: "due_at",
    Pile.HAND_OVER: "accepted_at",
    Pile.SCANS: "accepted_at",
    Pile.UNSIGNED: "accepted_at",
    Pile.ON_PAPER: "completed_at",
    Pile.RESULTS: "completed_at",
    Pile.UNCLAIMED: "completed_at",
    Pile.MINE: "accepted_at",
}


@dataclass(frozen=True)
class Heap:
    """One pile: how many lie in it, counted up to one more than the cap, and its first rows."""

    pile: Pile
    count: int
    rows: Sequence[Dossier]


def day_of(by: User, units: Collection[int], *, now: datetime, first: int = 3) -> list[Heap]:
    """Return every pile of an official's counters in the order of urgency, in one question each and one for all rows.

    The rows are for lists that name nobody: what stands in them needs no line in the trail of views.
    """
    found: dict[Pile, list[int]] = {}
    for pile in Pile:
        if pile == Pile.CALLS:
            found[pile] = calls.dossiers_to_call(by, now=now, most=CAP + 1)
        else:
            found[pile] = list(pile_of(pile, by, units, now=now).values_list("pk", flat=True)[: CAP + 1])
    shown = {pk for ids in found.values() for pk in ids[:first]}
    rows = {row.pk: row for row in Dossier.objects.with_names().filter(pk__in=shown)}
    return [Heap(pile, len(ids), [rows[pk] for pk in ids[:first] if pk in rows]) for pile, ids in found.items()]


def pile_of(pile: Pile, by: User, units: Iterable[int], *, now: datetime) -> QuerySet[Dossier]:
    """Return the dossiers of one pile with their names, the most urgent first. The calls have a list of their own."""
    here = list(units)
    start = datetime.combine(today(now), time(), VN)
    if pile == Pile.HAND_OVER:
        return waiting_papers.at(here, now=now)
    if pile in {Pile.RESULTS, Pile.UNCLAIMED}:
        mine = set(here) & set(permissions.reach(by, "result.deliver").agencies)
        lying = arrivals.ready(Dossier.objects.with_names(), by=by)
        lying = lying.filter(received_at__in=mine, state=State.COMPLETED, closed_at=None)
        if pile == Pile.UNCLAIMED:
            lying = lying.filter(completed_at__lt=deliveries.unclaimed_before(now))
        return lying.order_by("completed_at", "pk")
    if pile == Pile.UNSIGNED:
        unsigned = digitising.to_sign(by).order_by().values("paper__dossier")
        return Dossier.objects.with_names().filter(pk__in=unsigned).order_by("accepted_at", "pk")
    if pile == Pile.ON_PAPER:
        return arrivals.not_here(here, by=by)
    found = Dossier.objects.with_names().filter(received_at__in=here)
    if pile == Pile.PROMISED:
        until = start + timedelta(days=1)
        found = found.filter(state__in=_RUNNING, paused_at=None, due_at__gte=start, due_at__lt=until)
        return found.order_by("due_at", "pk")
    if pile == Pile.LATE:
        return found.filter(state__in=_RUNNING, paused_at=None, due_at__lt=start).order_by("due_at", "pk")
    if pile == Pile.SCANS:
        return _unscanned(found, now).order_by("accepted_at", "pk")
    return found.filter(_is_mine(by, start)).order_by(F("accepted_at").desc(nulls_first=True), "-pk")


def when_of(pile: Pile, dossier: Dossier) -> datetime | None:
    """Return the moment that matters of a dossier in this pile."""
    moment: datetime | None = getattr(dossier, _WHEN[pile])
    return moment


def _unscanned(found: QuerySet[Dossier], now: datetime) -> QuerySet[Dossier]:
    """Keep dossiers with a paper to be scanned: it becomes a file when it is received (Decree 118/2025 art. 17)."""
    bare = Paper.objects.filter(digitising.AWAITED, dossier=OuterRef("pk"))
    since = now - waiting_papers.LOOKED_BACK
    found = found.filter(accepted_at__gte=since, state__in=waiting_papers.STATES).exclude(channel=Channel.ONLINE)
    return found.filter(Exists(bare))


def _is_mine(by: User, start: datetime) -> Q:
    """Return what holds of dossiers that somebody received today, or filed today and has not received yet."""
    done = DossierEvent.objects.filter(
        dossier=OuterRef("pk"), kind__in=[Happening.FILED, Happening.RECEIVED], actor_id=str(by.pk), at__gte=start
    )
    fresh = Q(accepted_at__gte=start) | Q(submitted_at__gte=start, state=State.REGISTERED)
    return fresh & Q(Exists(done))
