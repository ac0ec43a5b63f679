"""Who works where: the offices that copies of a dossier are spread over, and who takes each official's part there."""

from dataclasses import dataclass
from datetime import date

from motcua.accounts.models import Appointment, User
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role

# Roles that are played at the one-stop unit; the others at the agency itself.
AT_COUNTER = frozenset({Role.RECEPTIONIST})
PARTS = (
    Role.RECEPTIONIST,
    Role.SPECIALIST,
    Role.AGENCY_LEADER,
    Role.CLERK,
    Role.DISPATCHER,
    Role.DIVISION_HEAD,
)


class Understaffed(Exception):
    """Nobody holds a role that the dossiers of an agency need."""


@dataclass(frozen=True)
class Place:
    """An agency with its one-stop unit and one official for each part."""

    agency: Agency
    one_stop: Agency
    staff: dict[Role, User]

    def part_of(self) -> dict[int, Role]:
        """Return each official's main part here."""
        found: dict[int, Role] = {}
        for role in PARTS:
            found.setdefault(self.staff[role].pk, role)
        return found


class Staff:
    """Everybody's posts on a day, read once."""

    def __init__(self, on: date) -> None:
        self._holders: dict[tuple[int, str], User] = {}
        held = Appointment.objects.filter(valid__contains=on, post__valid__contains=on, user__is_active=True)
        for row in held.select_related("user", "post").order_by("user__username", "pk"):
            self._holders.setdefault((row.post.agency_id, row.post.role), row.user)

    def holder(self, agency: Agency, role: Role) -> User:
        """Return who holds a role at an agency; raises Understaffed."""
        found = self._holders.get((agency.pk, role.value))
        if found is None:
            raise Understaffed(f"{role} of {agency.code}")
        return found

    def place(self, agency: Agency) -> Place:
        """Return an agency as a place; raises Understaffed."""
        one_stop = one_stop_of(agency)
        staff = {}
        for role in PARTS:
            where = one_stop if role in AT_COUNTER else agency
            staff[role] = self.holder(where, role)
        return Place(agency, one_stop, staff)
