"""Lists beside the dossiers, as files: opinions asked of one's agency, outgoing papers, the letters of a dossier."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.lib.refusals import Refused

from .. import access, opinions, queries
from ..models import LetterSignature, LetterVersion
from ..paperwork import letters
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


class LetterList:
    """Fills `lists.letters`: the letters of the dossier with the public id `dossier`, as they stand now."""

    verb = "paper.see"
    columns: Sequence[Column] = (
        ("Văn bản", 40),
        ("Loại văn bản", 20),
        ("Trích yếu", 60),
        ("Kính gửi", 40),
        ("Bản", 6),
        ("Người soạn", 24),
        ("Lưu lúc", 16),
        ("Tình trạng", 16),
        ("Số, ký hiệu", 16),
        ("Ngày", 12),
        ("Người ký", 28),
    )
    private: frozenset[str] = frozenset()

    def rows(self, user: User, wanted: Mapping[str, Any], now: datetime, *, page: int = PAGE) -> Iterator[Row]:
        """Give the newest version of each, the newest letter first; none of a dossier the user sees no more."""
        try:
            dossier = queries.by_public_id(UUID(wanted["dossier"]), by=user, verb=self.verb)
        except Refused:
            return
        signatures = letters.signatures_of(dossier)
        for letter, newest in letters.letters_of(dossier, until=access.read_until(user, dossier)):
            signature = signatures.get(newest.pk)
            words = (letter.name, KIND_NAMES[LetterKind(letter.kind)], newest.subject, newest.addressee)
            signed = (signature.number, signature.dated_on, signature.signed_name) if signature else ("", None, "")
            saved = (newest.number, newest.saved_by.full_name, newest.saved_at)
            yield Row(dossier.code, (*words, *saved, _standing(newest, signature), *signed))


def _standing(newest: LetterVersion, signature: LetterSignature | None) -> str:
    if signature is None:
        return "đã vào hồ sơ" if newest.file_id is not None else "đang soạn"
    if signature.signed_at is not None:
        return "đã ký"
    return "bị trả lại" if signature.returned_at is not None else "chờ ký"
