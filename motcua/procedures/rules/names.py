"""The words of the catalogue: levels, channels, units, and who handles a procedure."""

from collections.abc import Collection
from enum import StrEnum

# What a fee is called where the catalogue gives it no name of its own.
UNNAMED_FEE = "Phí, lệ phí"


class Origin(StrEnum):
    """Where a package comes from."""

    DEFAULT = "default"
    HAND = "hand"


class Level(StrEnum):
    """Levels of administration since 01/07/2025 (Law on the Organisation of Local Government 2025: two tiers)."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    COMMUNE = "commune"
    OTHER = "other"


class HandledBy(StrEnum):
    """Who in this province receives and decides."""

    COMMUNE = "commune"
    PROVINCE = "province"
    BRANCH = "branch"  # local branch of a vertical agency: tax, customs, police, social insurance, State Bank...
    NOBODY_HERE = "nobody_here"  # of ministry level alone: information and where to file


def is_communal(handled_by: str, levels: Collection[str]) -> bool:
    """Tell whether a commune, or the branch that serves one, decides; else the province's agencies do."""
    return handled_by == HandledBy.COMMUNE or (
        handled_by == HandledBy.BRANCH and Level.COMMUNE in levels and Level.PROVINCE not in levels
    )


class Channel(StrEnum):
    """Ways to file (the national record's KENH 1, 2, 3)."""

    DIRECT = "direct"
    ONLINE = "online"
    POST = "post"


class Unit(StrEnum):
    """Units of a time limit. A limit whose unit the catalogue does not name has none."""

    HOUR = "hour"
    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
