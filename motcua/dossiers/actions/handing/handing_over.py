"""Hand paper dossiers to the agencies that process them: one list for each."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import Thing
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.worktime.rules import Schedule, hand_over_by

from ... import access, digitising
from ...models import Dossier, HandedOver, HandOver
from ...piles import waiting_papers
from ...rules.handing import GIVE
from ...rules.history import Happening
from ...rules.states import Channel
from .. import _clock
from .._course import record
from .custody import names_of, pass_along


@transaction.atomic
def hand_over(
    *, unit_id: int, dossier_ids: Sequence[int], by: User, now: datetime, unscanned_because: str = ""
) -> list[HandOver]:
    """Put dossiers that wait at a unit on lists, one for each agency that processes some of them.

    The originals that the unit keeps of them go along and are signed for with the list.

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
    receivers: dict[int, list[Dossier]] = {}
    for dossier in chosen:
        receivers.setdefault(access.here_of(dossier), []).append(dossier)
    made = []
    for receiver_id, dossiers in receivers.items():
        one = HandOver.objects.create(giver_id=unit_id, receiver_id=receiver_id, given_at=now, given_by=by)
        _fill(one, dossiers, because=dict.fromkeys(unscanned, because), by=by, now=now)
        made.append(one)
    return made


def _fill(made: HandOver, dossiers: Sequence[Dossier], *, because: dict[int, str], by: User, now: datetime) -> None:
    originals = pass_along(
        [dossier.pk for dossier in dossiers], giver_id=made.giver_id, receiver_id=made.receiver_id, by=by, now=now
    )
    for dossier in dossiers:
        reason, kept = because.get(dossier.pk, ""), names_of(originals.get(dossier.pk, []))
        HandedOver.objects.create(hand_over=made, dossier=dossier, unscanned_because=reason)
        access.note_at(by, dossier, GIVE, made.giver_id)
        # Of the dossier's own row nothing changes: whoever works on it is not told that it did.
        record(
            dossier,
            Happening.HANDED_OVER,
            by=by,
            now=now,
            note=reason,
            params={"agency": made.receiver.name, "originals": kept},
            is_saved=True,
        )


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
