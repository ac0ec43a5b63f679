"""The reuse counted for index 766, as those see it who answer for it."""

import pytest
from django.test import Client
from django.utils import timezone

from motcua.accounts.models import User
from motcua.channels.desk.views.reuse import share
from motcua.dossiers.reuse_counts import ReuseCount
from motcua.dossiers.tests import factories
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/ban-lam-viec/dung-lai"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_each_sees_the_agencies_they_answer_for(
    citizen: User, commune_leader: User, procedure_control_officer: User, stranger: User, commune_officer: User
) -> None:
    factories.filed(by=citizen, now=timezone.now())
    for who in (commune_leader, procedure_control_officer):
        page = fetch(signed_in(who), PAGE)
        [row] = page.words("tbody tr")
        assert places.commune().name in row
        assert [cell.text for cell in page.select("tbody td")][:3] == ["1", "0", "0"]
    assert not fetch(signed_in(stranger), PAGE).select("tbody tr"), "a leader of another commune"
    fetch(signed_in(commune_officer), PAGE, expect=403)


@pytest.mark.parametrize("text", ["2025-01", "0001-01", "9999-12", "x", "2026-13", "٢٠٢٦-١"])
def test_any_month_in_the_address_is_answered(commune_leader: User, text: str) -> None:
    fetch(signed_in(commune_leader), f"{PAGE}?thang={text}")


def test_the_share_is_of_those_that_could() -> None:
    assert [share(ReuseCount(1, 9, could, did)) for could, did in ((0, 0), (3, 1), (3, 3))] == ["", "33%", "100%"]
