"""The certification lane and the books, as pages."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.certifying.lists import BookList
from motcua.certifying.models import Certification, Tariff
from motcua.channels.counter.tests.visits import sign_in
from motcua.dossiers.models import Export
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db
GIVEN = {"name": "K'Brĕu", "document-1": "Bằng tốt nghiệp", "pages-1": "3", "copies-1": "2", "document-2": "Căn cước"}


@pytest.fixture(autouse=True)
def office(commune: Agency) -> User:
    """Have a leader who signs, and the tariff that an emptied database has lost."""
    Tariff.objects.get_or_create(
        kind="copy",
        valid_from=date(2017, 1, 1),
        defaults={"first_rate": 2000, "first_pages": 2, "next_rate": 1000, "cap": 200_000, "basis": "TT 226/2016"},
    )
    return official("Touneh Thị Hạnh", (Role.AGENCY_LEADER, commune))


def test_who_what_how_many_done(client_: Client) -> None:
    lane = reverse("counter:certify")
    data = fetch(client_, lane).fields() | GIVEN
    page = fetch(client_, lane, method="post", data=data | {"compute": "1"})
    assert "12.000 đồng" in page.text
    assert not Certification.objects.exists()
    answer = fetch(client_, lane, method="post", data=data, expect=302)
    page = fetch(client_, answer.location)
    assert "Số 1 · Bằng tốt nghiệp · 3 trang, 2 bản · 10.000 đồng" in page.text
    assert "Số 2 · Căn cước · 1 trang, 1 bản · 2.000 đồng" in page.text
    assert "Phải thu: 12.000 đồng" in page.text
    assert fetch(client_, lane, method="post", data=data, expect=302).location == answer.location
    assert Certification.objects.count() == 2
    assert Certification.objects.get(number=1).signer_name == "Touneh Thị Hạnh"


def test_what_is_missing_is_said_and_nothing_is_lost(client_: Client) -> None:
    lane = reverse("counter:certify")
    data = fetch(client_, lane).fields() | GIVEN | {"name": "", "pages-1": "ba"}
    page = fetch(client_, lane, method="post", data=data, expect=422)
    assert "Hãy ghi họ, chữ đệm và tên người yêu cầu chứng thực." in page.text
    assert (page.fields()["document-1"], page.fields()["pages-1"]) == ("Bằng tốt nghiệp", "ba")
    page = fetch(client_, lane, method="post", data=data | {"name": "K'Brĕu"}, expect=422)
    assert "số trang từ 1 đến 2000" in page.text
    assert not Certification.objects.exists()


def test_the_book_of_the_day_its_pages_and_its_table(client_: Client) -> None:
    lane, book = reverse("counter:certify"), reverse("counter:book")
    data = fetch(client_, lane).fields() | GIVEN
    fetch(client_, lane, method="post", data=data | {"document-1": "=HYPERLINK(1)"}, expect=302)
    with CaptureQueriesContext(connection) as few:
        fetch(client_, book)
    request = Certification.objects.get(number=1)
    Certification.objects.bulk_create(
        Certification(**{**values, "id": None, "number": number})
        for values in [Certification.objects.filter(pk=request.pk).values().get()]
        for number in range(3, 56)
    )
    with CaptureQueriesContext(connection) as many:
        page = fetch(client_, book)
    assert len(many) == len(few)
    assert len(page.select("tbody tr")) == 50
    following = fetch(client_, page.select("a[data-shortcut=m]")[0].get("href"))
    assert [row.text_content().split()[0] for row in following.select("tbody tr")] == [str(n) for n in range(51, 56)]
    moved = fetch(client_, f"{reverse('counter:book_csv')}?loai=copy&nam=2026", expect=301)
    assert moved.location == f"{book}?loai=copy&nam=2026"
    offered = page.select(f"form[action^='{reverse('desk:exports')}']")[0]
    fetch(client_, str(offered.get("action")), method="post", data={"dang": "csv"}, expect=302)
    asked = Export.objects.get()
    assert asked.what == "book"
    with CaptureQueriesContext(connection) as taken:
        rows = list(BookList().rows(asked.user, asked.wanted, timezone.now()))
    assert len(rows) == 55
    assert rows[0].cells[3] == "=HYPERLINK(1)"
    assert len(taken) < 9, "none for each entry"
    stranger = official("Người Khác", (Role.RECEPTIONIST, places.centre()))
    assert list(BookList().rows(stranger, asked.wanted, timezone.now())) == []
    wrong = fetch(client_, f"{book}?loai=copy&ngay=31/4/2026&nam=2026", expect=422)
    assert "Tháng 4/2026 không có ngày 31." in wrong.words(".govuk-error-summary")[0]
    assert wrong.select("#ngay")[0].get("value") == "31/4/2026"
    year = request.certified_on.year
    of_the_year = fetch(client_, f"{book}?loai=copy&nam={year}")
    where = str(of_the_year.select("form[action*='huy']")[0].get("action"))
    bare = fetch(client_, where, method="post", data={"certification": str(request.pk), "reason": ""}, expect=302)
    assert f"nam={year}" in bare.location, "back where one read"
    annul = {"certification": str(request.pk), "reason": "Ghi nhầm"}
    answer = fetch(client_, reverse("counter:annul"), method="post", data=annul, expect=302)
    assert "đã hủy: Ghi nhầm" in fetch(client_, answer.location).text


def test_another_commune_has_its_own_book(client_: Client) -> None:
    lane = reverse("counter:certify")
    done = fetch(client_, lane, method="post", data=fetch(client_, lane).fields() | GIVEN, expect=302).location
    elsewhere = sign_in(official("Người Lạ", (Role.RECEPTIONIST, places.centre())))
    fetch(elsewhere, done, expect=404)
    assert "không có sổ chứng thực" in fetch(elsewhere, lane).text
    assert "K'Brĕu" not in fetch(elsewhere, reverse("counter:book")).text
    annul = {"certification": str(Certification.objects.get(number=1).pk), "reason": "x"}
    fetch(elsewhere, reverse("counter:annul"), method="post", data=annul, expect=404)
