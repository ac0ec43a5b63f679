"""Plays a scanner: in its feeder there are always the same two sheets, the first a little askew. Demo only."""

from datetime import UTC, datetime

from motcua.printing.rendering import render_untrusted

SHEETS = """
#import "/base.typ": *
#show: document-page.with(title: "Bản quét")
#set page(paper: "a4")
#rotate(1.1deg)[
  #grid(columns: (1fr, 1fr), align: center, [ỦY BAN NHÂN DÂN \\ XÃ ĐƠN DƯƠNG \\ #v(4pt) Số: 217/GCS],
    [CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM \\ Độc lập - Tự do - Hạnh phúc])
  #v(30pt)
  #align(center)[GIẤY CHỨNG SINH (dữ liệu minh họa)]
  #v(20pt)
  Họ và tên: K'Brểu Minh An \\ Số định danh cá nhân: 068 190 012 345 \\
  Đơn Dương, ngày 12 tháng 3 năm 2026
]
#pagebreak()
Trang thứ hai của bản quét, quầy
"""


class PaperTray:
    """The port `scanner`, filled by a tray that never empties."""

    def scan(self, *, place: str) -> bytes:
        """Return a PDF of two sheets; it names the place."""
        return render_untrusted(f"{SHEETS} {place}", {}, at=datetime.now(UTC))
