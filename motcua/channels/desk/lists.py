"""The desk's own lists as files: whom to call, how much lies on whom, who is away and what lies there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from motcua.accounts import absence_queries, access
from motcua.accounts.models import User
from motcua.accounts.rules.absences import REASON_NAMES, Reason
from motcua.dossiers.paperwork.form_queries import waiting_for_head
from motcua.dossiers.paperwork.letters import letters_to_sign
from motcua.dossiers.piles import calls, inbox
from motcua.dossiers.piles.narrowing import Narrowing
from motcua.dossiers.piles.uncovered import steps_uncovered
from motcua.dossiers.rules.exports import PAGE, Column
from motcua.dossiers.taking_away.lists import Row
from motcua.lib.dates import today
from motcua.lib.personal_id import mask
from motcua.organisations.directory import directory
from motcua.organisations.rules import ROLE_NAMES, Role
from motcua.workflow.inbox import Pile
from motcua.workflow.load import loads
from motcua.workflow.rules import TaskKind

from .along import KINDS
from .words import OTHER_WORK, REASONS_TO_CALL, SAID_IN_CALLS


class CallList:
    """Fills `lists.calls`: whom to call now, who waits longest first. Numbers stay masked, as on its page."""

    verb = "dossier.call"
    columns: Sequence[Column] = (
        ("Mã hồ sơ", 24),
        ("Người cần báo", 28),
        ("Điện thoại", 16),
        ("Báo việc gì", 30),
        ("Vì sao phải gọi", 40),
        ("Từ lúc", 16),
        ("Số lần đã gọi", 8),
        ("Lần gọi cuối", 16),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the lines of the call list."""
        behind: int | None = None
        while True:
            found = calls.to_call(user, now=now, behind=behind, limit=page)
            for callee in found:
                telling, code = callee.telling, callee.telling.dossier.code
                phone = mask(callee.phone) if callee.phone else "không có số"
                what, why = SAID_IN_CALLS[telling.what], REASONS_TO_CALL[telling.reach]
                last = callee.tries[0].at if callee.tries else None
                cells = (code, callee.name, phone, what, why, telling.created_at, len(callee.tries), last)
                yield Row(code, cells)
            if len(found) < page:
                return
            behind = found[-1].telling.pk


class LoadList:
    """Fills `lists.load`: the open steps of the reader's agencies by holder and kind; `wanted` is a Narrowing."""

    verb = "task.count"
    columns: Sequence[Column] = (
        ("Đơn vị", 30),
        ("Người giữ", 28),
        ("Vị trí", 24),
        ("Việc", 20),
        ("Đang mở", 10),
        ("Sắp đến hạn", 10),
        ("Quá hạn", 10),
        ("Việc cũ nhất từ", 16),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give a row for each person and kind of step; they are sums, few by nature."""
        names = {pk: agency.name for pk, agency in directory().by_id.items()}
        tasks = Narrowing.of(wanted).open_among(access.reach(user, self.verb).agencies)
        for one in loads(tasks, now=now, soon=inbox.soon(user, now)):
            role = ROLE_NAMES[Role(one.role)] if one.role in set(Role) else "Người nộp hồ sơ"
            holder = one.name if one.user_id is not None else "chưa ai nhận"
            kind = KINDS.get(TaskKind(one.kind), OTHER_WORK)
            sums = (one.open, one.soon, one.late, one.oldest)
            yield Row("", (names[one.agency_id], holder, role, kind, *sums))


Listed = TypeVar("Listed")


class ToSignList:
    """Fills `lists.to_sign`: results, forms and letters that wait for the reader's signature."""

    verb = "result.sign"
    columns: Sequence[Column] = (
        ("Chờ ký", 30),
        ("Mã hồ sơ", 24),
        ("Chủ hồ sơ", 28),
        ("Thủ tục", 50),
        ("Trích yếu", 50),
        ("Người trình", 24),
        ("Trình lúc", 16),
        ("Ngày hẹn trả", 16),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the results as the leader signs them one by one, then forms and letters, the oldest first."""
        where, start = inbox.where_of(user, today(now)), None
        while True:
            listing = inbox.pile(where, Pile.MINE, kinds=(TaskKind.SIGN,), start=start, limit=page)
            for line in listing.lines:
                yield Row(
                    line.code, ("Kết quả", line.code, line.owner_name, line.procedure, "", None, None, line.due_at)
                )
            if listing.after is None:
                break
            start = inbox.Start(listing.after)
        for given in _each(lambda at: waiting_for_head(user, limit=page, start=at), page):
            of = given.dossier
            about = (of.code, of.owner_name, of.version.procedure.title)
            yield Row(of.code, (given.title, *about, "", None, given.event.at, of.due_at))
        for one in _each(lambda at: letters_to_sign(user, limit=page, start=at), page):
            version, of = one.version, one.version.letter.dossier
            named = (of.code, of.owner_name, of.version.procedure.title, version.subject)
            yield Row(of.code, (version.letter.name, *named, one.asked_by.full_name, one.asked_at, of.due_at))


def _each(read: Callable[[int], Sequence[Listed]], page: int) -> Iterator[Listed]:
    """Give everything that is read from a place on, page by page."""
    at = 0
    while True:
        found = read(at)
        yield from found
        if len(found) < page:
            return
        at += page


class AbsenceList:
    """Fills `lists.absences`: who is or will be away, for whom the reader may record it, and who acts meanwhile."""

    verb = "absence.record"
    columns: Sequence[Column] = (
        ("Người vắng", 28),
        ("Từ ngày", 12),
        ("Đến hết ngày", 12),
        ("Lý do", 20),
        ("Ghi chú", 40),
        ("Người ghi", 24),
        ("Người làm thay", 28),
        ("Vị trí", 24),
        ("Đơn vị", 30),
        ("Làm thay từ ngày", 12),
        ("Làm thay đến hết ngày", 12),
        ("Ký thay", 12),
        ("Căn cứ", 40),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give a row for each absence and post at which somebody acts; one without where nobody does."""
        for one in absence_queries.listed_for(user, today(now)).iterator(page):
            last = one.valid.upper - timedelta(days=1)
            said = (REASON_NAMES[Reason(one.reason)], one.note, one.recorded_by.full_name)
            away = (one.user.full_name, one.valid.lower, last, *said)
            for row in one.substitutes.all():
                post = (row.post.title or ROLE_NAMES[Role(row.post.role)], row.post.agency.name)
                days = (row.valid.lower, row.valid.upper - timedelta(days=1))
                yield Row("", (*away, row.user.full_name, *post, *days, row.signs_as, row.basis))
            if not one.substitutes.all():
                yield Row("", (*away, "chưa có", "", "", None, None, "", ""))


class UncoveredList:
    """Fills `lists.uncovered`: open steps that lie with the absent while nobody acts for them."""

    verb = "absence.record"
    columns: Sequence[Column] = (("Mã hồ sơ", 24), ("Hạn", 16), ("Bước", 24), ("Người giữ", 24), ("Đơn vị", 30))
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the steps at the agencies that the reader answers for, the nearest promise first."""
        agencies, start = access.reach(user, self.verb).agencies, 0
        while True:
            found = steps_uncovered(agencies, today(now), limit=page, start=start)
            for one in found:
                task = one.task
                holder = task.assignee.full_name if task.assignee is not None else "chưa ai nhận"
                yield Row(task.case_code, (task.case_code, task.due_at, task.name, holder, task.agency.name))
            if len(found) < page:
                return
            start += page
