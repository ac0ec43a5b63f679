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


@dataclass(frozen=True)
class FactorAdded:
    """An official has one more way to prove the second factor."""

    user_id: int
    authenticator_id: int


@dataclass(frozen=True)
class RecoveryCodeUsed:
    """An official signed in with a recovery code; so many are left."""

    user_id: int
    left: int


@dataclass(frozen=True)
class FactorsReset:
    """Somebody took an official's second factor away, who lost it; None where it was done at the terminal."""

    user_id: int
    by_id: int | None
    reason: str


@dataclass(frozen=True)
class MandateChanged:
    """Somebody acts for somebody else from now on, or no longer does."""

    mandate_id: int


@dataclass(frozen=True)
class DocumentChanged:
    """Somebody has another identity document: what is found by the old number alone is to be found by the person."""

    person_id: int
    old_number_id: int
