"""What can be certified at once, what it costs, and what must be said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

MOST_PAGES, MOST_COPIES, MOST_ITEMS = 2000, 500, 20


class Kind(StrEnum):
    """What is certified; each has a book of its own (Decree 23/2015/NĐ-CP, article 13)."""

    COPY = "copy"
    SIGNATURE = "signature"
    TRANSLATION = "translation"


NAMES = {
    Kind.COPY: N_("Chứng thực bản sao từ bản chính"),
    Kind.SIGNATURE: N_("Chứng thực chữ ký, điểm chỉ"),
    Kind.TRANSLATION: N_("Chứng thực chữ ký người dịch"),
}
BOOKS = {
    Kind.COPY: N_("Sổ chứng thực bản sao từ bản chính"),
    Kind.SIGNATURE: N_("Sổ chứng thực chữ ký, chứng thực điểm chỉ"),
    Kind.TRANSLATION: N_("Sổ chứng thực chữ ký người dịch"),
}
# The procedures of the national catalogue that these are.
PROCEDURES = {Kind.COPY: "2.000815", Kind.SIGNATURE: "2.000884", Kind.TRANSLATION: "2.001008"}


@dataclass(frozen=True)
class Item:
    """One original: what it is, how many pages it has, and how many copies of it are certified."""

    document: str
    pages: int = 1
    copies: int = 1


@dataclass(frozen=True)
class Rate:
    """What one costs, in whole đồng: each of the first pages, each further one, at most so much a copy; or a case."""

    first_rate: int
    first_pages: int = 0
    next_rate: int = 0
    cap: int | None = None
    is_per_case: bool = False

    def fee(self, item: Item) -> int:
        """Return the fee of one original; pages are those of the original (Circular 226/2016/TT-BTC, article 4(1))."""
        if self.is_per_case:
            return self.first_rate
        first = min(item.pages, self.first_pages)
        one = first * self.first_rate + (item.pages - first) * self.next_rate
        return (one if self.cap is None else min(one, self.cap)) * item.copies


def check(items: Sequence[Item], *, requester: str, signer: str) -> None:
    """Raise Refused for what a book cannot be without: who asked, what was certified, and who signed it."""
    if not requester.strip():
        raise Refused("no_requester", N_("Hãy ghi họ, chữ đệm và tên người yêu cầu chứng thực."))
    if not items:
        raise Refused("nothing_certified", N_("Hãy ghi tên ít nhất một giấy tờ cần chứng thực."))
    if len(items) > MOST_ITEMS:
        raise Refused("too_many_items", N_("Một lần ghi nhiều nhất {most} giấy tờ."), most=MOST_ITEMS)
    for item in items:
        if not 1 <= item.pages <= MOST_PAGES or not 1 <= item.copies <= MOST_COPIES:
            raise Refused(
                "bad_count",
                N_("“{document}”: số trang từ 1 đến {pages}, số bản từ 1 đến {copies}."),
                document=item.document,
                pages=MOST_PAGES,
                copies=MOST_COPIES,
            )
    if not signer.strip():
        raise Refused("no_signer", N_("Hãy chọn người ký chứng thực."))


class CopyState(StrEnum):
    """How far an electronic copy is (Decree 45/2020/NĐ-CP, article 10: signed by who certifies and by the agency)."""

    SCANNED = "scanned"
    SIGNED = "signed"
    ISSUED = "issued"


COPY_STATES = {
    CopyState.SCANNED: N_("chờ người chứng thực ký số"),
    CopyState.SIGNED: N_("chờ văn thư đóng dấu số"),
    CopyState.ISSUED: N_("đã cấp"),
}
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another when it is read out
CODE_LENGTH = 8


def plain_code(typed: str) -> str:
    """Return a code as it is kept, however it was typed."""
    return "".join(typed.split()).replace("-", "").upper()


def check_original(item_pages: int, scanned_pages: int | None) -> None:
    """Raise Refused unless a scan has as many pages as the original in the book: whole and exact."""
    if scanned_pages != item_pages:
        raise Refused(
            "pages_differ",
            N_("Sổ ghi bản chính có {book} trang, bản quét có {scan} trang. Hãy quét đủ, hoặc sửa sổ."),
            book=item_pages,
            scan=scanned_pages or 0,
        )
