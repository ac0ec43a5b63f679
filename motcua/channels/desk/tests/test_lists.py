"""Lists of the desk: pages that follow one another and turn back, their order, and going along them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.tests import factories as cases
from motcua.ui.testing import Page, fetch
from motcua.workflow.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
INBOX = "/ban-lam-viec"


def test_pages_follow_one_another(receptionist: User) -> None:
    version = cases.version()
    codes = {cases.filed(of=version, now=cases.NOW + timedelta(minutes=n)).code for n in range(33)}
    client = sign_in(receptionist)
    first = fetch(client, INBOX)
    second = fetch(client, INBOX + first.select(".govuk-pagination__next a")[0].get("href").removeprefix(INBOX))
    shown = first.words(".motcua-lines .motcua-code") + second.words(".motcua-lines .motcua-code")
    assert len(shown) == 33
    assert set(shown) == codes
    fetch(client, INBOX + "?hop=la&viec=la&xep=la")


def turn(client: Client, page: Page, which: str) -> Page:
    """Follow the link to the page before or after."""
    return fetch(client, page.select(f".govuk-pagination__{which} a")[0].get("href"))


def codes_on(page: Page) -> list[str]:
    return page.words(".motcua-lines .motcua-code")


def test_pages_turn_back_as_well(receptionist: User) -> None:
    version = cases.version()
    names = ("Nguyễn Thị Ánh", "Nguyễn Văn Bốn", "Nguyễn Đức")
    for number in range(62):
        by = people.citizen(names[number % 3])
        cases.filed(by=by, of=version, now=cases.NOW + timedelta(minutes=number))
    client = sign_in(receptionist)
    for where in (INBOX + "?xep=ten", INBOX + "?xep=cu", "/ban-lam-viec/tim?q=nguyen"):
        turns_back(client, where)


def turns_back(client: Client, where: str) -> None:
    """Hold that the pages of a list of 62 come again when one turns back, and that nonsense leads to the first."""
    first = fetch(client, where)
    second = turn(client, first, "next")
    third = turn(client, second, "next")
    assert [len(codes_on(page)) for page in (first, second, third)] == [30, 30, 2]
    assert not first.select(".govuk-pagination__prev")
    assert not third.select(".govuk-pagination__next")
    back = turn(client, third, "prev")
    assert codes_on(back) == codes_on(second)
    assert codes_on(turn(client, back, "prev")) == codes_on(first)
    assert codes_on(turn(client, back, "next")) == codes_on(third)
    for nonsense in ("khong-phai", "-1", "9" * 30, "999999999"):
        assert codes_on(fetch(client, f"{where}&sau={nonsense}")) == codes_on(first)


def test_near_the_beginning_the_whole_first_page_is_shown(receptionist: User) -> None:
    version = cases.version()
    for number in range(33):
        cases.filed(of=version, now=cases.NOW + timedelta(minutes=number))
    client = sign_in(receptionist)
    first = fetch(client, INBOX + "?xep=cu")
    ids = list(Task.objects.order_by("pk").values_list("pk", flat=True))
    page = fetch(client, f"{INBOX}?xep=cu&truoc={ids[3]}")
    assert codes_on(page) == codes_on(first)
    assert not page.select(".govuk-pagination__prev")


def test_lists_are_sorted_as_officials_expect(receptionist: User) -> None:
    """People by given name, as every register of the country does."""
    version = cases.version()
    names = ("Trần Thị Bích", "Nguyễn Văn Đạt", "Lê Thị Ánh", "Y Thông Niê")
    filed = [cases.filed(by=people.citizen(name), of=version) for name in names]
    client = sign_in(receptionist)

    def shown(order: str, box: str = "toi") -> list[str]:
        return codes_on(fetch(client, f"{INBOX}?hop={box}&xep={order}"))

    codes = [dossier.code for dossier in filed]
    assert shown("ten") == [codes[2], codes[0], codes[1], codes[3]]
    assert shown("ma") == sorted(codes)
    assert shown("cu") == codes
    assert shown("moi") == codes[::-1]
    waiting = fetch(client, INBOX + "?hop=cho-nguoi-nop&xep=ten").words("#xep option")
    assert waiting == ["Mới đến trước", "Đến lâu nhất trước"]


def test_one_goes_along_the_list_one_came_from(receptionist: User) -> None:
    """Also past what is done on the way, and back to the same list."""
    version = cases.version()
    filed = [cases.filed(of=version, now=cases.NOW + timedelta(minutes=n)) for n in range(3)]
    client = sign_in(receptionist)
    where = "?xep=moi&viec=receive"
    row = fetch(client, INBOX + where).select(".motcua-lines a[data-row]")[0].get("href")
    page = fetch(client, row)
    assert page.h1 == f"Hồ sơ {filed[2].code}"
    assert page.select("a[data-shortcut=b]")[0].get("href") == INBOX + where
    data = {"outcome": "accept", "revision": "1"}
    end = reverse("desk:end", args=[cases.task(filed[2]).public_id])
    assert page.select(f"form[action='{end}{where}']")
    done = fetch(client, end + where, method="post", data=data, expect=302)
    page = fetch(client, done.location)
    for dossier in (filed[1], filed[0]):
        page = fetch(client, fetch(client, page.select("a[data-shortcut=n]")[0].get("href"), expect=302).location)
        assert page.h1 == f"Hồ sơ {dossier.code}"
    ended = fetch(client, page.select("a[data-shortcut=n]")[0].get("href"), expect=302)
    assert ended.location == INBOX + where
    assert "Đã đến cuối danh sách" in fetch(client, ended.location).text
    fetch(client, "/ban-lam-viec/tiep-theo?sau=la&hop=la&xep=la&viec=la", expect=302)
