"""Lists taken away as a file: in which kinds, how many at once, how long they are kept."""

from datetime import timedelta
from enum import StrEnum

from motcua.lib.marks import N_


class ExportKind(StrEnum):
    """What a list is written as."""

    XLSX = "xlsx"
    CSV = "csv"


# One official's unfinished ones; the worker has others' work too.
MOST_RUNNING = 3
KEPT = timedelta(days=7)
# What is not ready by then never will be.
GIVEN_UP_AFTER = timedelta(days=1)
# Lines read, and told as progress, at once.
PAGE = 1000
# A spreadsheet has 1,048,576 rows; two are title and header.
MOST_ROWS = 1_000_000

NO_RIGHT, STUCK = "no_right", "stuck"
FAILURES = {
    NO_RIGHT: N_("Ông/bà không còn quyền xem danh sách này."),
    STUCK: N_("Không xuất xong trong một ngày. Hãy xuất lại; nếu vẫn vậy, báo quản trị kỹ thuật."),
}

# A name and a width in characters.
Column = tuple[str, int]
# Before those of every list.
NUMBER: Column = ("TT", 6)
# Of a list of dossiers or steps. A file of the office, in its language whoever reads it.
COLUMNS: tuple[Column, ...] = (
    ("Mã hồ sơ", 24),
    ("Chủ hồ sơ", 28),
    ("Thủ tục", 50),
    ("Cơ quan giải quyết", 30),
    ("Trạng thái", 22),
    ("Bước", 24),
    ("Người giữ", 24),
    ("Ngày nộp", 16),
    ("Ngày tiếp nhận", 16),
    ("Hạn trả lời tiếp nhận", 16),
    ("Ngày hẹn trả", 16),
    ("Tạm dừng từ", 16),
)
