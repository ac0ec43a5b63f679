"""Names the places where a record is ambiguous or contradicts itself, so that pages can say so."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from motcua.lib.text import fold
from motcua.procedures.rules.names import Channel, Level, Unit

# Below this no Vietnamese fee is set by itself: the source gives a percentage, a rate, or thousands.
SMALLEST_FEE = 1000
_IN_A_PROVINCE = re.compile(r"^(so|uy ban nhan dan|bao hiem xa hoi tinh|cong an tinh)\b|\b(cap tinh|cong an tinh)\b")
_AMOUNT = re.compile(r"\d{1,3}([.,]\d{3})+|\d+\s*(dong|vnd|d\b|usd|%)")


class Flag(StrEnum):
    """A thing that a reader must be told."""

    DURATION_WITHOUT_UNIT = "duration_without_unit"
    DURATION_MISSING = "duration_missing"
    DURATION_IN_WORDS = "duration_in_words"
    SEVERAL_DURATIONS = "several_durations"
    FREE_BUT_AMOUNT = "free_but_amount"
    FREE_WITH_NOTE = "free_with_note"
    AMOUNT_DOUBTFUL = "amount_doubtful"
    FEE_UNKNOWN = "fee_unknown"
    ONLINE_SLOWER = "online_slower"
    ONLINE_DEARER = "online_dearer"
    NO_WAY_TO_FILE = "no_way_to_file"
    NO_PAPERS = "no_papers"
    NO_AGENCY = "no_agency"
    NO_LEVEL = "no_level"
    LEVEL_UNLIKE_AGENCY = "level_unlike_agency"


def says_free(fee: Mapping[str, Any]) -> bool:
    """Tell whether the record's fee line says that nothing is charged."""
    return fee["amount"] == 0 or "mien phi" in fold(fee["text"])


def names_amount(text: str) -> bool:
    """Tell whether a note mentions a sum of money."""
    return bool(_AMOUNT.search(fold(text)))


def flags_of(record: Mapping[str, Any]) -> list[str]:
    """Return the flags of a record, in the order of the enumeration."""
    methods = record["methods"]
    found: set[Flag] = set()
    if not methods:
        found.add(Flag.NO_WAY_TO_FILE)
    if not any(case["documents"] for case in record["cases"]):
        found.add(Flag.NO_PAPERS)
    if not record["implementing_agencies"]:
        found.add(Flag.NO_AGENCY)
    if not record["levels"]:
        found.add(Flag.NO_LEVEL)
    if set(record["levels"]) == {Level.MINISTRY} and any(
        _IN_A_PROVINCE.search(fold(agency)) for agency in record["implementing_agencies"]
    ):
        found.add(Flag.LEVEL_UNLIKE_AGENCY)
    for method in methods:
        if method.get("said"):
            found.add(Flag.DURATION_IN_WORDS)
        elif method["duration"] is None:
            found.add(Flag.DURATION_MISSING)
        elif method["unit"] is None:
            found.add(Flag.DURATION_WITHOUT_UNIT)
        for fee in method["fees"]:
            found |= _fee_flags(fee)
    for channel in Channel:
        if len({(m["duration"], m["unit"], m.get("said")) for m in methods if m["channel"] == channel}) > 1:
            found.add(Flag.SEVERAL_DURATIONS)
    found |= _online_flags(methods)
    return [flag.value for flag in Flag if flag in found]


def _fee_flags(fee: Mapping[str, Any]) -> set[Flag]:
    if says_free(fee):
        if names_amount(fee["note"]):
            return {Flag.FREE_BUT_AMOUNT}
        return {Flag.FREE_WITH_NOTE} if fee["note"] else set()
    if fee["amount"] is None:
        return {Flag.FEE_UNKNOWN}
    return {Flag.AMOUNT_DOUBTFUL} if fee["amount"] < SMALLEST_FEE else set()


def _online_flags(methods: list[dict[str, Any]]) -> set[Flag]:
    found: set[Flag] = set()
    online, direct = _only(methods, Channel.ONLINE), _only(methods, Channel.DIRECT)
    if online is None or direct is None:
        return found
    # Days of the calendar and working days do not compare.
    same_unit = online["unit"] == direct["unit"] and online["unit"] in set(Unit)
    if same_unit and (online["duration"] or 0) > (direct["duration"] or 0) > 0:
        found.add(Flag.ONLINE_SLOWER)
    if len(online["fees"]) == len(direct["fees"]) == 1:
        there, here = online["fees"][0], direct["fees"][0]
        # Only sums that are clear themselves compare: "40 VNĐ" may be forty thousand, a "free" with a note may be not.
        if not (_fee_flags(there) or _fee_flags(here)) and (there["amount"] or 0) > (here["amount"] or 0):
            found.add(Flag.ONLINE_DEARER)
    return found


def _only(methods: list[dict[str, Any]], channel: Channel) -> dict[str, Any] | None:
    found = [method for method in methods if method["channel"] == channel]
    return found[0] if len(found) == 1 else None
