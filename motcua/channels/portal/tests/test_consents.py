"""A house owner agrees online in the place of a signed paper: they see what they agree to, and nothing more."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.audit.models import Entry
from motcua.channels.portal.tests.walking import PRESENTATION, SCHEMA, answer, begin
from motcua.dossiers.models import Consent, Dossier, DraftFile
from motcua.dossiers.tests import factories
from motcua.files import queries as stored
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db(transaction=True)
OWNER = "068085004512"


@pytest.fixture
def procedure() -> ProcedureVersion:
    paper = {
        "key": "owner_consent",
        "name": "Văn bản đồng ý của chủ hộ",
        "kind": "submit",
        "required": True,
        "consent": {"of": "chủ hộ", "shows": ["content"]},
    }
    return factories.version(form={"schema": SCHEMA, "presentation": PRESENTATION}, papers=[paper])


@pytest.fixture
def owner() -> User:
    return people.citizen("Trần Văn Bình", number=OWNER)


def asked(client: Client, procedure: ProcedureVersion) -> tuple[str, str]:
    """Fill in a draft and ask the owner; return the draft's address and the link's."""
    draft = begin(client, procedure)
    answer(client, f"{draft}/nguoi-nop", on_behalf="no", phone="0912 345 678")
    answer(client, f"{draft}/to-khai/request", content="Xin vào ở nhà số 5", kind="new")
    answer(client, f"{draft}/to-khai/child", child__full_name="K'Brể", child__identity="068216000001")
    area = places.commune().area
    assert area is not None
    answer(client, f"{draft}/nhan-ket-qua", area=area.code, result_channel="counter")
    page = f"{draft}/xin-y-kien/owner_consent"
    assert any(a.get("href") == page for a in fetch(client, f"{draft}/giay-to").select("main a"))
    answer(client, page, name="Trần Văn Bình", number=OWNER)
    [link] = [a.get("href") for a in fetch(client, page).select(".motcua-receipt a")]
    return draft, urlsplit(link).path


def signed_in_as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def answered(client: Client, link: str, expect: int = 302, **more: Any) -> Page:
    return fetch(client, link, method="post", data={"answer": "agreed", **more}, expect=expect)


def test_the_owner_sees_what_it_is_and_no_more_and_it_takes_the_papers_place(
    signed_in: Client, procedure: ProcedureVersion, owner: User
) -> None:
    draft, link = asked(signed_in, procedure)
    theirs = signed_in_as(owner)
    seen = fetch(theirs, link).text
    assert "Xin vào ở nhà số 5" in seen
    assert "Nguyễn Thị An" in seen
    for hidden in ("K'Brể", "0912", "068216000001", "068190012345"):
        assert hidden not in seen
    fetch(theirs, link, method="post", data={}, expect=422)
    answered(theirs, link)
    assert "đã đồng ý" in fetch(theirs, link).text
    answered(theirs, link, expect=409)
    [row] = DraftFile.objects.all()
    assert stored.read(row.file).startswith(b"%PDF")
    done = answer(signed_in, f"{draft}/xem-lai", confirm="yes").location
    dossier = Dossier.objects.get(code=done.rpartition("/")[2])
    [paper] = dossier.papers.filter(key="owner_consent")
    assert paper.files.get().file_id == row.file_id
    consent = Consent.objects.get()
    assert (consent.answer, consent.answered_by_id, consent.draft_id) == ("agreed", owner.pk, None)
    lines = Entry.objects.filter(about=f"consent:{consent.public_id}", kind="change").order_by("pk")
    assert [line.action for line in lines] == ["consent.asked", "consent.agreed"]
    # Filed, there is nothing of it left for the owner to see.
    fetch(theirs, f"/ho-so/{dossier.code}", expect=404)


def test_what_was_changed_afterwards_was_not_agreed_to(
    signed_in: Client, procedure: ProcedureVersion, owner: User
) -> None:
    draft, link = asked(signed_in, procedure)
    answered(signed_in_as(owner), link)
    answer(signed_in, f"{draft}/to-khai/request", content="Xin vào ở và mở quán", kind="new")
    page = fetch(signed_in, f"{draft}/xem-lai")
    assert "Còn thiếu giấy tờ: Văn bản đồng ý của chủ hộ" in page.text
    assert not DraftFile.objects.exists()
    fetch(signed_in_as(owner), link, expect=403)


def test_nobody_else_opens_the_link_and_no_is_no(signed_in: Client, procedure: ProcedureVersion, owner: User) -> None:
    draft, link = asked(signed_in, procedure)
    assert fetch(Client(), link, expect=302).location.startswith("/dang-nhap")
    fetch(signed_in_as(people.citizen("Lê Lạ")), link, expect=404)
    fetch(signed_in, link, expect=404)
    theirs = signed_in_as(owner)
    fetch(theirs, f"{link}x", expect=404)
    answered(theirs, link, answer="refused", reason="Nhà đã bán")
    assert "Nhà đã bán" in fetch(signed_in, f"{draft}/xin-y-kien/owner_consent").text
    assert not DraftFile.objects.exists()


def test_it_ends_by_itself(signed_in: Client, procedure: ProcedureVersion, owner: User) -> None:
    _draft, link = asked(signed_in, procedure)
    Consent.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    fetch(signed_in_as(owner), link, expect=403)
    answered(signed_in_as(owner), link, expect=403)
    assert Consent.objects.get().answer == ""
