"""Putting right: how one is reached at once; the rest asked, answered within its days, and seen on both sides."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.audit.models import Entry
from motcua.dossiers.models import Dossier, Party
from motcua.dossiers.tests import factories
from motcua.holdings import correcting
from motcua.holdings.correction_rules import due_on
from motcua.holdings.models import Correction
from motcua.lib.dates import today
from motcua.lib.refusals import Conflict, Forbidden
from motcua.notices.models import OfficialNotice
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = {
    "do": "ask",
    "fact": "result",
    "wrong": "Nguyễn Thị Anh",
    "right": "Nguyễn Thị An",
    "reason": "Theo thẻ căn cước của tôi",
}


@pytest.fixture
def dossier(citizen: User) -> Dossier:
    return factories.filed(by=citizen, now=timezone.now())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(dossier: Dossier) -> str:
    return f"/ho-so/{dossier.code}/dinh-chinh"


def test_how_one_is_reached_is_changed_at_once(dossier: Dossier, citizen: User) -> None:
    client = signed_in(citizen)
    for phone, email, wrong in (("12", "", "phone"), ("0987654321", "khong-phai", "email")):
        sent = {"do": "contact", "phone": phone, "email": email}
        page = fetch(client, address(dossier), method="post", data=sent, expect=422)
        assert page.select(f".govuk-error-summary a[href='#{wrong}']")
    sent = {"do": "contact", "phone": "0987 654 321", "email": "an@thu.vn"}
    fetch(client, address(dossier), method="post", data=sent, expect=302)
    assert set(Party.objects.filter(dossier=dossier).values_list("phone", "email")) == {("0987654321", "an@thu.vn")}
    [entry] = Entry.objects.filter(action="dossier.contact_changed", about=f"dossier:{dossier.code}")
    assert "0987" not in str(entry.details)


def test_the_rest_is_asked_and_answered_and_both_sides_see_it(
    dossier: Dossier, citizen: User, commune_officer: User, stranger: User
) -> None:
    """Law 91/2025/QH15, article 13: put right on request, or told why not."""
    client, desk = signed_in(citizen), signed_in(commune_officer)
    fetch(client, address(dossier), method="post", data=ASKED, expect=302)
    one = Correction.objects.get()
    assert one.due_on == today(timezone.now()) + timedelta(days=10)
    assert OfficialNotice.objects.filter(user=commune_officer, kind="correction_asked").count() == 1
    assert "Chờ trả lời" in fetch(client, address(dossier)).text
    there = reverse("desk:correction", args=[one.public_id])
    assert fetch(desk, reverse("desk:corrections")).select(f"a[href='{there}']")
    assert "Nguyễn Thị Anh" in fetch(desk, there).text
    assert not fetch(signed_in(stranger), reverse("desk:corrections")).select(f"a[href='{there}']")
    fetch(signed_in(stranger), there, expect=404)
    page = fetch(desk, there, method="post", data={"standing": "done", "answer": ""}, expect=422)
    assert page.select(".govuk-error-summary a[href='#answer']")
    page = fetch(desk, there, method="post", data={"standing": "", "answer": "Đã cấp lại"}, expect=422)
    assert page.select(".govuk-error-summary a[href='#standing']")
    assert "Đã cấp lại" in page.text
    fetch(desk, there, method="post", data={"standing": "declined", "answer": "Sổ gốc ghi đúng"}, expect=302)
    assert not fetch(desk, reverse("desk:corrections")).select(f"a[href='{there}']")
    assert "Sổ gốc ghi đúng" in fetch(client, address(dossier)).text
    assert "đã có trả lời" in fetch(client, "/thong-bao").text
    with pytest.raises(Conflict):
        correcting.answer_correction(
            public_id=one.public_id, is_done=True, answer="Khác", by=commune_officer, now=timezone.now()
        )


def test_what_does_not_say_what_is_refused_with_what_was_typed_kept(dossier: Dossier, citizen: User) -> None:
    client = signed_in(citizen)
    for missing in ("fact", "wrong", "right", "reason"):
        page = fetch(client, address(dossier), method="post", data={**ASKED, missing: ""}, expect=422)
        assert page.select(f".govuk-error-summary a[href='#{missing}']"), missing
        for name in {"wrong", "right", "reason"} - {missing}:
            assert ASKED[name] in page.text
    assert not Correction.objects.exists()


def test_nobody_else_asks_and_nobody_else_answers(
    dossier: Dossier, citizen: User, second_citizen: User, stranger: User
) -> None:
    fetch(signed_in(second_citizen), address(dossier), expect=404)
    asked = {name: text for name, text in ASKED.items() if name != "do"}
    one = correcting.ask_correction(dossier=dossier, **asked, by=citizen, now=timezone.now())
    with pytest.raises(Forbidden):
        correcting.answer_correction(
            public_id=one.public_id, is_done=True, answer="Rồi", by=stranger, now=timezone.now()
        )


def test_days_to_answer_are_dated() -> None:
    assert due_on(date(2026, 11, 30)) == date(2026, 12, 10)
    assert due_on(date(2025, 1, 1)) == date(2025, 1, 11)
