"""The number of a result, as a package writes it: fixed characters and a few places in braces.

    {number}/GPXD-UBND      07/GPXD-UBND
    {number:4}/{year}       0007/2026

Each book of an agency begins at 1 every year (Decree 30/2020/NĐ-CP, article 15(1)); a number has two digits at least.
No expressions: what stands on a signed paper must be readable from the pattern alone.
"""

import re

USUAL = "{number}/{year}"
LEAST_DIGITS, MOST_DIGITS = 2, 6
# As a number is kept, with room for the longest that a pattern can give.
LONGEST = 60
_PLACE = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"number(?::([1-9]))?")
_FIXED = re.compile(r"[0-9A-Za-zÀ-ỹĐđ/.\- ]*")
_PLACES = ("year", "yy", "agency")


def faults_of(pattern: str) -> list[str]:
    """Return what is wrong with a pattern; nothing for one that gives a different number each time."""
    places = _PLACE.findall(pattern)
    numbers = [place for place in places if _NUMBER.fullmatch(place)]
    found = [f"no place is called {place or '{}'}" for place in places if place not in _PLACES and place not in numbers]
    if len(numbers) != 1:
        found.append(f"{{number}} stands {len(numbers)} times, not once")
    if any(int(place[-1]) > MOST_DIGITS for place in numbers if ":" in place):
        found.append(f"a number has at most {MOST_DIGITS} digits")
    fixed = _PLACE.sub("", pattern)
    if not _FIXED.fullmatch(fixed):
        found.append("only letters, digits, spaces and / . - stand beside the places")
    if len(write(pattern, 10**MOST_DIGITS - 1, year=2026, agency="H36.12.123.1234")) > LONGEST:
        found.append(f"the number would have more than {LONGEST} characters")
    return found


def write(pattern: str, number: int, *, year: int, agency: str) -> str:
    """Return a number as the pattern has it; `agency` is the code of whose book it is."""

    def fill(place: re.Match[str]) -> str:
        if match := _NUMBER.fullmatch(place[1]):
            return f"{number:0{match[1] or LEAST_DIGITS}d}"
        return {"year": str(year), "yy": f"{year % 100:02d}", "agency": agency}.get(place[1], place[0])

    return _PLACE.sub(fill, pattern)
