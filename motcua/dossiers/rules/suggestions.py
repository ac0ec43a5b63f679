"""What the words read on a scan suggest: number, date, issuer, holder, identity number. Nothing here is ever taken
without an official; what is not found is left empty rather than guessed."""

import re
from collections.abc import Iterator
from datetime import date

from motcua.lib import personal_id
from motcua.lib.refusals import Refused
from motcua.lib.text import clean

MOST = 200  # letters of one suggestion
HEAD = 14  # lines at the head of a paper among which its issuer and number stand

_NUMBER = re.compile(
    r"(?:\bS[ốôoó0]\s*(?:hiệu)?|\bMã số)\s*[:.;]\s*([0-9][0-9A-Za-zĐđƯưƠơ]*(?:\s?[/\-.]\s?[0-9A-Za-zĐđƯưƠơÂâÊê]+)*)",
    re.I,
)
_WORDED_DATE = re.compile(r"ng[àaâảá]y\s*(\d{1,2})\s*th[áaàâ]ng\s*(\d{1,2})\s*n[ăaâ]m\s*(\d{4})", re.I)
_PLAIN_DATE = re.compile(r"(?<!\d)(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})(?!\d)")
_BIRTH = re.compile(r"sinh|birth", re.I)
_VALID = re.compile(
    r"(?:có giá trị đến|giá trị đến|có hiệu lực đến|hết hạn|thời hạn đến|date of expiry)[^\d]{0,40}(.{8,40})", re.I
)
_HOLDER = re.compile(
    r"(?:họ,?\s*(?:chữ đệm,?\s*(?:và\s*)?)?(?:và\s*)?tên(?:\s*(?:khai sinh|người được cấp|chủ thẻ))?"
    r"(?:\s*/\s*full name)?"
    r"|người được cấp|cấp cho(?: ông/bà| ông| bà)?|tên tổ chức|tên doanh nghiệp)\s*[:;.]\s*([^\n:;]{2,80})",
    re.I,
)
_IDENTITY = re.compile(r"(?<![\d/.\-])(\d(?:[ .]?\d){11})(?![\d/])")
_ISSUERS = (
    "ỦY BAN NHÂN DÂN", "UBND", "SỞ ", "CÔNG AN", "CỤC ", "CHI CỤC", "TRƯỜNG ", "BỆNH VIỆN", "TRUNG TÂM", "BẢO HIỂM",
    "TÒA ÁN", "VĂN PHÒNG", "PHÒNG ", "TRẠM Y TẾ", "ĐẠI HỌC", "HỌC VIỆN", "BỘ ",
)  # fmt: skip
_NOT_ISSUER = ("CỘNG HÒA", "CỘNG HOÀ", "ĐỘC LẬP", "SOCIALIST", "INDEPENDENCE")
_OLD_SPELLING = str.maketrans({"Ỷ": "Ủ"})


def suggest(text: str) -> dict[str, str]:
    """Return what a paper seems to say: number, issued_on, valid_until (ISO), issuer, holder, identity_number."""
    text = clean(text)
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    found = {
        "number": _number(lines),
        "issued_on": _issued(lines),
        "valid_until": _valid(text),
        "issuer": _issuer(lines),
        "holder": _holder(text),
        "identity_number": _identity(text),
    }
    return {name: value[:MOST] for name, value in found.items() if value}


def _number(lines: list[str]) -> str:
    # "Số định danh", "Số điện thoại" and the like are other numbers: the colon stands further away there.
    for line in lines:
        if match := _NUMBER.search(line):
            return re.sub(r"\s*([/\-.])\s*", r"\1", match[1]).strip(" .-")
    return ""


def _dates(line: str) -> Iterator[date]:
    for pattern in (_WORDED_DATE, _PLAIN_DATE):
        for match in pattern.finditer(line):
            day, month, year = (int(part) for part in match.groups())
            try:
                yield date(year, month, day)
            except ValueError:
                continue


def _issued(lines: list[str]) -> str:
    """Return the date in words, which documents bear beside their place; else one beside "cấp"; never one of birth."""
    worded = [line for line in lines if _WORDED_DATE.search(line) and not _BIRTH.search(line)]
    given = [line for line in lines if re.search(r"ngày\s*cấp|cấp\s*ngày|date of issue", line, re.I)]
    for line in (*given, *worded):
        for day in _dates(line):
            if 1900 < day.year < 2200:
                return day.isoformat()
    return ""


def _valid(text: str) -> str:
    match = _VALID.search(text)
    return next((day.isoformat() for day in _dates(match[1])), "") if match else ""


def _issuer(lines: list[str]) -> str:
    """Return the line at the head that names an office, with the one below it where it goes on in capitals."""
    for number, line in enumerate(lines[:HEAD]):
        # Two columns stand on one line: what names the State is on the right.
        left = re.split(r"\s(?=CỘNG H|SOCIALIST)", line.translate(_OLD_SPELLING))[0].strip(" -*|")
        if any(word in left for word in _NOT_ISSUER) or not any(word in f"{left} " for word in _ISSUERS):
            continue
        if left != left.upper():
            continue
        below = re.split(r"\s(?=Độc lập|Independence)", lines[number + 1])[0] if number + 1 < len(lines) else ""
        goes_on = below and below == below.upper() and any(letter.isalpha() for letter in below)
        goes_on = goes_on and not any(word in below for word in _NOT_ISSUER) and ":" not in below
        return f"{left} {below.strip(' -*|')}" if goes_on and left.endswith(("NHÂN DÂN", "UBND")) else left
    return ""


def _holder(text: str) -> str:
    match = _HOLDER.search(text)
    name = match[1].strip(" .,_-") if match else ""
    return name if any(letter.isalpha() for letter in name) else ""


def _identity(text: str) -> str:
    for match in _IDENTITY.finditer(text):
        try:
            known = personal_id.parse(match[1])
        except Refused:
            continue
        # Twelve digits in a row are many things; a place of registration makes them a person's.
        if known.place:
            return known.number
    return ""
