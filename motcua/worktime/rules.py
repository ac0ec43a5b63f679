"""When offices are open, and when what they promised is due."""

from enum import StrEnum


class DayKind(StrEnum):
    """How a day differs from others of its weekday."""

    HOLIDAY = "holiday"
    WORKING = "working"
    CLOSURE = "closure"


class Standing(StrEnum):
    """Whether a day was announced by the State, or is expected by the law's general rule until it is."""

    ANNOUNCED = "announced"
    PROJECTED = "projected"
