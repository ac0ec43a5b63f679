"""A link to one item: nothing before a press, the item alone after it, and the owner sees and ends it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from motcua.accounts.models import User
from motcua.audit.models import Entry
from motcua.channels.portal.tests.test_store import kept
from motcua.ui.testing import fetch
from motcua.vault import sharing
from motcua.vault.models import Item, Share, ShareLook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def item(citizen: User) -> Item:
    return kept(citizen, purpose="Để kết hôn")


@pytest.fixture
def owner(citizen: User) -> Client:
    client = Client()
    client.force_login(citizen)
    return client


def shared(owner: Client, item: Item, **given: str) -> str:
    """Make a link on the page; return its address."""
    data = {"purpose": "Ngân hàng kiểm tra hồ sơ vay", "days": "7", **given}
    fetch(owner, f"/kho-cua-toi/{item.public_id}/chia-se", method="post", data=data, expect=302)
    return f"/chia-se/{sharing.secret_of(Share.objects.latest('pk'))}"


def test_opened_alone_it_shows_nothing_and_changes_nothing(client: Client, owner: Client, item: Item) -> None:
    """Programs that preview links open them alone (GET): no personal data, nothing written."""
    address = shared(owner, item)
    before = Entry.objects.count()
    for _ in range(2):
        page = fetch(client, address)
        for private in (item.name, item.number, item.purpose, item.dossier_code, "Ngân hàng", "Nguyễn Thị An"):
            assert private not in page.source
        assert page.response.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page.response.headers["Cache-Control"]
    assert (ShareLook.objects.count(), Entry.objects.count()) == (0, before)


def test_after_a_press_it_shows_what_was_shared_and_its_owner_sees_that(
    client: Client, owner: Client, item: Item, citizen: User
) -> None:
    other = kept(citizen, "Giấy phép khác")
    address = shared(owner, item)
    page = fetch(client, address, method="post", data={})
    for words in (item.name, item.number, "Ngân hàng kiểm tra hồ sơ vay", "Để kết hôn", "Còn giá trị"):
        assert words in page.text
    for private in (other.name, item.dossier_code, "Nguyễn Thị An"):
        assert private not in page.source
    file = fetch(client, address, method="post", data={"do": "file"})
    assert file.content.startswith(b"%PDF")
    assert [look.took_file for look in ShareLook.objects.order_by("pk")] == [False, True]
    own = fetch(owner, f"/kho-cua-toi/{item.public_id}/chia-se")
    assert "tải tệp" in own.text
    assert own.select("svg")
    assert "Xem qua liên kết ông/bà đã chia sẻ" in fetch(owner, "/kho-cua-toi/ai-da-xem").text


def test_a_link_that_ended_was_taken_back_or_never_was_opens_nothing(
    client: Client, owner: Client, item: Item, second_citizen: User
) -> None:
    address, ended = shared(owner, item), shared(owner, item)
    share = Share.objects.order_by("pk")[0]
    take_back = {"do": f"revoke.{share.public_id}"}
    stranger = Client()
    stranger.force_login(second_citizen)
    page = f"/kho-cua-toi/{item.public_id}/chia-se"
    assert stranger.post(page, take_back).status_code == 404
    assert fetch(client, address, method="post", data={}).status == 200
    fetch(owner, page, method="post", data=take_back, expect=302)
    now = timezone.now()
    Share.objects.exclude(pk=share.pk).update(created_at=now - timedelta(days=9), expires_at=now - timedelta(days=1))
    said = set()
    for dead in (address, ended, "/chia-se/aaaaaaaaaaaaaaaaaaaaaa"):
        for method in ("get", "post"):
            page_ = fetch(client, dead, method=method, data={} if method == "post" else None, expect=404)
            said.add(page_.words("main")[0])
    assert len(said) == 1, "what never was is told like what ended"
    assert ShareLook.objects.count() == 1
    assert address not in fetch(owner, page).source


def test_a_link_needs_a_purpose_a_time_and_an_item_that_stands(owner: Client, item: Item) -> None:
    page = f"/kho-cua-toi/{item.public_id}/chia-se"
    for wrong in ({"purpose": " ", "days": "7"}, {"purpose": "Xem", "days": "400"}, {"purpose": "Xem", "days": "x"}):
        again = fetch(owner, page, method="post", data=wrong, expect=422)
        assert again.select(".govuk-error-summary")
    Item.objects.update(state="revoked", ended_at=timezone.now())
    fetch(owner, page, method="post", data={"purpose": "Xem", "days": "7"}, expect=422)
    assert not Share.objects.exists()
    assert not fetch(owner, page).select("input[name=purpose]")


def test_the_database_keeps_no_secret_in_clear(owner: Client, item: Item) -> None:
    secret = shared(owner, item).rpartition("/")[2]
    share = Share.objects.get()
    assert secret not in f"{share.index}{bytes(share.cipher)!r}"
    assert len(secret) >= 22
