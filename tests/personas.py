"""The people of the tests. Each fixture is one of them; permission tests then read like stories.

Officials work in the department (`places.department()`, dossiers handed in at the province's centre) unless they are
of the commune: `commune_officer` holds several posts of a commune, as in life. The stranger is an official of another
commune, who has nothing to do with anybody's dossier.
"""

import pytest

from motcua.accounts.models import ApiClient, User
from motcua.accounts.tests import factories
from motcua.organisations.rules import AgencyKind, Level, Role
from motcua.organisations.tests import factories as places


@pytest.fixture
def citizen(db: None) -> User:
    """A person who files for herself."""
    return factories.citizen("Nguyễn Thị An", number="068190012345")


@pytest.fixture
def second_citizen(db: None) -> User:
    """Another person, of the K'Ho, with a one-word name."""
    return factories.citizen("K'Brếp", number="068088000777")


@pytest.fixture
def organisation_user(db: None) -> User:
    """A company."""
    return factories.citizen(who=factories.organisation())


@pytest.fixture
def receptionist(db: None) -> User:
    """Takes in and hands out at the province's centre."""
    return factories.official("Trần Văn Bình", (Role.RECEPTIONIST, places.centre()))


@pytest.fixture
def specialist(db: None) -> User:
    """Appraises and drafts in the department."""
    return factories.official("Lê Thị Chi", (Role.SPECIALIST, places.department()))


@pytest.fixture
def division_head(db: None) -> User:
    """Reviews in the department."""
    return factories.official("Phạm Văn Dũng", (Role.DIVISION_HEAD, places.department()))


@pytest.fixture
def leader(db: None) -> User:
    """Signs for the department."""
    return factories.official("Hoàng Thị Giang", (Role.AGENCY_LEADER, places.department()))


@pytest.fixture
def clerk(db: None) -> User:
    """Numbers and issues for the department."""
    return factories.official("Vũ Thị Hạnh", (Role.CLERK, places.department()))


@pytest.fixture
def dispatcher(db: None) -> User:
    """Assigns work in the department."""
    return factories.official("Đỗ Văn Khoa", (Role.DISPATCHER, places.department()))


@pytest.fixture
def commune_officer(db: None) -> User:
    """Does everything but sign in a commune."""
    commune = places.commune()
    assert commune.one_stop is not None
    return factories.official(
        "Ya Thuyên", (Role.RECEPTIONIST, commune.one_stop), (Role.SPECIALIST, commune), (Role.CLERK, commune)
    )


@pytest.fixture
def commune_leader(db: None) -> User:
    """Signs for the commune."""
    return factories.official("Touneh Thị Hạnh", (Role.AGENCY_LEADER, places.commune()))


@pytest.fixture
def procedure_control_officer(db: None) -> User:
    """Keeps the province's catalogue."""
    return factories.official("Bùi Thị Mai", (Role.PROCEDURE_CONTROL_OFFICER, places.committee()))


@pytest.fixture
def business_admin(db: None) -> User:
    """Configures procedures, and applies nothing alone."""
    return factories.official("Phan Thị Lan", (Role.BUSINESS_ADMIN, places.committee()))


@pytest.fixture
def supervisor(db: None) -> User:
    """Inspects, reads only."""
    return factories.official("Cao Văn Nam", (Role.SUPERVISOR, places.committee()))


@pytest.fixture
def tech_admin(db: None) -> User:
    """Runs the system and reads no dossier."""
    return factories.official("Ngô Văn Phúc", (Role.TECH_ADMIN, places.committee()))


@pytest.fixture
def inspector(db: None) -> User:
    """Reads in the department and below it, by a decision."""
    return factories.official("Tạ Thị Thu", (Role.INSPECTOR, places.department()))


@pytest.fixture
def security_officer(db: None) -> User:
    """Looks into emergency openings and reads no dossier."""
    return factories.official("Mai Thị Quỳnh", (Role.SECURITY_OFFICER, places.committee()))


@pytest.fixture
def post_clerk(db: None) -> User:
    """Hands results out at the province's centre for the public post."""
    return factories.official("Võ Văn Thư", (Role.POST_CLERK, places.centre()))


@pytest.fixture
def archive_keeper(db: None) -> User:
    """Reads what the department keeps."""
    return factories.official("Lưu Thị Trữ", (Role.ARCHIVE_KEEPER, places.department()))


@pytest.fixture
def stranger(db: None) -> User:
    """An official with many posts, in a commune far away."""
    away = places.agency(
        "H36.299",
        "Ủy ban nhân dân xã Tuy Đức",
        kind=AgencyKind.COMMITTEE,
        level=Level.COMMUNE,
        parent=places.committee(),
        area=places.unit("24739", "Xã Tuy Đức", parent=places.province()),
    )
    return factories.official(
        "Người Lạ", (Role.RECEPTIONIST, away), (Role.SPECIALIST, away), (Role.AGENCY_LEADER, away), (Role.CLERK, away)
    )


@pytest.fixture
def api_client(db: None) -> ApiClient:
    """A program of the department, with every scope."""
    return factories.api_client(places.department(), client_id="so-nnmt")


@pytest.fixture
def province_api_client(db: None) -> ApiClient:
    """A program of the province's committee: everything below it."""
    return factories.api_client(places.committee(), client_id="tinh")
