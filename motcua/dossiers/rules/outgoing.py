"""Number and symbol of a paper that an agency sends out.

Decree 30/2020/NĐ-CP: article 15 (numbers run from 01 on the first of January to the end of the year, and number and
symbol are the only ones of their kind in an agency's year), Phụ lục I part I.3 (how they are written), Phụ lục III
part I (what the kinds are called in short).
"""

# Phụ lục III, mục I. An official letter (công văn) and a letter of thanks or apology (thư công) have none.
KIND_SYMBOLS = {
    "quyết định": "QĐ",
    "chỉ thị": "CT",
    "thông cáo": "TC",
    "thông báo": "TB",
    "hướng dẫn": "HD",
    "chương trình": "CTr",
    "kế hoạch": "KH",
    "phương án": "PA",
    "báo cáo": "BC",
    "biên bản": "BB",
    "tờ trình": "TTr",
    "công điện": "CĐ",
    "giấy ủy quyền": "GUQ",
    "giấy mời": "GM",
    "giấy giới thiệu": "GGT",
    "phiếu gửi": "PG",
    "phiếu chuyển": "PC",
    "phiếu báo": "PB",
}


def kind_symbol(title: str) -> str:
    """Return a kind's letters by the name printed on the paper; empty for one without (công văn)."""
    return KIND_SYMBOLS.get(" ".join(title.lower().split()), "")


def symbol_of(title: str, agency: str, unit: str = "") -> str:
    """Return what stands behind the number: `QĐ-UBND`; of an official letter `UBND`, with its drafter `UBND-VP`."""
    kind = kind_symbol(title)
    return "-".join(part for part in ((kind, agency) if kind else (agency, unit)) if part)


def numbered(number: int, symbol: str) -> str:
    """Return number and symbol; numbers below 10 carry a zero (Phụ lục I, mục I.3)."""
    return f"{number:02d}/{symbol}"
