"""The fixed words about people: kinds of person, user and identity number."""

from dataclasses import dataclass
from enum import StrEnum

from motcua.organisations.rules import Role


class PersonKind(StrEnum):
    """A human being, or an organisation."""

    PERSON = "person"
    ORGANISATION = "organisation"


class UserKind(StrEnum):
    """Who signs in."""

    CITIZEN = "citizen"  # persons and organisations alike: User.person tells which
    OFFICIAL = "official"
    MACHINE = "machine"
    SYSTEM = "system"


class IdentityKind(StrEnum):
    """Which register a number is of."""

    PERSONAL_ID = "personal_id"  # số định danh cá nhân
    OLD_ID = "old_id"  # chứng minh nhân dân, nine digits
    PASSPORT = "passport"
    TAX_CODE = "tax_code"  # mã số thuế, mã số doanh nghiệp
    OTHER = "other"


@dataclass(frozen=True)
class PostHeld:
    """One post a user holds: the role, and the agency with its place in the tree.

    `for_user` is the id of the absent official at whose post the user only acts (`for_name`), `signs_as` what their
    signature there begins with, `basis` the document that says so; None at the user's own posts.
    """

    post_id: int
    role: Role
    title: str
    agency_id: int
    agency_code: str
    agency_name: str
    agency_path: str
    for_user: int | None = None
    for_name: str = ""
    signs_as: str = ""
    basis: str = ""
    scope: str = ""
