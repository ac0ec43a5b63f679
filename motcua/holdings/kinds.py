"""The kinds of data that are held of a person: until when, on what basis, and what erasing each of them does.

Law on the protection of personal data 91/2025/QH15, article 14: data are erased where the person asks for it, unless
another law wants them kept; then the person is told why not. Which law that is says a dated file (`data/bases.yaml`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from motcua.lib.marks import N_

BASES = Path(__file__).parent / "data" / "bases.yaml"


class Held(StrEnum):
    """One kind of data; those that can be erased at once come first."""

    DRAFTS = "drafts"
    CONTACT = "contact"
    SESSIONS = "sessions"
    LINKS = "links"
    UPLOADS = "uploads"
    NOTICES = "notices"
    COPIES = "copies"
    DOSSIERS = "dossiers"
    ITEMS = "items"
    CERTIFICATIONS = "certifications"
    IDENTITY = "identity"
    TRAIL = "trail"


@dataclass(frozen=True)
class Kind:
    """What a page says of one kind, to be translated; `erased` is empty for what must be kept."""

    name: str
    until: str
    erased: str = ""
    # The word of the address, as people read it.
    word: str = ""


KINDS: dict[Held, Kind] = {
    Held.DRAFTS: Kind(
        N_("Bản nháp chưa nộp, cùng tệp đã gửi cho bản nháp"),
        N_("60 ngày sau lần sửa cuối"),
        N_("Mọi bản nháp và tệp của chúng bị xóa. Muốn nộp thì phải khai lại từ đầu."),
        "ban-nhap",
    ),
    Held.CONTACT: Kind(
        N_("Điện thoại, thư điện tử để liên hệ, trong hồ sơ đã kết thúc"),
        N_("Cho đến khi ông/bà xóa; hồ sơ đang giải quyết còn cần để báo tin"),
        N_(
            "Số điện thoại, thư điện tử của ông/bà không còn ở phần liên hệ của các hồ sơ đã kết thúc. Tờ khai "
            "đã nộp là tài liệu lưu trữ nên giữ nguyên như lúc nộp."
        ),
        "lien-he",
    ),
    Held.SESSIONS: Kind(
        N_("Các phiên đăng nhập khác"),
        N_("Nhiều nhất một ngày làm việc"),
        N_("Mọi nơi khác đang đăng nhập bằng tài khoản này bị đăng xuất, dấu vết của các phiên ấy bị xóa."),
        "phien",
    ),
    Held.LINKS: Kind(
        N_("Liên kết đã chia sẻ và các lần mở"),
        N_("Cho đến khi ông/bà xóa"),
        N_("Mọi liên kết bị hủy ngay, mục đích và các lần mở bị xóa. Ai giữ liên kết không mở được nữa."),
        "lien-ket",
    ),
    Held.UPLOADS: Kind(
        N_("Tệp đã tải lên mà chưa dùng cho hồ sơ nào"),
        N_("30 ngày sau khi tải lên"),
        N_("Các tệp ấy bị xóa khỏi kho tệp."),
        "tep",
    ),
    Held.NOTICES: Kind(
        N_("Thông báo đã đọc"),
        N_("Cho đến khi ông/bà xóa"),
        N_("Các thông báo đã đọc bị xóa. Diễn biến của hồ sơ vẫn xem được ở trang hồ sơ."),
        "thong-bao",
    ),
    Held.COPIES: Kind(
        N_("Bản dữ liệu đã yêu cầu"),
        N_("3 ngày sau khi làm xong"),
        N_("Các bản ấy bị xóa ngay, không tải được nữa."),
        "ban-du-lieu",
    ),
    Held.DOSSIERS: Kind(
        N_("Hồ sơ đã nộp: nội dung khai, giấy tờ, diễn biến, kết quả"),
        N_("Hết thời hạn lưu trữ của loại kết quả; chưa kết thúc thì còn giải quyết"),
    ),
    Held.ITEMS: Kind(N_("Kết quả và giấy tờ đã đối chiếu trong kho"), N_("Như hồ sơ mà giấy tờ ấy thuộc về")),
    Held.CERTIFICATIONS: Kind(N_("Sổ chứng thực"), N_("Theo thời hạn lưu trữ của sổ")),
    Held.IDENTITY: Kind(N_("Họ tên, ngày sinh, số định danh (được mã hóa)"), N_("Chừng nào còn hồ sơ phải lưu trữ")),
    Held.TRAIL: Kind(
        N_("Nhật ký: ai đã xem, đã làm gì, lúc nào"),
        N_("Không xóa được: nhật ký chứng minh không ai sửa lịch sử hồ sơ của ông/bà"),
    ),
}


@dataclass(frozen=True)
class Basis:
    """Why a kind is kept, from a day on; `is_sure`: somebody has read the article itself."""

    kind: Held
    since: date
    basis: str
    is_sure: bool


def kind_of_word(word: str) -> Held | None:
    """Return the kind that an address names; None where none is, or it cannot be erased."""
    return next((held for held, kind in KINDS.items() if kind.word == word and kind.erased), None)


@cache
def _bases() -> Sequence[Basis]:
    rows = yaml.safe_load(BASES.read_text("utf-8"))
    return tuple(Basis(Held(row["kind"]), row["since"], row["basis"], row["is_sure"]) for row in rows)


def basis_of(held: Held, on: date) -> Basis | None:
    """Return on what basis a kind is kept on a day, None where nothing says so."""
    found = [row for row in _bases() if row.kind == held and row.since <= on]
    return max(found, key=lambda row: row.since, default=None)
