"""The desk's own lists as files: whom to call, how much lies on whom, who is away and what lies there."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from motcua.accounts import absence_queries, access
from motcua.accounts.models import User
from motcua.accounts.rules.absences import REASON_NAMES, Reason
from motcua.dossiers.piles import calls, inbox
from motcua.dossiers.piles.uncovered import steps_uncovered
from motcua.dossiers.rules.exports import PAGE, Column
from motcua.dossiers.taking_away.lists import Row
from motcua.lib.dates import today
from motcua.lib.personal_id import mask
from motcua.organisations.directory import directory
from motcua.organisations.rules import ROLE_NAMES, Role
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
    """Fills `lists.load`: the open steps of the reader's agencies by who holds them and by kind."""

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
        for one in loads(access.reach(user, self.verb).agencies, now=now, soon=inbox.soon(user, now)):
            role = ROLE_NAMES[Role(one.role)] if one.role in set(Role) else "Người nộp hồ sơ"
            holder = one.name if one.user_id is not None else "chưa ai nhận"
            kind = KINDS.get(TaskKind(one.kind), OTHER_WORK)
            sums = (one.open, one.soon, one.late, one.oldest)
            yield Row("", (names[one.agency_id], holder, role, kind, *sums))


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
