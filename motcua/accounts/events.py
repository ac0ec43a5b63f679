"""What accounts announce."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class DemoPeopleMade:
    """The demo province has people; those who sign still need keys, which take a minute to make."""

    made_at: datetime


@dataclass(frozen=True)
class AbsenceChanged:
    """Somebody's absence was recorded, or somebody named who acts meanwhile."""

    absence_id: int
