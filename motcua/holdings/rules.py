"""The copy of one's own data: what it is made of, how long it is kept, and what is left out of it.

Law on the protection of personal data 91/2025/QH15: whom data are about may ask to be given them. The articles' own
text was not at hand; the rules here follow from the principle, and decision 0054 says how.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from motcua.lib.marks import N_

SCHEMA = "motcua-own-data/1"
# It is fetched soon or made anew: a file with everything about somebody should not lie about.
KEPT = timedelta(days=3)
# What is not ready by then never will be.
GIVEN_UP_AFTER = timedelta(days=1)
# Files beyond this many bytes stay out and are named with their address: an organisation may have ten thousand papers.
MOST_BYTES = 2_000_000_000
# Dossiers, items and looks read at once.
PAGE = 50
STUCK, NO_ACCOUNT = "stuck", "no_account"
FAILURES = {
    STUCK: N_("Không làm xong trong một ngày. Hãy yêu cầu lại; nếu vẫn vậy, gọi 1022."),
    NO_ACCOUNT: N_("Tài khoản này không còn dùng được."),
}
# The parts of a copy, in their order.
SECTIONS = {
    "account": N_("Tài khoản và nơi đăng nhập"),
    "mandates": N_("Thay mặt nhau"),
    "drafts": N_("Bản nháp chưa nộp"),
    "dossiers": N_("Hồ sơ"),
    "items": N_("Giấy tờ trong kho"),
    "copies": N_("Bản sao điện tử có chứng thực"),
    "notices": N_("Thông báo"),
    "looks": N_("Ai đã xem dữ liệu"),
}
Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Attached:
    """A file that goes along: its row in the store, and its name inside the copy."""

    file_id: int
    path: str


@dataclass(frozen=True)
class Record:
    """One thing that is held, twice: `data` for programs, the rest for the person to read.

    `parts` are headed lists of rows below it; `files` go along with it.
    """

    title: str
    data: Mapping[str, Any]
    rows: Rows = ()
    parts: Sequence[tuple[str, Rows]] = ()
    files: Sequence[Attached] = field(default=())
