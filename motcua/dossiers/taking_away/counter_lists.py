"""Lists of the counter as files: the piles of its day, what was handed over, originals kept too long, refusals."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from motcua.accounts import access as permissions
from motcua.accounts.models import User

from .. import digitising, holding
from ..models import HandedOver
from ..paperwork.form_facts import COLLECTED
from ..piles import day, handed_over, refusals
from ..rules.exports import PAGE, Column
from ..rules.handing import GIVE, GIVE_RESULT, TAKE
from ..rules.states import NAMES, ResultChannel, State
from .lists import Row

# Older hand-over lists are looked up one by one; a year shows how a unit's paper went.
LOOKED_BACK = timedelta(days=366)


class DayList:
    """Fills `lists.day`: a `pile` of a receptionist's day (`piles.day.Pile`), at the units where they receive."""

    verb = "dossier.receive"
    columns: Sequence[Column] = (
        ("Mã hồ sơ", 24),
        ("Chủ hồ sơ", 28),
        ("Thủ tục", 50),
        ("Cơ quan giải quyết", 30),
        ("Trạng thái", 22),
        ("Ngày tiếp nhận", 16),
        ("Ngày hẹn trả", 16),
        ("Có kết quả lúc", 16),
        ("Cách nhận kết quả", 16),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the dossiers of the pile, the most urgent first."""
        units = permissions.reach(user, self.verb).agencies
        for one in day.pile_of(day.Pile(wanted["pile"]), user, units, now=now).iterator(page):
            names = (one.owner_name, one.version.procedure.title, one.competent_agency.name)
            how = COLLECTED[ResultChannel(one.result_channel)]
            moments = (one.accepted_at, one.due_at, one.completed_at)
            yield Row(one.code, (one.code, *names, NAMES[State(one.state)], *moments, how))


class GivenList:
    """Fills `lists.given`: paper dossiers that one's units handed over within a year, the newest list first."""

    verb = GIVE
    is_back = False
    columns: Sequence[Column] = (
        ("Giao lúc", 16),
        ("Nơi giao", 30),
        ("Người giao", 24),
        ("Nơi nhận", 30),
        ("Mã hồ sơ", 24),
        ("Chủ hồ sơ", 28),
        ("Ký nhận", 14),
        ("Lúc ký nhận", 16),
        ("Người ký nhận", 24),
        ("Lý do trả lại", 40),
        ("Lý do chuyển khi chưa quét xong", 40),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give a row for each dossier of each list."""
        givers = permissions.reach(user, self.verb).agencies
        for row in handed_over.rows_given(givers, is_back=self.is_back, since=now - LOOKED_BACK).iterator(page):
            yield _handed(row)


class GivenBackList(GivenList):
    """Fills `lists.given_back`: results on paper that one's agencies handed to the counters."""

    verb = GIVE_RESULT
    is_back = True


class TakingList(GivenList):
    """Fills `lists.taking`: what is on its way to one's agencies, the oldest list first."""

    verb = TAKE

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give a row for each dossier of the lists that are not signed for as a whole."""
        receivers = permissions.reach(user, self.verb).agencies
        for row in handed_over.rows_to_take(receivers).iterator(page):
            yield _handed(row)


class HeldList:
    """Fills `lists.held`: originals that one's units still hold though their dossier is at an end."""

    verb = "result.deliver"
    columns: Sequence[Column] = (
        ("Mã hồ sơ", 24),
        ("Chủ hồ sơ", 28),
        ("Bản chính", 50),
        ("Nơi giữ", 30),
        ("Giữ từ", 16),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the originals, those held longest first."""
        units, behind = permissions.reach(user, self.verb).agencies, None
        while True:
            found = holding.still_held(units, behind=behind, limit=page)
            for link in found:
                dossier, where = link.paper.dossier, link.agency.name if link.agency is not None else ""
                yield Row(dossier.code, (dossier.code, dossier.owner_name, link.paper.name, where, link.at))
            if len(found) < page:
                return
            behind = found[-1].pk


class RefusalList:
    """Fills `lists.refusals`: refusals that wait for the reader as head of a one-stop unit."""

    verb = refusals.VERB
    columns: Sequence[Column] = (
        ("Mã hồ sơ", 24),
        ("Chủ hồ sơ", 28),
        ("Thủ tục", 50),
        ("Cơ quan giải quyết", 30),
        ("Ngày nộp", 16),
        ("Hạn trả lời tiếp nhận", 16),
        ("Lý do quầy đề nghị từ chối", 50),
        ("Căn cứ", 40),
        ("Người đề nghị", 24),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the dossiers, those to be answered soonest first."""
        found = refusals.waiting(user).iterator(page)
        while part := list(islice(found, page)):
            proposals = refusals.proposals_of(part)
            for one in part:
                names = (one.owner_name, one.version.procedure.title, one.competent_agency.name)
                said = proposals[one.pk]
                why = (said.grounds.reason, said.grounds.basis, said.event.by_whom)
                yield Row(one.code, (one.code, *names, one.submitted_at, one.answer_due_at, *why))


def _handed(row: HandedOver) -> Row:
    made, dossier = row.hand_over, row.dossier
    said = "chưa" if row.taken_at is None else "trả lại" if row.refused_because else "nhận"
    if row.did_not_come and not row.refused_because:
        said = "không thấy"
    taken = row.taken_by.full_name if row.taken_by is not None else ""
    given = (made.given_at, made.giver.name, made.given_by.full_name, made.receiver.name)
    answered = (said, row.taken_at, taken, row.refused_because, row.unscanned_because)
    return Row(dossier.code, (*given, dossier.code, dossier.owner_name, *answered))


class ScansToSignList:
    """Fills `lists.scans_to_sign`: papers whose scans the reader accepted and has not signed."""

    verb = "paper.scan"
    columns: Sequence[Column] = (
        ("Mã hồ sơ", 24),
        ("Chủ hồ sơ", 28),
        ("Giấy tờ", 50),
        ("Kiểm tra lúc", 16),
        ("Bấm ký lúc", 16),
        ("Chưa ký được vì", 40),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the papers, the oldest first."""
        for one in digitising.to_sign(user).iterator(page):
            of = one.paper.dossier
            moments = (one.accepted_at, one.sign_asked_at)
            yield Row(of.code, (of.code, of.owner_name, one.paper.name, *moments, one.sign_problem))
