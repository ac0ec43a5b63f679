"""Hand results on paper, and originals that were needed, to the counters where they are given out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import Thing
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused

from ... import access
from ...models import Dossier, HandedOver, HandOver, Result
from ...models.result import CURRENT
from ...piles import arrivals
from ...rules.handing import GIVE_RESULT
from ...rules.history import Happening
from .._course import lock, record
from .custody import names_of, pass_along

MOST = 500


@transaction.atomic
def hand_results(*, agency_id: int, dossier_ids: Sequence[int], by: User, now: datetime) -> list[HandOver]:
    """Put results that an agency has done on lists, one for each counter where some of them are collected.

    Originals that the agency keeps of these dossiers go along. Raises Refused for none, Conflict where one is on a
    list already.

    Source: Decree 61/2018/NĐ-CP, article 20(1): results go to the one-stop unit, which gives them out.
    """
    permissions.require(by, GIVE_RESULT, Thing.of(agencies=(agency_id,)))
    wanted = sorted(set(dossier_ids))
    if not wanted:
        raise Refused("nothing_to_hand_over", N_("Hãy chọn ít nhất một kết quả để giao về quầy."))
    locked = {pk: lock(pk) for pk in wanted}
    waiting = set(arrivals.to_hand_over([agency_id], most=MOST).filter(pk__in=wanted).values_list("pk", flat=True))
    if waiting != set(wanted):
        raise Conflict("handed_over_meanwhile", N_("Có kết quả vừa được giao. Xem lại danh sách rồi làm tiếp."))
    counters: dict[int, list[Dossier]] = {}
    for dossier in locked.values():
        counters.setdefault(dossier.received_at_id or 0, []).append(dossier)
    made = []
    for unit_id, dossiers in counters.items():
        one = HandOver.objects.create(giver_id=agency_id, receiver_id=unit_id, is_back=True, given_at=now, given_by=by)
        _fill(one, dossiers, by=by, now=now)
        made.append(one)
    return made


def _fill(made: HandOver, dossiers: Sequence[Dossier], *, by: User, now: datetime) -> None:
    ids = [dossier.pk for dossier in dossiers]
    results = {one.dossier_id: one for one in Result.objects.filter(CURRENT, dossier__in=ids)}
    originals = pass_along(ids, giver_id=made.giver_id, receiver_id=made.receiver_id, by=by, now=now)
    for dossier in dossiers:
        result = results[dossier.pk]
        HandedOver.objects.create(hand_over=made, dossier=dossier, result=result)
        access.note_at(by, dossier, GIVE_RESULT, made.giver_id)
        params = {
            "agency": made.receiver.name,
            "number": result.number,
            "originals": names_of(originals.get(dossier.pk, [])),
        }
        record(dossier, Happening.HANDED_OVER, by=by, now=now, params=params, is_saved=True)
