"""What the search of the desk finds beyond codes, names and identity numbers (test_desk)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.dossiers.tests import factories as cases
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch

from .visits import sign_in

SEARCH = "/ban-lam-viec/tim"
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_telephone_number_finds_the_dossiers_of_who_gave_it(receptionist: User) -> None:
    dossier = cases.filed()
    party = dossier.parties.get(role="submitter")
    assert party.phone, "the sample's people have a telephone"
    client = sign_in(receptionist)
    for typed in (party.phone, f"{party.phone[:4]} {party.phone[4:7]}.{party.phone[7:]}", "+84" + party.phone[1:]):
        sent = fetch(client, SEARCH, method="post", data={"q": typed}, expect=302)
        assert sent.location
        assert party.phone[1:] not in sent.location, "browsers and front servers keep addresses"
        assert dossier.code in fetch(client, sent.location).text
    stranger = official("Người lạ", (Role.SPECIALIST, places.agency("H36.77", "Sở Khác")))
    assert (
        dossier.code not in fetch(sign_in(stranger), SEARCH, method="post", data={"q": party.phone}, follow=True).text
    )
    unknown = fetch(client, SEARCH, method="post", data={"q": "0987000111"}, follow=True)
    assert "Không tìm thấy" in unknown.text


def test_the_name_of_a_procedure_leads_to_the_work_of_the_unit(receptionist: User) -> None:
    dossier = cases.filed()
    title = dossier.version.procedure.title
    client = sign_in(receptionist)
    with CaptureQueriesContext(connection) as taken:
        page = fetch(client, SEARCH, data={"q": title.lower()})
    assert len(taken) <= 16
    link = page.select("main .govuk-list a")[0].get("href")
    assert dossier.code in fetch(client, link).text
    assert not fetch(client, SEARCH, data={"q": "khong co thu tuc nay"}).select("main .govuk-list a")
