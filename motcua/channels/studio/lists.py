"""The studio's lists as files: what was proposed, decided and tried, and where packages come from."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from motcua.accounts.models import User
from motcua.approvals import access
from motcua.approvals import queries as approvals
from motcua.approvals.kinds import kind_called
from motcua.approvals.rules import STATUS_NAMES, Status
from motcua.dossiers import actions as dossiers
from motcua.dossiers.rules.exports import PAGE, Column
from motcua.dossiers.taking_away.lists import Row
from motcua.procedures import queries
from motcua.procedures.saying import HANDLED
from motcua.worktime import queries as worktime

from .sources import KIND
from .trials import trial_of

VERB = "procedure.propose"


class ProposalList:
    """Fills `lists.proposals`: every proposal that the reader may see, decided ones too, the newest first."""

    verb = VERB
    columns: Sequence[Column] = (
        ("Đề xuất lúc", 16),
        ("Loại", 24),
        ("Về", 50),
        ("Mã", 24),
        ("Người đề xuất", 24),
        ("Lý do", 60),
        ("Áp dụng từ", 12),
        ("Tình trạng", 24),
        ("Người quyết định", 24),
        ("Quyết định lúc", 16),
        ("Ý kiến", 40),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give them without their contents."""
        for one in access.visible_to(user).listed().order_by("-id").iterator(page):
            what = (kind_called(one.kind).name, one.title, one.subject)
            decided = one.decided_by.full_name if one.decided_by is not None else ""
            why = (one.proposed_by.full_name, one.reason, one.effective_on, STATUS_NAMES[Status(one.status)])
            yield Row("", (one.proposed_at, *what, *why, decided, one.decided_at, one.decision_note))


class ProcedureList:
    """Fills `lists.procedures`: the procedures that can be filed here, each with where its package comes from."""

    verb = VERB
    columns: Sequence[Column] = (
        ("Mã thủ tục", 16),
        ("Tên thủ tục", 60),
        ("Lĩnh vực", 30),
        ("Nơi giải quyết", 20),
        ("Gói", 20),
        ("Phiên bản", 10),
        ("Có đề xuất", 10),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give them by code."""
        behind = ""
        while True:
            found = queries.open_ones(behind=behind, limit=page)
            codes = [one.code for one in found]
            origins, proposed = queries.origins(codes), approvals.open_subjects(KIND, codes)
            for one in found:
                origin, number = origins.get(one.code, ("default", 1))
                package = "soạn riêng" if origin == "hand" else "mặc định"
                cells = (one.code, one.title, one.field, HANDLED[one.handled_by], package, number)
                yield Row("", (*cells, "có" if one.code in proposed else ""))
            if len(found) < page:
                return
            behind = codes[-1]


class DryRunList:
    """Fills `lists.dry_run`: promises that the calendar with the code `calendar` would move as it stands now."""

    verb = VERB
    columns: Sequence[Column] = (("Mã hồ sơ", 24), ("Đã hẹn", 16), ("Theo lịch hiện nay", 16), ("Thì", 30))
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give every open dossier whose promise would differ; nothing moves."""
        of = worktime.calendar_by_code(wanted["calendar"])
        if of is None:
            return
        for one in dossiers.changes(now=now, calendar_id=of.pk):
            what = "muộn hơn" if one.is_later else "sớm hơn: giữ như đã hẹn"
            yield Row(one.code, (one.code, one.before, one.after, what))


class TrialList:
    """Fills `lists.trial`: what the newest trial of the proposal with the id `proposal` found."""

    verb = VERB
    columns: Sequence[Column] = (
        ("Điều khác", 44),
        ("Số hồ sơ", 10),
        ("Cần xem", 10),
        ("Vì sao", 80),
        ("Số hồ sơ vì lý do này", 12),
        ("Ví dụ", 24),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give a row for each reason of each difference, then one for each example."""
        proposal = access.visible_to(user).filter(public_id=wanted["proposal"]).first()
        rehearsal = proposal.rehearsals.order_by("-pk").first() if proposal is not None else None
        if rehearsal is None:
            return
        for one in trial_of(rehearsal, user).found:
            about = (one.name, one.count, "cần xem" if one.is_grave else "")
            for why, count in one.reasons or (("", None),):
                yield Row("", (*about, why, count, ""))
            for code, _address in one.examples:
                yield Row(code, (*about, "", None, code))
