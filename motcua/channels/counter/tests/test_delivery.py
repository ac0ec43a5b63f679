"""Results are handed out with a receipt: to whom, on which basis, confirmed how."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.channels.counter.tests.visits import sign_in
from motcua.dossiers.actions import Details, hand_results, take_over
from motcua.dossiers.models import Custody, Delivery, Dossier, Paper
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories as cases
from motcua.files.tests.samples import pdf
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "068190000027"
CARD = f"{NUMBER}||Nguyễn Thị An|05031990|Nữ|Thạnh Mỹ, Đơn Dương, Lâm Đồng|15042021"


@pytest.fixture
def dossier(commune: Agency, receptionist: User) -> Dossier:
    """A dossier whose result is issued, came to the counter and waits."""
    everything = official("Ya Thuyên", (Role.SPECIALIST, commune), (Role.CLERK, commune), (Role.AGENCY_LEADER, commune))
    filed = cases.filed(by=people.citizen("Nguyễn Thị An", number=NUMBER))
    cases.done(filed, "accept", receptionist)
    cases.done(filed, "approve", everything, details=Details(reference=cases.reference()))
    cases.done(filed, "sign", everything)
    cases.done(filed, "issue", everything)
    (made,) = hand_results(agency_id=commune.pk, dossier_ids=[filed.pk], by=everything, now=cases.NOW)
    take_over(public_id=made.public_id, by=receptionist, now=cases.NOW)
    filed.refresh_from_db()
    return filed


def address(dossier: Dossier) -> str:
    return reverse("counter:deliver", args=[dossier.public_id])


def post(client: Client, dossier: Dossier, expect: int, **data: Any) -> Any:
    given = fetch(client, address(dossier)).fields() | data
    return fetch(client, address(dossier), method="post", data=given, expect=expect)


def test_the_owners_card_is_enough(client_: Client, dossier: Dossier) -> None:
    page = fetch(client_, reverse("counter:results"))
    assert [link.text_content() for link in page.select("main a[data-row]")] == [dossier.code]
    assert "chưa ai nhận" in page.text, "issued long before today"
    post(client_, dossier, 302, card=CARD)
    delivery = Delivery.objects.get()
    assert (delivery.confirmed, delivery.recipient, delivery.is_other) == ("card", "Nguyễn Thị An", False)
    dossier.refresh_from_db()
    assert dossier.state == State.DELIVERED
    assert "Đã trả cho Nguyễn Thị An" in fetch(client_, address(dossier)).text
    assert fetch(client_, reverse("counter:results")).select("main a[data-row]") == []


def test_somebody_else_collects_on_a_basis(client_: Client, dossier: Dossier) -> None:
    other = CARD.replace(NUMBER, "068190000035").replace("Nguyễn Thị An", "Trần Thị Tư")
    page = post(client_, dossier, 422, card=other)
    assert "phải ghi căn cứ" in page.text
    post(client_, dossier, 302, card=other, basis="con đẻ")
    delivery = Delivery.objects.get()
    assert (delivery.recipient, delivery.is_other, delivery.basis) == ("Trần Thị Tư", True, "con đẻ")


def test_paper_is_kept_as_evidence_and_the_post_has_its_number(client_: Client, dossier: Dossier) -> None:
    assert "Hãy ghi số bưu gửi." in post(client_, dossier, 422, confirmed="post").text
    assert "Hãy ghi tên người nhận" in post(client_, dossier, 422, recipient="").text
    assert "không phải mã QR" in post(client_, dossier, 422, card="linh tinh").text
    scan = SimpleUploadedFile("bien-nhan.pdf", pdf(), content_type="application/pdf")
    post(client_, dossier, 302, confirmed="fingerprint", evidence=scan)
    delivery = Delivery.objects.get()
    assert delivery.confirmed == "fingerprint"
    assert delivery.evidence is not None
    assert delivery.evidence.attached_at is not None


def test_what_is_fresh_is_not_unclaimed_and_other_units_see_nothing(client_: Client, dossier: Dossier) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(completed_at=cases.NOW + timedelta(days=36500))
    assert fetch(client_, reverse("counter:results"), data={"lau": "1"}).select("main a[data-row]") == []
    elsewhere = sign_in(official("Người Lạ", (Role.RECEPTIONIST, places.centre())))
    assert fetch(elsewhere, reverse("counter:results")).select("main a[data-row]") == []
    fetch(elsewhere, address(dossier), expect=404)


def test_an_original_that_is_still_here_though_the_dossier_is_over_is_shown(
    client_: Client, dossier: Dossier, receptionist: User, commune: Agency
) -> None:
    """Decree 61/2018/NĐ-CP art. 20(2): what was taken in must be given back."""
    paper = Paper.objects.create(dossier=dossier, number=1, key="deed", name="Giấy chứng nhận đất", originals=1)
    Custody.objects.create(paper=paper, number=1, act="held", at=cases.NOW, by=receptionist, agency=commune.one_stop)
    assert "Giấy chứng nhận đất" not in fetch(client_, reverse("counter:results")).text
    post(client_, dossier, 302, card=CARD)
    assert "Giấy chứng nhận đất" in fetch(client_, reverse("counter:results")).text
