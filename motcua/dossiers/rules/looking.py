"""Who looked at somebody's data, in the words of the one it is about: why, and what the law keeps back.

Law: Law on the protection of personal data 91/2025/QH15 gives the person the right to know how their data are
processed; the page names the unit and the post, never the official. Its exceptions (defence, security, investigation)
are rows with dates here.
"""

from dataclasses import dataclass
from datetime import date

from motcua.lib.marks import N_

# Why a page showed data, by the word that the audit trail keeps. The longest beginning counts.
REASONS = {
    "counter": N_("Tiếp nhận, trả kết quả, làm việc tại quầy"),
    "counter.scan": N_("Quét, kiểm tra giấy tờ"),
    "counter.sign_scans": N_("Ký số bản quét"),
    "counter.fees": N_("Thu phí, lệ phí"),
    "counter.receipts": N_("Xem sổ biên lai"),
    "counter.day": N_("Xem việc trong ngày của quầy"),
    "counter.book": N_("Xem sổ chứng thực"),
    "counter.certification": N_("Chứng thực"),
    "counter.certified": N_("Chứng thực"),
    "counter.copy_slip": N_("Chứng thực"),
    "counter.electronic": N_("Chứng thực bản sao điện tử"),
    "counter.hand_over": N_("Bàn giao hồ sơ, kết quả"),
    "counter.hand_back": N_("Bàn giao hồ sơ, kết quả"),
    "counter.take_over": N_("Bàn giao hồ sơ, kết quả"),
    "counter.offers": N_("Tìm trong kho giấy tờ dùng lại được cho hồ sơ"),
    "counter.prefill": N_("Điền sẵn tờ khai tại quầy"),
    "counter.fill": N_("Điền sẵn tờ khai tại quầy"),
    "counter.visitor": N_("Nhận ra người đến quầy"),
    "counter.own_dossiers": N_("Nhận ra người đến quầy"),
    "desk": N_("Giải quyết hồ sơ"),
    "desk.search": N_("Tìm hồ sơ"),
    "desk.inbox": N_("Xem danh sách việc"),
    "desk.register": N_("Xem sổ theo dõi hồ sơ"),
    "desk.export": N_("Xuất danh sách hồ sơ"),
    "desk.refusals": N_("Xem danh sách hồ sơ bị từ chối"),
    "desk.archive": N_("Nộp lưu trữ hồ sơ"),
    "desk.corrections": N_("Trả lời đề nghị đính chính của ông/bà"),
    "desk.call": N_("Gọi điện báo tin"),
    "desk.opinion": N_("Cho ý kiến phối hợp"),
    "desk.population": N_("Đối chiếu với CSDLQG về dân cư"),
    "api": N_("Hệ thống của cơ quan đọc để giải quyết hồ sơ"),
    "api.opinion": N_("Hệ thống của cơ quan đọc để cho ý kiến"),
    "studio": N_("Xem thử mẫu văn bản bằng hồ sơ này"),
    "share": N_("Xem qua liên kết ông/bà đã chia sẻ"),
    "portal.certified_copy": N_("Nhận bản sao điện tử bằng mã nhận"),
    "dossier": N_("Giải quyết hồ sơ"),
    "own": N_("Tự xem"),
    "mandate": N_("Người thay mặt ông/bà xem"),
}
OTHER = N_("Việc khác của cơ quan")


def reason_of(why: str) -> str:
    """Return in words, to be translated, why data were shown; a test sees to it that each word has its own."""
    parts = why.split(".")
    for length in range(len(parts), 0, -1):
        word = ".".join(parts[:length])
        for known in (word, word.rpartition("_")[0]):
            if known in REASONS:
                return REASONS[known]
    return OTHER


@dataclass(frozen=True)
class Withheld:
    """Looks that the person is not told of, from a day to a day: by the beginning of their reason, and the basis."""

    why: str
    since: date
    basis: str
    until: date | None = None


# [?] The law's exact wording and its decree's list were not at hand. Nothing in the system looks for such a reason
# yet: whoever builds the access of an investigating body gives it this word, and reads the basis again.
WITHHELD = (Withheld("authority", date(2026, 1, 1), "Luật 91/2025/QH15 [?]"),)
