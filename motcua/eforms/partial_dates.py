"""Dates as people know them: a day, a month, or only a year.

Kept as text that sorts: `1990-05-03`, `1990-05`, `1990`.
"""

import re
from datetime import date

from motcua.lib.typed_days import PARTS, Fault, fault_of

_STORED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_SEPARATOR = re.compile(r"[\s/.\-]+")
EARLIEST = 1800
# Which boxes each format of a date has, and which of them must be filled.
BOXES = {"date": PARTS, "month": PARTS[1:], "year": PARTS[2:], "partial-date": PARTS}
NEEDED = {**BOXES, "partial-date": PARTS[2:]}
_SPLIT = re.compile(r"(\d{4,})-(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)


def is_partial(text: str) -> bool:
    """Tell whether the text is a kept date of any precision, and one that exists."""
    match = _STORED.fullmatch(text)
    if match is None or int(match[1]) < EARLIEST or int(match[1]) > 2200:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


def precision(text: str) -> str:
    """Return `year`, `month` or `date` of a kept date."""
    return {4: "year", 7: "month"}.get(len(text), "date")


def keep(day: str, month: str, year: str) -> str:
    """Return the kept form of three boxes, or the typed texts with slashes where they are not a date."""
    day, month, year = day.strip(), month.strip(), year.strip()
    if day and not month and not year:  # all of it in the first box
        return read(day)
    if not (day or month or year):
        return ""
    typed = "/".join((day, month, year))
    if not re.fullmatch(r"\d{4}", year, re.ASCII) or (day and not month):
        return typed
    kept = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    return kept if is_partial(kept) else typed


def read(text: str) -> str:
    """Return the kept form of a date in one text: `3/5/1990`, `05/1950`, `1950`, `03051990`, or kept already."""
    text = text.strip()
    if is_partial(text):
        return text
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        text = f"{text[:2]}/{text[2:4]}/{text[4:]}"
    parts = [part for part in _SEPARATOR.split(text) if part]
    if 1 <= len(parts) <= 3 and len(parts[-1]) == 4:
        day, month, year = ["", "", *parts][-3:]
        kept = keep(day, month, year)
        if is_partial(kept):
            return kept
    return text


def boxes(text: str) -> dict[str, str]:
    """Return what stands in the boxes day, month and year for a kept date or for what was typed."""
    if is_partial(text):
        year, month, day = [*text.split("-"), "", ""][:3]
        return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}
    if text.count("/") >= 2:
        # A slash within a box was most likely typed into the first.
        day, month, year = text.rsplit("/", 2)
        return {"day": day, "month": month, "year": year}
    if split := _SPLIT.fullmatch(text):
        return {"day": split[3] or "", "month": split[2], "year": split[1]}
    return {"day": text, "month": "", "year": ""}


def wrong(text: str, fmt: str) -> Fault | None:
    """Return what is wrong with the text of a date in a format (a key of BOXES), and in which of its boxes.

    None where every box is right by itself and only the whole is not as the format keeps it.
    """
    parts = boxes(text)
    shown = BOXES[fmt]
    if "day" not in shown and parts["day"] and not parts["month"] and not parts["year"]:
        # One text for a date that has fewer boxes.
        *month, parts["year"] = text.rsplit("/", 1)
        parts |= {"day": "", "month": "".join(month)}
    if any(parts[part] for part in PARTS if part not in shown):
        return None
    return fault_of(parts["day"], parts["month"], parts["year"], needed=NEEDED[fmt])


def differing(text: str, day: date) -> str:
    """Return the box in which a kept date begins to differ from a day: `year`, `month` or `day`."""
    for part, own, other in zip(PARTS[::-1], text.split("-"), day.isoformat().split("-"), strict=False):
        if own != other:
            return part
    return PARTS[0]


def say(text: str) -> str:
    """Return a kept date as people read it: `03/05/1990`, `05/1990`, `1990`."""
    return "/".join(reversed(text.split("-"))) if is_partial(text) else text


def is_after(text: str, day: date) -> bool:
    """Tell whether all of a kept date lies after a day."""
    return text > day.isoformat()[: len(text)]


def is_before(text: str, day: date) -> bool:
    """Tell whether all of a kept date lies before a day."""
    return text < day.isoformat()[: len(text)]


def years(start: str, end: str) -> int:
    """Return the whole years from one kept date to another, as far as both are known."""
    whole = int(end[:4]) - int(start[:4])
    shared = min(len(start), len(end))
    return whole - 1 if end[4:shared] < start[4:shared] else whole
