"""Take what was handed over: a whole list, some of it, or one dossier from its own page. All of these are one act."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import Thing
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.organisations.models import Agency

from ... import access
from ...models import Custody, Dossier, HandedOver, HandOver
from ...models.hand_over import AWAITED
from ...rules.handing import TAKE, Answer, Answered
from ...rules.history import Happening
from .. import _clock
from .._course import lock, record
from .custody import names_of, passed_along, send_back, take_along

MEANWHILE = N_("Danh sách này đã có người ký nhận.")
# What the applicant reads where the promise told at the counter moved.
MOVED = "Thời hạn tính từ lúc cơ quan có thẩm quyền nhận được hồ sơ."


@transaction.atomic
def take_over(*, public_id: UUID, answers: Mapping[int, Answered] | None = None, by: User, now: datetime) -> HandOver:
    """Confirm a list at the agency, or those of its dossiers that `answers` names by row id; without it, all of them.

    What is missing or sent back waits at the counter again. Once all is answered the list is signed for. Raises
    Conflict where somebody else was quicker with everything that was to be answered.
    """
    found = HandOver.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    made = _locked(found) if found is not None else None
    if made is None or not permissions.may(by, TAKE, Thing.of(agencies=(made.receiver_id,))):
        raise Refused("not_found", N_("Không tìm thấy danh sách bàn giao này."))
    open_rows = _open_rows(made)
    rows = [row for row in open_rows if answers is None or row.dossier_id in answers]
    if not rows and (answers or not open_rows):
        raise Conflict("taken_meanwhile", MEANWHILE)
    if not rows:
        raise Refused("nothing_answered", N_("Hãy chọn ít nhất một hồ sơ để ký nhận."))
    said = {row.dossier_id: (answers or {}).get(row.dossier_id) or Answered() for row in rows}
    for row in rows:
        said[row.dossier_id].check(row.dossier.code)
    _settle(made, rows, said, by=by, now=now)
    return made


@transaction.atomic
def take_over_one(*, dossier_id: int, by: User, now: datetime) -> Dossier:
    """Confirm one dossier from its own page: its item of a list, or what came to the competent agency without one.

    Raises Conflict where it was taken already, Refused where nothing of it is on its way.
    """
    # A list is locked before its dossiers, here as in `take_over`: two officials at once wait for each other in turn.
    row = _row_of(dossier_id, by=by)
    made = _locked(row.hand_over_id) if row is not None else None
    dossier = lock(dossier_id)
    here = _row_of(dossier_id, by=by)
    if (here.pk if here is not None else None) != (row.pk if row is not None else None):
        raise Conflict("taken_meanwhile", N_("Hồ sơ này vừa được bàn giao hoặc ký nhận. Xem lại rồi làm tiếp."))
    if made is not None and here is not None:
        _require(by, made.receiver_id)
        here.dossier = dossier
        _settle(made, [here], {dossier.pk: Answered()}, by=by, now=now)
        return dossier
    _require(by, dossier.competent_agency_id)
    if dossier.competent_received_at is not None:
        raise Conflict("received_already", N_("Cơ quan có thẩm quyền đã nhận hồ sơ này rồi."))
    if not access.is_boundary_free(dossier):
        raise Refused("nothing_to_take", N_("Hồ sơ này không có giấy tờ nào đang chờ ký nhận."))
    if not starts_here(dossier):
        raise Refused("not_received", N_("Hồ sơ chưa được tiếp nhận, hoặc đã kết thúc."))
    _take(dossier, agency=dossier.competent_agency, originals=[], by=by, now=now)
    return dossier


def starts_here(dossier: Dossier) -> bool:
    """Tell whether a dossier's limit is to run from when the competent agency gets it.

    Source: Decree 118/2025 art. 17(3) as amended by Decree 309/2026 art. 8(3).
    """
    is_running = dossier.accepted_at is not None and dossier.completed_at is None and dossier.closed_at is None
    return is_running and dossier.competent_received_at is None and access.is_boundary_free(dossier)


def _locked(pk: int) -> HandOver | None:
    return HandOver.objects.select_for_update(of=("self",)).filter(pk=pk).first()


def _row_of(dossier_id: int, *, by: User) -> HandedOver | None:
    """Return the row of a dossier on the list on which it is on its way to somebody, else to anybody, if it is."""
    rows = list(HandedOver.objects.filter(AWAITED, dossier=dossier_id).select_related("hand_over").order_by("-pk"))
    mine = (row for row in rows if permissions.may(by, TAKE, Thing.of(agencies=(row.hand_over.receiver_id,))))
    return next(mine, rows[0] if rows else None)


def _open_rows(made: HandOver) -> list[HandedOver]:
    """Return the rows that nobody answered yet, with their dossiers locked in one order for everybody."""
    rows = list(made.rows.filter(AWAITED).select_related("hand_over").order_by("dossier"))
    for row in rows:
        row.dossier = lock(row.dossier_id)
    return rows


def _require(by: User, agency_id: int) -> None:
    if not permissions.may(by, TAKE, Thing.of(agencies=(agency_id,))):
        raise Forbidden("forbidden", N_("Ông/bà không có quyền làm việc này."))


def _settle(
    made: HandOver, rows: Sequence[HandedOver], said: Mapping[int, Answered], *, by: User, now: datetime
) -> None:
    """Answer rows of a locked list, and sign for the list where nothing is left to answer."""
    originals = passed_along([row.dossier_id for row in rows], made.receiver_id)
    taken = [row for row in rows if said[row.dossier_id].answer == Answer.TAKEN]
    _check_hands(taken, originals, by=by)
    for row in rows:
        one, links = said[row.dossier_id], originals.get(row.dossier_id, [])
        row.settled_at, row.settled_by = now, by
        row.did_not_come = one.answer != Answer.TAKEN
        row.refused_because = one.because.strip()[:300] if one.answer == Answer.REFUSED else ""
        row.save(update_fields=["settled_at", "settled_by", "did_not_come", "refused_because"])
        access.note_at(by, row.dossier, TAKE, made.receiver_id)
        if one.answer == Answer.TAKEN:
            _take(row.dossier, agency=made.receiver, originals=links, by=by, now=now)
        else:
            _leave(made, row, links, by=by, now=now)
    if not made.rows.filter(AWAITED).exists():
        made.taken_at, made.taken_by = now, by
        made.save(update_fields=["taken_at", "taken_by"])


def _check_hands(rows: Iterable[HandedOver], originals: Mapping[int, Sequence[Custody]], *, by: User) -> None:
    own = [row.dossier.code for row in rows if any(link.by_id == by.pk for link in originals.get(row.dossier_id, ()))]
    if own:
        text = N_("Có bản chính do chính ông/bà chuyển: {codes}. Người khác của nơi nhận phải ký nhận các hồ sơ này.")
        raise Refused("own_hand", text, codes=", ".join(own))


def _take(dossier: Dossier, *, agency: Agency, originals: Sequence[Custody], by: User, now: datetime) -> None:
    """Receive a locked dossier at an agency, with the originals that came along.

    What was promised at reception stays unless the limit counted from now ends later, which the applicant is told.
    """
    take_along(originals, by=by, now=now)
    params = {"originals": names_of(originals)}
    if starts_here(dossier) and agency.pk == dossier.competent_agency_id:
        dossier.competent_received_at = now
        before = dossier.due_at
        found = _clock.reckon(dossier, now=now) if before is not None else None
        note = ""
        if found is not None and before is not None and found.at > before:
            _clock.adjust(dossier, found, reason="competent_receipt", basis="", by=by, now=now)
            note = MOVED
        record(dossier, Happening.COMPETENT_RECEIVED, by=by, now=now, note=note, params=params)
    else:
        params["agency"] = agency.name
        record(dossier, Happening.TAKEN_OVER, by=by, now=now, params=params, is_saved=True)


def _leave(made: HandOver, row: HandedOver, links: Sequence[Custody], *, by: User, now: datetime) -> None:
    """Say of a locked dossier that it did not come, or goes back; its originals are the giver's again."""
    note = row.refused_because or "Không có trong số giấy đã nhận"
    send_back(links, giver_id=made.giver_id, note=note, by=by, now=now)
    params = {"agency": made.receiver.name, "originals": names_of(links)}
    record(row.dossier, Happening.NOT_TAKEN_OVER, by=by, now=now, note=note, params=params, is_saved=True)
