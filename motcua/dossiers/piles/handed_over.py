"""Reads of hand-over lists: those given, those on their way, what of one dossier is still to be confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import Thing
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from ..models import Custody, Dossier, HandedOver, HandOver
from ..models.hand_over import AWAITED
from ..rules.custody import Act
from ..rules.handing import GIVE, GIVE_RESULT, TAKE

_SHOWN = ("rows__dossier__version__procedure", "rows__settled_by", "rows__result")
_NAMES = ("giver", "receiver", "given_by", "taken_by")


def given(agencies: Iterable[int], *, is_back: bool = False, limit: int = 20) -> list[HandOver]:
    """Return the newest lists that these agencies gave, with how many items each has, how many came, how many did not.

    `is_back`: of results that went to the counter.
    """
    lists = HandOver.objects.filter(giver__in=list(agencies), is_back=is_back).select_related(*_NAMES)
    counted = lists.annotate(
        count=Count("rows"),
        settled=Count("rows", filter=Q(rows__settled_at__isnull=False)),
        back=Count("rows", filter=Q(rows__did_not_come=True)),
    )
    return list(counted.order_by("-pk")[:limit])


def to_take(agencies: Iterable[int], *, limit: int = 20) -> list[HandOver]:
    """Return lists that wait for these agencies to confirm them, the oldest first, with their rows."""
    lists = HandOver.objects.filter(receiver__in=list(agencies), taken_at=None).select_related("giver", "given_by")
    return list(lists.prefetch_related(*_SHOWN).order_by("pk")[:limit])


def rows_given(agencies: Iterable[int], *, is_back: bool, since: datetime) -> QuerySet[HandedOver]:
    """Return every row of the lists that these agencies gave since a moment, the newest list first."""
    rows = _rows().filter(hand_over__giver__in=list(agencies), hand_over__is_back=is_back)
    return rows.filter(hand_over__given_at__gte=since).order_by("-hand_over", "pk")


def rows_to_take(agencies: Iterable[int]) -> QuerySet[HandedOver]:
    """Return every row of the lists of `to_take`, settled ones too, in the same order."""
    return _rows().filter(hand_over__receiver__in=list(agencies), hand_over__taken_at=None).order_by("hand_over", "pk")


def _rows() -> QuerySet[HandedOver]:
    of_list = (f"hand_over__{name}" for name in _NAMES)
    return HandedOver.objects.select_related(*of_list, "settled_by", "dossier")


def originals_with(rows: Iterable[HandedOver]) -> Mapping[int, list[str]]:
    """Return the names of the originals that went along with rows of lists, by row, in one question."""
    moments = {(row.dossier_id, row.hand_over.receiver_id, row.hand_over.given_at): row.pk for row in rows}
    if not moments:
        return {}
    dossiers, _receivers, given_at = zip(*moments, strict=True)
    went = Custody.objects.filter(act=Act.PASSED, at__in=set(given_at), paper__dossier__in=set(dossiers))
    names: dict[int, list[str]] = {}
    for link in went.select_related("paper").order_by("paper__number"):
        row = moments.get((link.paper.dossier_id, link.agency_id or 0, link.at))
        if row is not None:
            names.setdefault(row, []).append(link.paper.name)
    return names


@dataclass(frozen=True)
class Awaited:
    """What is to be confirmed of one dossier: its item of a list, if it is on one, and whether its limit begins."""

    made: HandOver | None
    begins: bool


def awaited(dossier: Dossier, *, begins: bool, by: User) -> Awaited | None:
    """Return what somebody may confirm on a dossier's own page; None where nothing is on its way to them.

    `begins`: its limit is to run from when the competent agency gets it (`actions.starts_here`).
    """
    agencies = permissions.reach(by, TAKE).agencies
    rows = HandedOver.objects.filter(AWAITED, dossier=dossier, hand_over__receiver__in=agencies)
    row = rows.select_related("hand_over__giver").order_by("-pk").first()
    if row is not None:
        return Awaited(row.hand_over, begins)
    is_elsewhere = HandedOver.objects.filter(AWAITED, dossier=dossier).exists()
    return Awaited(None, begins) if begins and not is_elsewhere and dossier.competent_agency_id in agencies else None


def lists_with(dossiers: Iterable[Dossier]) -> dict[int, HandOver]:
    """Return the list on which the result of each dossier is on its way to the counter, by dossier."""
    rows = HandedOver.objects.filter(AWAITED, dossier__in=list(dossiers), hand_over__is_back=True)
    return {row.dossier_id: row.hand_over for row in rows.select_related("hand_over__giver").order_by("pk")}


def list_of(public_id: UUID, *, by: User) -> HandOver:
    """Return a list that somebody gave or is to take; the same Refused where there is none and where they may not."""
    found = HandOver.objects.select_related(*_NAMES).filter(public_id=public_id).first()
    if found is None or not (
        permissions.may(by, GIVE_RESULT if found.is_back else GIVE, Thing.of(agencies=(found.giver_id,)))
        or permissions.may(by, TAKE, Thing.of(agencies=(found.receiver_id,)))
    ):
        raise Refused("not_found", N_("Không tìm thấy danh sách bàn giao này."))
    return found


def rows_of(made: HandOver) -> list[HandedOver]:
    """Return the rows of a list with their dossiers, in the order in which these were filed."""
    rows = list(made.rows.select_related("result").order_by("dossier"))
    dossiers: QuerySet[Dossier] = Dossier.objects.with_names().filter(pk__in=[row.dossier_id for row in rows])
    named = {dossier.pk: dossier for dossier in dossiers}
    for row in rows:
        row.hand_over, row.dossier = made, named[row.dossier_id]
    return rows
