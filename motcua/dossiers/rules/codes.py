"""The dossier code: `<agency>-<yyMMdd>-<nnnn>`.

Source: Circular 01/2018/TT-VPCP art. 19(1), Decree 61/2018 art. 26(2): agency, date of reception, running number of
the day in four digits. More than four digits is our overflow for days beyond 9,999.
"""

import re
from datetime import date

_DAY = r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_CODE = re.compile(rf"([A-Z]\d{{2}}(?:\.[0-9A-Z]{{1,6}}){{0,3}})-({_DAY})-(\d{{4,7}})")
_SEPARATED = re.compile(rf"([A-Z]\d{{2}}[0-9A-Z]*)-({_DAY})-(\d{{4,7}})")
# Written together: the day is where a day can be, the running number as short as it may be, which it nearly always is.
_BARE = tuple(re.compile(rf"([A-Z]\d{{2}}[0-9A-Z]*)({_DAY})(\d{{{digits}}})") for digits in range(4, 8))


def dossier_code(agency: str, day: date, number: int) -> str:
    """Return the code of the number-th dossier of an agency on a day."""
    return f"{agency}-{day:%y%m%d}-{number:04d}"


def normalise(typed: str) -> str:
    """Return the code a person meant: case, spaces and dash-like characters are forgiven; empty if it is none."""
    text = re.sub(r"[\u2010-\u2015\u2212_/]", "-", typed.upper()).strip()
    # Dots left out: H36121053-261123-0001 cannot be split for sure, so it is compared without dots instead.
    for separated in (re.sub(r"\s", "", text), re.sub(r"[\s-]+", "-", text)):
        match = _CODE.fullmatch(separated) or _SEPARATED.fullmatch(separated.replace(".", ""))
        if match:
            return "-".join(match.groups())
    together = re.sub(r"[\s.-]", "", text)
    found = next((match for pattern in _BARE if (match := pattern.fullmatch(together))), None)
    return "-".join(found.groups()) if found else ""


def bare(code: str) -> str:
    """Return a code without its dots, the form under which look-ups compare."""
    return code.replace(".", "")
