"""The dossier code: `<agency>-<yyMMdd>-<nnnn>`.

Source: Circular 01/2018/TT-VPCP art. 19(1), Decree 61/2018 art. 26(2): agency, date of reception, running number of
the day in four digits. More than four digits is our overflow for days beyond 9,999.
"""

import re
from datetime import date

_CODE = re.compile(r"([A-Z]\d{2}(?:\.[0-9A-Z]{1,6}){0,3})-?(\d{6})-?(\d{4,7})")


def dossier_code(agency: str, day: date, number: int) -> str:
    """Return the code of the number-th dossier of an agency on a day."""
    return f"{agency}-{day:%y%m%d}-{number:04d}"


def normalise(typed: str) -> str:
    """Return the code a person meant: case, spaces and dash-like characters are forgiven; empty if it is none."""
    text = re.sub(r"[\u2010-\u2015\u2212_/]", "-", typed.upper())
    text = re.sub(r"[\s]", "", text)
    if match := _CODE.fullmatch(text):
        return "-".join(match.groups())
    return _from_bare(text)


def _from_bare(text: str) -> str:
    # Dots left out: H36121053-261123-0001 cannot be split for sure, so it is compared without dots instead.
    bare = text.replace(".", "")
    match = re.fullmatch(r"([A-Z]\d{2}[0-9A-Z]*)-(\d{6})-(\d{4,7})", bare)
    return "-".join(match.groups()) if match else ""


def bare(code: str) -> str:
    """Return a code without its dots, the form under which look-ups compare."""
    return code.replace(".", "")
