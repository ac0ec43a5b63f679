"""One page for the citizen that shows all parts of a bundle (Decree 301/2026/NĐ-CP article 3(2))."""

import pytest
from django.test import Client
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.bundle_factories import begun, insurer, police, through, version
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db(transaction=True)


def words(page: Page) -> str:
    return " ".join(page.text.split())


@pytest.fixture
def bundle(citizen: User) -> Dossier:
    commune = places.commune()
    police()
    insurer()
    filed = factories.filed(by=citizen, of=version(), now=timezone.now())
    run_due_jobs()
    assert commune.one_stop is not None
    roles = (Role.SPECIALIST, Role.AGENCY_LEADER, Role.CLERK)
    through(
        begun(filed, "birth"),
        official("Làm Hết", *((role, commune) for role in roles), (Role.RECEPTIONIST, commune.one_stop)),
    )
    run_due_jobs()
    filed.refresh_from_db()
    return filed


def test_all_parts_with_their_dates_and_results(client: Client, citizen: User, bundle: Dossier) -> None:
    client.force_login(citizen)
    page = fetch(client, f"/ho-so/{bundle.code}")
    text = words(page)
    assert "Các phần của hồ sơ liên thông" in text
    for title, agency in (
        ("Khai sinh", "Ủy ban nhân dân xã Đơn Dương"),
        ("Thường trú", "Công an xã Đơn Dương"),
        ("Thẻ BHYT", "Bảo hiểm xã hội tỉnh"),
    ):
        assert title in text
        assert agency in text
    assert "số 17/XN-UBND" in text
    assert f"/ho-so/{begun(bundle, 'residence').code}" in page.source
    assert "Rút hồ sơ" not in text
    # The list has the one dossier that was filed; a part leads back to it.
    assert begun(bundle, "birth").code not in words(fetch(client, "/ho-so-cua-toi"))
    assert f"Hồ sơ liên thông {bundle.code}" in words(fetch(client, f"/ho-so/{begun(bundle, 'birth').code}"))


def test_a_stranger_sees_none_of_it(client: Client, second_citizen: User, bundle: Dossier) -> None:
    client.force_login(second_citizen)
    for code in (bundle.code, begun(bundle, "birth").code):
        assert client.get(f"/ho-so/{code}").status_code == 404


def test_the_police_see_their_part_and_where_the_others_are(client: Client, bundle: Dossier) -> None:
    client.force_login(official("Công An", (Role.SPECIALIST, police())))
    residence = begun(bundle, "residence")
    page = fetch(client, f"/ban-lam-viec/ho-so/{residence.public_id}")
    assert "Các phần của hồ sơ liên thông" in words(page)
    assert str(begun(bundle, "birth").public_id) not in page.source
    assert client.get(f"/ban-lam-viec/ho-so/{begun(bundle, 'birth').public_id}").status_code == 404
    assert client.get(f"/ban-lam-viec/ho-so/{bundle.public_id}").status_code == 404


def test_who_does_which_part_is_said_before_and_right_after_filing(
    client: Client, citizen: User, bundle: Dossier
) -> None:
    text = words(fetch(client, "/thu-tuc/2.002621"))
    assert "Cơ quan nào làm phần nào" in text
    assert "2. Thường trú" in text
    assert "Thời hạn: 02 ngày làm việc" in text
    client.force_login(citizen)
    text = words(fetch(client, f"/da-nop/{bundle.code}"))
    assert "Hồ sơ có 3 phần" in text
    assert "bắt đầu khi có kết quả của phần “Khai sinh”" in text
