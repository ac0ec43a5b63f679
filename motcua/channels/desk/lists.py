"""The desk's own lists as files: whom to call, and how much lies on whom."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from motcua.accounts import access
from motcua.accounts.models import User
from motcua.dossiers.piles import calls, inbox
from motcua.dossiers.rules.exports import PAGE, Column
from motcua.dossiers.taking_away.lists import Row
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
