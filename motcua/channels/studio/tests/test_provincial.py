"""What a province sets itself takes two people: prices of certification, unclaimed days, procedures without paper."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.approvals.models import Proposal
from motcua.certifying.models import Tariff
from motcua.certifying.queries import tariff_on
from motcua.certifying.rules import Kind, Rate
from motcua.certifying.tariffs import said
from motcua.channels.studio.tests.test_calendars import approve, boxes
from motcua.dossiers.choices import relay_results
from motcua.dossiers.choices.unclaimed_days import days_on
from motcua.organisations.symbols import Symbol, symbol_on
from motcua.organisations.tests import factories as places
from motcua.procedures.models import Paperless
from motcua.ui.testing import Page, fetch

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PRICE = {"do": "certification_tariff", "kind": "copy", "first_rate": "3.000", "first_pages": "2", "next_rate": "1500"}


def sent(client: Client, page: str, day: date, given: dict[str, str], expect: int = 302) -> Page:
    data: dict[str, Any] = {"reason": "Thông tư mới", **boxes("day", day), **given}
    return fetch(client, reverse(f"studio:{page}"), method="post", data=data, expect=expect)


def test_prices_are_said_as_people_say_them() -> None:
    assert said(Rate(10_000, is_per_case=True)) == "10.000 đồng một trường hợp"
    words = said(Rate(2000, 2, 1000, 200_000))
    assert words == "2 trang đầu 2.000 đồng/trang, các trang sau 1.000 đồng/trang, nhiều nhất 200.000 đồng/bản"


def test_a_tariff_is_proposed_by_one_and_approved_by_another(admin: Client, officer: Client, day: date) -> None:
    old = Tariff.objects.create(
        kind="copy", valid_from=date(2018, 1, 1), first_rate=2000, first_pages=2, basis="TT 226"
    )
    assert "bằng số đồng" in sent(admin, "provincial", day, PRICE | {"first_rate": "hai nghìn"}, 422).text
    assert "số trang đầu" in sent(admin, "provincial", day, PRICE | {"first_pages": ""}, 422).text
    sent(admin, "provincial", day, PRICE)
    assert tariff_on(Kind.COPY, day) == old, "not before somebody else approved"
    fetch(officer, reverse("studio:proposal", args=[Proposal.objects.get().public_id]))
    approve(officer)
    new = tariff_on(Kind.COPY, day)
    assert new is not None
    assert new.rate == Rate(3000, 2, 1500)
    assert "3.000 đồng/trang" in fetch(admin, reverse("studio:provincial")).text
    assert tariff_on(Kind.COPY, date(2020, 1, 1)) == old


def test_the_days_of_an_unclaimed_result_are_the_provinces(admin: Client, officer: Client, day: date) -> None:
    assert days_on(day) == 3
    assert "từ 1 đến 90" in sent(admin, "provincial", day, {"do": "unclaimed_days", "value": "0"}, 422).text
    sent(admin, "provincial", day, {"do": "unclaimed_days", "value": "7"})
    approve(officer)
    assert (days_on(day), days_on(date(2026, 1, 1))) == (7, 3)


def test_who_reads_a_relays_result_in_the_end_is_the_provinces(admin: Client, officer: Client, day: date) -> None:
    assert relay_results.is_read(day)
    ask = {"do": "relay_result", "value": "read"}
    assert "Chưa có thay đổi" in sent(admin, "provincial", day, ask, 422).text
    sent(admin, "provincial", day, ask | {"value": "unread"})
    fetch(officer, reverse("studio:proposal", args=[Proposal.objects.get().public_id]))
    approve(officer)
    assert not relay_results.is_read(day)
    assert relay_results.is_read(date(2026, 1, 1)), "what was issued before stays"


def test_a_procedure_goes_without_paper_and_citizens_read_it(
    admin: Client, officer: Client, code: str, day: date
) -> None:
    begin = {"do": "begin", "code": code, **boxes("decided", date(2026, 10, 1))}
    assert "số của quyết định" in sent(admin, "paperless", day, begin, 422).text
    sent(admin, "paperless", day, begin | {"number": "12/QĐ-UBND"})
    assert not Paperless.objects.exists()
    approve(officer)
    assert "12/QĐ-UBND" in fetch(admin, reverse("studio:paperless")).text
    assert "Không dùng hồ sơ giấy" in fetch(Client(), reverse("portal:procedure", args=[code])).text
    sent(admin, "paperless", day, {"do": "end", "code": code})
    approve(officer)
    assert "Không dùng hồ sơ giấy" not in fetch(Client(), reverse("portal:procedure", args=[code])).text


def test_what_an_agency_is_called_in_its_numbers_is_assumed_until_two_people_said_it(
    admin: Client, officer: Client, day: date, django_assert_max_num_queries: Any
) -> None:
    """Decree 30/2020/NĐ-CP, Phụ lục I, mục II.3: the head of the agency lays the abbreviations down."""
    agency = places.department()
    row = f"{agency.name} ({agency.code})"
    assert symbol_on(agency, day).is_assumed
    listed = fetch(admin, reverse("studio:symbols"))
    assert not fetch(admin, f"{reverse('studio:symbols')}?tim=khong+co+dau").select("tbody tr")
    (cells,) = [line.text_content() or "" for line in listed.select("tbody tr") if row in (line.text_content() or "")]
    assert "giả định" in cells
    given = {"code": agency.code, "symbol": "SNN-MT", "unit": "VP"}
    assert "không có khoảng trắng" in sent(admin, "symbols", day, given, 422).text
    assert "mang mã X9" in sent(admin, "symbols", day, given | {"code": "X9"}, 422).text
    sent(admin, "symbols", day, given | {"symbol": "SNNMT"})
    assert symbol_on(agency, day).is_assumed, "not before somebody else approved"
    approve(officer)
    assert symbol_on(agency, day) == Symbol("SNNMT", "VP", is_assumed=False)
    assert symbol_on(agency, date(2026, 1, 1)).is_assumed, "what was numbered before stays as it was"
    with django_assert_max_num_queries(20):
        listed = fetch(admin, reverse("studio:symbols"))
    (cells,) = [line.text_content() or "" for line in listed.select("tbody tr") if row in (line.text_content() or "")]
    assert "SNNMT-VP" in cells
    assert "giả định" not in cells
