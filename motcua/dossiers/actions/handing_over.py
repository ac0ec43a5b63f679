"""Hand paper dossiers to the agencies that process them, and take them over there."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua import audit
from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules.permissions import Thing
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.worktime.rules import Schedule, hand_over_by

from .. import digitising, waiting_papers
from ..models import Dossier, HandedOver, HandOver
from ..rules.states import Channel
from . import _clock
from .promises import competent_receipt

GIVE, TAKE = "dossier.hand_over", "dossier.take_over"


@transaction.atomic
def hand_over(
    *, unit_id: int, dossier_ids: Sequence[int], by: User, now: datetime, unscanned_because: str = ""
) -> list[HandOver]:
    """Put dossiers that wait at a unit on lists, one for each agency that processes some of them.

    What still has papers to be scanned waits, or goes with the reason why (Decree 118/2025/NĐ-CP art. 17(1)(c):
    digitised at reception, then passed on). Raises Refused without it, naming the dossiers.
    """
    permissions.require(by, GIVE, Thing.of(agencies=(unit_id,)))
    wanted = set(dossier_ids)
    chosen = list(
        waiting_papers.at([unit_id], now=now)
        .filter(pk__in=wanted)
        .order_by("pk")
        .select_related(None)
        .select_for_update(of=("self",))
    )
    if not chosen:
        raise Refused("nothing_to_hand_over", N_("Hãy chọn ít nhất một hồ sơ đang chờ bàn giao."))
    if len(chosen) != len(wanted):
        raise Conflict("handed_over_meanwhile", N_("Có hồ sơ vừa được bàn giao. Xem lại danh sách rồi làm tiếp."))
    because, unscanned = unscanned_because.strip()[:300], digitising.awaited(chosen)
    if unscanned and not because:
        codes = ", ".join(dossier.code for dossier in chosen if dossier.pk in unscanned)
        text = N_("Còn giấy tờ chưa quét: {codes}. Hãy quét xong, hoặc ghi lý do chuyển trước khi quét.")
        raise Refused("not_scanned", text, codes=codes)
    lists: dict[int, HandOver] = {}
    for dossier in chosen:
        made = lists.get(dossier.competent_agency_id)
        if made is None:
            made = lists[dossier.competent_agency_id] = HandOver.objects.create(
                giver_id=unit_id, receiver_id=dossier.competent_agency_id, given_at=now, given_by=by
            )
        reason = because if dossier.pk in unscanned else ""
        HandedOver.objects.create(hand_over=made, dossier=dossier, unscanned_because=reason)
        details = {"unscanned_because": reason} if reason else {}
        audit.record("dossier.handed_over", about=("dossier", dossier.code), by=actor(by), at=now, details=details)
    return list(lists.values())


@transaction.atomic
def take_over(*, public_id: UUID, missing: Collection[int] = (), by: User, now: datetime) -> HandOver:
    """Confirm a list at the agency; dossiers whose row ids are `missing` did not come and wait at the counter again.

    A dossier received elsewhere is with the competent agency from now: its term counts from here (Decree 118/2025 art.
    17(3) as amended by Decree 309/2026).
    """
    made = HandOver.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if made is None or not permissions.may(by, TAKE, Thing.of(agencies=(made.receiver_id,))):
        raise Refused("not_found", N_("Không tìm thấy danh sách bàn giao này."))
    if made.taken_at is not None:
        raise Conflict("taken_meanwhile", N_("Danh sách này đã có người ký nhận."))
    made.taken_at, made.taken_by = now, by
    made.save(update_fields=["taken_at", "taken_by"])
    for row in made.rows.select_related("dossier").order_by("pk"):
        if row.dossier_id in missing:
            row.did_not_come = True
            row.save(update_fields=["did_not_come"])
        elif _starts_here(row.dossier):
            competent_receipt(dossier_id=row.dossier_id, by=by, now=now)
        audit.record(
            "dossier.did_not_come" if row.did_not_come else "dossier.taken_over",
            about=("dossier", row.dossier.code),
            by=actor(by),
            at=now,
        )
    return made


def hand_over_times(dossiers: Iterable[Dossier]) -> dict[int, datetime]:
    """Return by when each received dossier must be with those who process it; none for a unit without a calendar.

    Source: Decree 61/2018 art. 18, kept by Decree 118/2025 art. 18(2): the same working day, the next from 15:00 on.
    """
    schedules: dict[int | None, Schedule | None] = {}
    times = {}
    for dossier in dossiers:
        if dossier.received_at_id not in schedules:
            try:
                schedules[dossier.received_at_id] = _clock.collection_of(dossier)
            except Refused:
                schedules[dossier.received_at_id] = None
        schedule = schedules[dossier.received_at_id]
        if schedule is not None and dossier.accepted_at is not None:
            online = dossier.channel == Channel.ONLINE
            times[dossier.pk] = hand_over_by(schedule, dossier.accepted_at, online=online)
    return times


def _starts_here(dossier: Dossier) -> bool:
    is_running = dossier.completed_at is None and dossier.closed_at is None
    return is_running and dossier.competent_received_at is None and _clock.is_boundary_free(dossier)
