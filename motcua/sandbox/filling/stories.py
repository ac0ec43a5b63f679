"""What is filed and how far it goes: the prototypes, and how often copies of each occur."""

from dataclasses import dataclass
from enum import StrEnum


class Ending(StrEnum):
    """How far a dossier has come."""

    DELIVERED = "delivered"
    SUPPLEMENTED = "supplemented"
    SIGNED = "signed"
    COMPLETED = "completed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    REGISTERED = "registered"
    RECEIVED = "received"
    APPRAISING = "appraising"
    AT_REVIEW = "at_review"
    AT_SIGNATURE = "at_signature"
    AT_ISSUE = "at_issue"
    ASKED_EARLY = "asked_early"
    ASKED_LATE = "asked_late"
    PAYING = "paying"
    OPINION_ASKED = "opinion_asked"
    OPINION_GIVEN = "opinion_given"


# How many of a thousand dossiers end so: four years of a province whose officials keep up.
SHARES: dict[Ending, float] = {
    Ending.DELIVERED: 846,
    Ending.SUPPLEMENTED: 40,
    # Drawn, signed and filed as PDF: only copies with files can be of these, see `draw`.
    Ending.SIGNED: 0,
    Ending.COMPLETED: 18,
    Ending.REFUSED: 20,
    Ending.WITHDRAWN: 10,
    Ending.STOPPED: 12,
    Ending.REGISTERED: 7,
    Ending.RECEIVED: 6,
    Ending.APPRAISING: 24,
    Ending.AT_REVIEW: 4,
    Ending.AT_SIGNATURE: 4,
    Ending.AT_ISSUE: 2,
    Ending.ASKED_EARLY: 3,
    Ending.ASKED_LATE: 4,
    Ending.PAYING: 2,
    Ending.OPINION_ASKED: 3,
    Ending.OPINION_GIVEN: 8,
}
CLOSED = frozenset(
    {
        Ending.DELIVERED,
        Ending.SUPPLEMENTED,
        Ending.SIGNED,
        Ending.OPINION_GIVEN,
        Ending.REFUSED,
        Ending.WITHDRAWN,
        Ending.STOPPED,
    }
)
# The applicant's time would run out under a copy that is older, and the timetable would end it.
FRESH = frozenset(
    {
        Ending.REGISTERED,
        Ending.ASKED_EARLY,
        Ending.ASKED_LATE,
        Ending.PAYING,
        Ending.RECEIVED,
        Ending.OPINION_ASKED,
    }
)


@dataclass(frozen=True)
class Story:
    """A procedure with the endings its prototypes come to.

    `procedure` is a code, or `province` or `commune` for a default package chosen from the catalogue, whose copies are
    spread over all procedures of the same form and process. `weight` is its share of all dossiers.
    """

    procedure: str
    weight: float
    endings: tuple[Ending, ...]
    agency: str = ""


# Communes ask the largest department; what that decides itself, it does not ask itself about.
_ASKED = (Ending.OPINION_ASKED, Ending.OPINION_GIVEN)
_USUAL = tuple(ending for ending in Ending if ending != Ending.SIGNED and ending not in _ASKED)
_COMMUNE_STEPS = (*(ending for ending in _USUAL if ending != Ending.AT_REVIEW), *_ASKED)
STORIES = (
    # The largest unit first: a department to which every role is a person of its own.
    Story("province", 40, _USUAL),
    Story("commune", 22, _COMMUNE_STEPS),
    Story("2.000815", 14, (Ending.DELIVERED, Ending.REFUSED)),
    Story("1.001193", 6, (Ending.DELIVERED, Ending.SIGNED, Ending.APPRAISING, Ending.ASKED_EARLY)),
    Story("1.004873", 5, (Ending.DELIVERED, Ending.SIGNED, Ending.WITHDRAWN)),
    Story("2.000635", 4, (Ending.DELIVERED, Ending.REGISTERED)),
    Story("1.000656", 3, (Ending.DELIVERED,)),
    Story("1.001612", 2, (Ending.DELIVERED, Ending.STOPPED)),
    Story("1.004884", 1, (Ending.DELIVERED, Ending.SUPPLEMENTED)),
    Story("1.013225", 2, (Ending.DELIVERED, Ending.SIGNED, Ending.APPRAISING), agency="H36.06"),
    Story("1.013831", 1, (Ending.DELIVERED, Ending.PAYING), agency="H36.12.01"),
)
LARGEST = "H36.12"
