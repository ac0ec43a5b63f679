"""The colours, what each is for, and the pairs that must be readable. Values are those of theme/_palette.scss."""

import re
from dataclasses import dataclass
from pathlib import Path

from motcua.lib.marks import N_

_SOURCE = Path(__file__).parent / "theme" / "_palette.scss"
_VALUE = re.compile(r"^\$([a-z-]+): (#[0-9a-f]{6});", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour with the background it is read on, or that is read on it."""

    name: str
    use: str
    on: str
    needs: float  # WCAG 2.2: 4.5 for text (1.4.3), 3 for large text, borders and signs (1.4.11)

    @property
    def value(self) -> str:
        return VALUES[self.name]

    @property
    def contrast(self) -> float:
        return contrast(VALUES[self.name], VALUES[self.on])


def luminance(colour: str) -> float:
    """Return the relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


VALUES: dict[str, str] = dict(_VALUE.findall(_SOURCE.read_text(encoding="utf-8")))

PALETTE = (
    Colour("lacquer", N_("Sơn mài: đầu trang, nơi trang trọng"), "white", 4.5),
    Colour("lacquer-deep", N_("Sơn mài đậm: chuyển sắc đầu trang"), "white", 4.5),
    Colour("gold", N_("Vàng thếp: dấu hiệu đang chọn, điểm nhấn trên nền sơn mài"), "lacquer", 4.5),
    Colour("gold", N_("Nền của ô đang chọn, chữ mực ở trên"), "ink", 4.5),
    Colour("gold-dark", N_("Vàng sậm: đường kẻ trên nền giấy"), "paper", 3),
    Colour("teal", N_("Xanh mực: liên kết và nút bấm"), "paper", 4.5),
    Colour("teal-deep", N_("Xanh mực đậm: khi rê chuột"), "paper", 4.5),
    Colour("ink", N_("Mực: chữ chính"), "paper", 4.5),
    Colour("stone", N_("Đá: chữ phụ"), "sand", 4.5),
    Colour("bark", N_("Vỏ cây: viền ô nhập"), "white", 3),
    Colour("line", N_("Đường ngăn, chỉ để trang trí"), "paper", 1),
    Colour("sand", N_("Cát: nền phụ, chân trang"), "ink", 4.5),
    Colour("paper", N_("Giấy dó: nền trang"), "ink", 4.5),
    Colour("leaf", N_("Lá: thành công"), "white", 4.5),
    Colour("error", N_("Lỗi"), "paper", 4.5),
    Colour("plum", N_("Mận: liên kết đã xem"), "paper", 4.5),
    Colour("rose", N_("Hồng nhạt: chữ phụ trên nền sơn mài"), "lacquer", 4.5),
)
