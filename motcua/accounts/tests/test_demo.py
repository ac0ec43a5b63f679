"""The demo province has somebody for everything."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from motcua.accounts import clients, demo, identity, queries, signin
from motcua.accounts.models import Absence, ApiClient, Person, User
from motcua.organisations import actions, loading
from motcua.organisations.models import Agency
from motcua.organisations.queries import agency_by_code
from motcua.organisations.rules import AgencyKind, Role
from motcua.signing.models import SigningKey

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WORK = (Role.DISPATCHER, Role.SPECIALIST, Role.DIVISION_HEAD, Role.AGENCY_LEADER, Role.CLERK)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_province(settings: Settings, tmp_path: Path) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = str(tmp_path / "keys"), str(tmp_path / "trust")
    actions.load_units(rows=loading.unit_rows())
    actions.load_agencies(rows=loading.agency_rows())
    made = demo.make(now=NOW, citizens=20)
    assert made.citizens == 20
    assert made.keys >= 6
    # The whole job can be done by HTTP alone, in the name of the agency's program.
    assert SigningKey.objects.filter(label="user:api:h36.12", is_seal=False).exists()
    again = demo.make(now=NOW, citizens=20)
    assert (again.officials, again.posts, again.clients, again.citizens) == (0, 0, 0, 0)

    # Domain: every role has somebody, and every agency has who works, signs and hands out.
    held = {
        post.role
        for user in User.objects.filter(kind="official").order_by("pk")[:40]
        for post in queries.posts_of(user, NOW.date())
    }
    assert set(Role) - held == set()
    department = agency_by_code("H36.12", NOW.date())
    for role in (*WORK, Role.COORDINATOR):
        assert queries.holders(role, department.pk, NOW.date()).exists(), role
    without = [
        f"{agency.code} {role}"
        for agency in Agency.objects.exclude(kind=AgencyKind.ONE_STOP).order_by("code")[:150]
        for role in WORK
        if not queries.holders(role, agency.pk, NOW.date()).exists()
    ]
    assert without == []
    for centre in Agency.objects.filter(kind=AgencyKind.ONE_STOP)[:20]:
        assert queries.holders(Role.RECEPTIONIST, centre.pk, NOW.date()).exists(), centre.code

    # Somebody is away, and a colleague acts for them.
    (away,) = Absence.objects.select_related("user")
    (acting,) = away.substitutes.select_related("user")
    assert (away.user.username, acting.user.username) == ("chuyenvien2", "chuyenvien")

    # One person of a commune holds several posts, as in life.
    commune_officer = User.objects.get(username="donduong")
    assert len(queries.posts_of(commune_officer, NOW.date())) >= 4

    done = signin.check(username="donduong", password=made.password, mark="", address="192.0.2.1", now=NOW)
    assert done.user == commune_officer
    client = ApiClient.objects.get(client_id="h36.12")
    secret = demo.client_secret("h36.12")
    assert clients.give_token(client_id=client.client_id, secret=secret, scopes=[], now=NOW) is not None
    person = Person.objects.filter(user=None).first()
    assert person is not None
    assert person.identity is not None
    assert identity.reveal(person.identity).startswith("068")
