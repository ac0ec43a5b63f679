"""Opinions on the desk: asked on the dossier, answered by an agency that sees only what was shared with it."""

import pytest
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.models import Dossier, Opinion
from motcua.dossiers.tests import factories
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def department() -> Agency:
    return places.department()


@pytest.fixture
def coordinator(department: Agency) -> User:
    return official("Phối Hợp", (Role.COORDINATOR, department))


@pytest.fixture
def dossier(citizen: User, commune_officer: User) -> Dossier:
    return factories.done(factories.filed(by=citizen), "accept", commune_officer)


def test_the_asked_agency_sees_what_was_shared_and_nothing_else(
    dossier: Dossier, commune_officer: User, coordinator: User, department: Agency
) -> None:
    """From the dossier's page to the answer, through the desk."""
    client = sign_in(commune_officer)
    ask = reverse("desk:ask_opinion", args=[dossier.public_id])
    data = {"recipient": str(department.pk), "question": "Có quy hoạch không?", "due_on": "", "is_mandatory": "1"}
    wrong = fetch(client, ask, method="post", data=data, expect=422)
    assert "Hãy ghi ngày cần có trả lời." in wrong.text
    assert wrong.fields("main form")["question"] == "Có quy hoạch không?"
    fetch(client, ask, method="post", data={**data, "due_on": "2030-01-07"}, expect=302)
    theirs = sign_in(coordinator)
    page = fetch(theirs, "/ban-lam-viec/y-kien")
    (address,) = [link.get("href") for link in page.select("main td a")]
    page = fetch(theirs, address)
    assert "Có quy hoạch không?" in page.text
    for private in ("Nguyễn Thị An", "0912345678", "Xin xác nhận"):
        assert private not in page.text
    fetch(theirs, reverse("desk:dossier", args=[dossier.public_id]), expect=404)
    fetch(sign_in(official("Người lạ", (Role.SPECIALIST, places.agency("H36.77", "Sở Khác")))), address, expect=404)
    answer = {"stance": "disagree", "answer": ""}
    assert "Hãy ghi nội dung trả lời." in fetch(theirs, address, method="post", data=answer, expect=422).text
    fetch(theirs, address, method="post", data={**answer, "answer": "Có quy hoạch đường"}, expect=302)
    mine = fetch(client, reverse("desk:dossier", args=[dossier.public_id]))
    assert "Có quy hoạch đường" in mine.text
    assert "Không đồng ý" in mine.text
    assert "đã trả lời ý kiến về hồ sơ" in fetch(client, "/ban-lam-viec/thong-bao").text
    shared = {**data, "due_on": "2030-01-07", "shares_answers": "1"}
    fetch(client, ask, method="post", data=shared, expect=302)
    newest = Opinion.objects.latest("pk")
    assert "Xin xác nhận" in fetch(theirs, reverse("desk:opinion", args=[newest.public_id])).text
