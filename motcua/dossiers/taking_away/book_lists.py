"""Lists beside the dossiers, as files: opinions asked of one's agency, the book of outgoing papers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from motcua.accounts import access as permissions
from motcua.accounts.models import User

from .. import opinions
from ..models import LetterSignature
from ..rules.exports import PAGE, Column
from ..rules.letters import KIND_NAMES, LetterKind
from .lists import Row


class OpinionList:
    """Fills `lists.opinions`: what is asked of the reader's agencies, answered or not."""

    verb = "opinion.answer"
    columns: Sequence[Column] = (
        ("Mã hồ sơ", 24),
        ("Hạn trả lời", 16),
        ("Nội dung cần hỏi", 60),
        ("Cơ quan hỏi", 30),
        ("Cơ quan được hỏi", 30),
        ("Hỏi lúc", 16),
        ("Trả lời lúc", 16),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the questions in the order of their page."""
        behind: int | None = None
        while True:
            found = opinions.asked_of(user, is_open=bool(wanted["is_open"]), behind=behind, limit=page)
            for one in found:
                asking, asked = one.dossier.competent_agency.name, one.recipient.name
                cells = (one.dossier.code, one.due_at, one.question, asking, asked, one.asked_at, one.answered_at)
                yield Row(one.dossier.code, cells)
            if len(found) < page:
                return
            behind = found[-1].pk


class OutgoingList:
    """Fills `lists.outgoing`: the letters that went out from `first` to `last` (Decree 30/2020/NĐ-CP, Phụ lục IV)."""

    verb = "task.count"
    columns: Sequence[Column] = (
        ("Sổ", 24),
        ("Số, ký hiệu", 16),
        ("Ngày", 12),
        ("Loại văn bản", 20),
        ("Trích yếu", 60),
        ("Kính gửi", 40),
        ("Người ký", 28),
        ("Mã hồ sơ", 24),
        ("Cơ quan", 30),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the signed letters of the agencies that the reader answers for, in the order of their numbers."""
        first, last = date.fromisoformat(wanted["first"]), date.fromisoformat(wanted["last"])
        agencies = permissions.reach(user, self.verb).agencies
        found = LetterSignature.objects.signed().filter(agency__in=agencies, dated_on__range=(first, last))
        found = found.select_related("version__letter__dossier", "agency").order_by("dated_on", "pk")
        for one in found.iterator(page):
            letter, code = one.version.letter, one.version.letter.dossier.code
            kind = KIND_NAMES[LetterKind(letter.kind)]
            words = (one.version.subject, one.version.addressee, one.signed_name)
            yield Row(code, (one.book, one.number, one.dated_on, kind, *words, code, one.agency.name))
