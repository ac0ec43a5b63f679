"""One's own store in the portal; nobody else's."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.audit.models import Entry
from motcua.files import actions as files
from motcua.files.tests.samples import pdf
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch
from motcua.vault import actions as vault
from motcua.vault.models import Item
from motcua.vault.rules import Facts, ItemKind, ItemState, Signature

pytestmark = pytest.mark.django_db(transaction=True)


def kept(
    owner: User, name: str = "Giấy xác nhận tình trạng hôn nhân", *, with_file: bool = True, **more: object
) -> Item:
    """Put something into somebody's store."""
    assert owner.person is not None
    now = timezone.now()
    file = None
    if with_file:
        file = files.store(data=pdf(), name="giay.pdf", purpose="result", by=actor(owner), now=now)
        files.attach(file_ids=[file.pk], by=actor(owner), now=now)
    values: dict[str, object] = {
        "source": f"result:{Item.objects.count() + 1}",
        "kind": ItemKind.RESULT,
        "name": name,
        "dossier_code": "H36.12-261123-0001",
        "procedure_code": "1.004873",
        "number_id": owner.person.identity_id,
        "number": "17/XN-UBND",
        "issuer": "Ủy ban nhân dân xã Đơn Dương",
        "agency_id": places.commune().pk,
        "issued_on": date(2026, 11, 1),
        "signature": Signature.AGENCY if file else Signature.NONE,
        "file_id": file.pk if file else None,
        "sha256": file.sha256 if file else "",
        **more,
    }
    item = vault.keep_many([Facts(**values)], by=actor(owner), now=now)  # type: ignore[arg-type]
    assert item == 1
    return Item.objects.latest("pk")


@pytest.fixture
def signed_in(client: Client, citizen: User) -> Client:
    client.force_login(citizen)
    return client


def test_the_list_and_the_page_say_what_stands_and_what_is_no_proof(signed_in: Client, citizen: User) -> None:
    new = kept(citizen)
    old = kept(citizen, "Giấy cũ", with_file=False, valid_until=timezone.now().date() - timedelta(days=1))
    page = fetch(signed_in, "/kho-cua-toi")
    assert page.h1 == "Kho của tôi"
    assert [row.text for row in page.select(".motcua-list__title")] == [old.name, new.name]
    assert "Hết hạn" in page.text
    assert "Còn giá trị" in page.text
    assert "không phải bằng chứng" in page.text
    shown = fetch(signed_in, f"/kho-cua-toi/{new.public_id}")
    for word in ("17/XN-UBND", "Ủy ban nhân dân xã Đơn Dương", "Toàn tỉnh", "cơ quan đã ký số", new.dossier_code):
        assert word in shown.text
    assert fetch(signed_in, f"/kho-cua-toi/{new.public_id}/tep").content.startswith(b"%PDF")
    assert "không có tệp" in fetch(signed_in, f"/kho-cua-toi/{old.public_id}").text
    assert signed_in.get(f"/kho-cua-toi/{old.public_id}/tep").status_code == 404
    assert Entry.objects.filter(subjects__contains=[f"item:{new.public_id}"]).count() == 3


def test_what_took_an_items_place_is_linked_from_it(signed_in: Client, citizen: User) -> None:
    old, new = kept(citizen), kept(citizen, "Giấy mới")
    Item.objects.filter(pk=old.pk).update(
        state=ItemState.REPLACED, ended_at=timezone.now(), ended_because="Ghi sai năm sinh", replaced_by=new
    )
    page = fetch(signed_in, f"/kho-cua-toi/{old.public_id}")
    assert "Ghi sai năm sinh" in page.text
    assert page.select(f"a[href='/kho-cua-toi/{new.public_id}']")
    assert page.select("main .govuk-tag")[0].text == "Đã có bản thay thế"
    assert fetch(signed_in, f"/kho-cua-toi/{new.public_id}").select(f"a[href='/kho-cua-toi/{old.public_id}']")


def test_nobody_elses_item_is_to_be_had(signed_in: Client, second_citizen: User) -> None:
    other = kept(second_citizen)
    assert not fetch(signed_in, "/kho-cua-toi").select(".motcua-list__title")
    for address in (f"/kho-cua-toi/{other.public_id}", f"/kho-cua-toi/{other.public_id}/tep"):
        assert signed_in.get(address).status_code == 404


def test_an_organisation_has_its_own(client: Client, organisation_user: User) -> None:
    item = kept(organisation_user, "Giấy phép xây dựng")
    client.force_login(organisation_user)
    assert item.name in fetch(client, "/kho-cua-toi").text


def test_a_long_store_is_listed_page_by_page_in_the_same_number_of_questions(signed_in: Client, citizen: User) -> None:
    kept(citizen)
    fetch(signed_in, "/kho-cua-toi")
    with CaptureQueriesContext(
        connection,
    ) as few:
        fetch(signed_in, "/kho-cua-toi")
    for _ in range(24):
        kept(citizen, with_file=False)
    with CaptureQueriesContext(connection) as many:
        page = fetch(signed_in, "/kho-cua-toi")
    assert len(many) == len(few)
    assert len(page.select(".motcua-list__title")) == 20
    older = page.select("a[href^='?truoc=']")[0].get("href")
    assert len(fetch(signed_in, f"/kho-cua-toi{older}").select(".motcua-list__title")) == 5
