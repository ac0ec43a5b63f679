"""Who files, and what."""

import pytest
from django.test import Client

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.channels.portal.tests.walking import PAPERS, PRESENTATION, SCHEMA
from motcua.dossiers.tests.factories import version
from motcua.eforms.units import UNITS
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion


@pytest.fixture
def user() -> User:
    return people.citizen("Nguyễn Thị An", number="068190012345")


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    UNITS.forget()
    places.commune()
    client.force_login(user)
    return client


@pytest.fixture
def procedure() -> ProcedureVersion:
    return version(form={"schema": SCHEMA, "presentation": PRESENTATION}, papers=PAPERS)
