"""The English of published titles, and of the few words that code makes of a package's numbers."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

from .words import DATA

UNITS = {
    "giờ": "hour",
    "giờ làm việc": "working hour",
    "ngày": "day",
    "ngày làm việc": "working day",
    "tháng": "month",
}
FIXED = {
    "Miễn phí": "Free of charge",
    "Miễn phí, trừ vài trường hợp": "Free of charge, with some exceptions",
    "Không có thông tin": "No information",
    "Phí, lệ phí": "Fees",
    "Phí": "Fee",
    "Lệ phí": "Fee",
    "Khác": "Other",
    "Giấy tờ": "Paper",
    "Văn bản trả lời": "Written answer",
    "theo quy định (xem phần trình tự)": "as provided (see the steps below)",
}
_SPAN = re.compile(rf"(\d+) ({'|'.join(sorted(UNITS, key=len, reverse=True))})")
_SUM = re.compile(r"\d+(?:\.\d{3})* đồng")
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(.+) \(tùy trường hợp\)"), "{} (depending on the case)"),
    (re.compile(r"(\d+) \(nguồn công bố không ghi đơn vị\)"), "{} (the published source gives no unit)"),
    (re.compile(r"(.+) hoặc (.+)"), "{} or {}"),
    (re.compile(r"từ (\d+(?:\.\d{3})* đồng)"), "from {}"),
    (re.compile(r"đến (\d+(?:\.\d{3})* đồng)"), "up to {}"),
    (re.compile(r"(\d+(?:\.\d{3})* đồng)/(.+)"), "{} per {}"),
)


@lru_cache(maxsize=1)
def published_titles() -> Mapping[str, str]:
    """Return the English of titles as they are published: of the procedures that the life events name."""
    rows: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "titles_en.yaml").read_text())
    return {row["vi"]: row["en"] for row in rows.values()}


def worded(text: str, texts: Mapping[str, str]) -> str:
    """Return the English of a text made by code, parts of it looked up in `texts`; empty where it is none of those."""
    if text in FIXED:
        return FIXED[text]
    if span := _SPAN.fullmatch(text):
        amount = int(span[1])
        return f"{amount} {UNITS[span[2]]}{'' if amount == 1 else 's'}"
    if _SUM.fullmatch(text):
        return text.replace(".", ",")
    for shape, words in _SHAPES:
        if found := shape.fullmatch(text):
            parts = [part if part.isdigit() else texts.get(part) or worded(part, texts) for part in found.groups()]
            return words.format(*parts) if all(parts) else ""
    return ""
