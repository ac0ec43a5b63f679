"""The office of the counter's tests: a commune, the receptionist of its one-stop unit, and a browser of theirs."""

import pytest
from django.test import Client

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.counter.tests.visits import sign_in
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places


@pytest.fixture
def commune() -> Agency:
    return places.commune()


@pytest.fixture
def receptionist(commune: Agency) -> User:
    """Takes in and hands out at the commune's one-stop unit."""
    return official("Lê Thị Ánh", (Role.RECEPTIONIST, one_stop_of(commune)))


@pytest.fixture
def client_(receptionist: User) -> Client:
    return sign_in(receptionist)
