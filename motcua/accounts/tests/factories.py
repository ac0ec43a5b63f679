"""One valid person, user or client, with few arguments."""

import hashlib
import itertools
from datetime import UTC, datetime

from motcua.accounts import identity
from motcua.accounts.models import ApiClient, Appointment, Person, User
from motcua.accounts.rules import IdentityKind, PersonKind, UserKind
from motcua.accounts.rules.permissions import ApiScope
from motcua.lib.text import sort_key
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places

PASSWORD = "mat-khau-thu-nghiem-2026"
SECRET = "a-long-enough-secret"
WHEN = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def person(
    full_name: str = "Nguyễn Thị An",
    *,
    number: str = "",
    birth: str = "1990-03-05",
    sex: str = "female",
) -> Person:
    """Make a person with an identity number (made up where none is given)."""
    sealed = identity.seal(IdentityKind.PERSONAL_ID, number or f"068190{next(_numbers):06d}")
    return Person.objects.create(
        full_name=full_name, sort_key=sort_key(full_name), birth=birth, sex=sex, identity=sealed
    )


def organisation(full_name: str = "Công ty TNHH Cà phê Đơn Dương", *, number: str = "0100109106") -> Person:
    """Make an organisation with a tax code."""
    return Person.objects.create(
        kind=PersonKind.ORGANISATION,
        full_name=full_name,
        sort_key=sort_key(full_name),
        identity=identity.seal(IdentityKind.TAX_CODE, number),
    )


def citizen(full_name: str = "Nguyễn Thị An", *, number: str = "", who: Person | None = None) -> User:
    """Make a signed-up person or organisation."""
    who = who or person(full_name, number=number)
    user = User.objects.create_user(
        f"vneid:{next(_numbers)}", kind=UserKind.CITIZEN, full_name=who.full_name, person=who
    )
    user.assurance = 2
    user.save(update_fields=["assurance"])
    return user


def official(full_name: str, *posts: tuple[Role, Agency], username: str = "") -> User:
    """Make an official who holds these posts."""
    user = User.objects.create_user(
        username or f"canbo{next(_numbers)}", PASSWORD, kind=UserKind.OFFICIAL, full_name=full_name
    )
    for role, agency in posts:
        Appointment.objects.create(user=user, post=places.post(role, agency), valid=places.ALWAYS)
    return user


def api_client(
    agency: Agency, *, client_id: str = "", secret: str = SECRET, scopes: list[str] | None = None
) -> ApiClient:
    """Make a machine client of an agency, with every scope unless some are named."""
    client_id = client_id or f"may-{next(_numbers)}"
    user = User.objects.create_user(client_id, kind=UserKind.MACHINE, full_name=f"Ứng dụng {client_id}")
    return ApiClient.objects.create(
        user=user,
        client_id=client_id,
        secret_digest=hashlib.sha256(secret.encode()).hexdigest(),
        agency=agency,
        scopes=scopes if scopes is not None else [scope.value for scope in ApiScope],
        created_at=WHEN,
    )
