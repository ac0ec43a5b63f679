"""Where a filing goes: the communes to choose from, and the one that is proposed."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client

from motcua.accounts.tests import factories as people
from motcua.channels.portal.journey import Journey
from motcua.dossiers import queries
from motcua.dossiers.tests.factories import version
from motcua.eforms.units import UNITS
from motcua.organisations.rules import AgencyKind, Level
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db


def test_the_commune_is_proposed_where_the_answers_name_one_and_left_open_where_they_name_several(
    client: Client,
) -> None:
    """Keys of stored answers come back in the database's order: the first of several wards meant nothing."""
    UNITS.forget()
    user = people.citizen("Nguyễn Thị An", number="068190012345")
    client.force_login(user)
    here, there = places.commune(), places.unit("24943", "Xã Ka Đô", parent=places.province())
    office = places.agency(
        "H36.202", "Ủy ban nhân dân xã Ka Đô", kind=AgencyKind.COMMITTEE, level=Level.COMMUNE, area=there
    )
    places.agency(
        "H36.202.01", "Một cửa Ka Đô", kind=AgencyKind.ONE_STOP, level=Level.COMMUNE, parent=office, area=there
    )
    assert here.area is not None
    page = fetch(client, f"/nop-ho-so/{version().procedure.code}", method="post", expect=302)
    journey = Journey(queries.draft_of(user, UUID(page.location.split("/")[2])), user, datetime.now(UTC))
    for answers, proposed in (
        ({"a": {"ward": here.area.code}, "home": {"ward": here.area.code}}, here.area.code),
        ({"a": {"ward": there.code}, "home": {"ward": here.area.code}}, None),
        ({"a": {"ward": "00001"}, "home": {"ward": there.code}}, there.code),
    ):
        journey.__dict__.pop("details", None)
        journey.__dict__["answers"] = answers
        assert journey.details.get("area") == proposed
    options = fetch(client, f"/ban-nhap/{journey.draft.public_id}/nhan-ket-qua").words("select option")
    assert options == ["Chọn", "Xã Đơn Dương", "Xã Ka Đô"]
