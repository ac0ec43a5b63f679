"""The open pages: found as people ask, readable by a layman, saying what is ambiguous, light."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from motcua.accounts.tests.factories import citizen
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.procedures.actions import import_records
from motcua.procedures.tests.factories import make_procedure, make_version
from motcua.procedures.tests.test_records import COLLECTED, NATIONAL
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)


def add(*codes: str, **values: Any) -> None:
    records = [{**COLLECTED, "levels": ["Cấp xã"], "code": code, **values} for code in codes]
    import_records(found=enumerate(records, 1), on=today(NOW), say=lambda *_: None, by=SYSTEM, now=NOW)


def test_the_first_page(client: Client) -> None:
    add("1.001193", name="Thủ tục đăng ký khai sinh")
    page = fetch(client, "/")
    assert page.h1 == "Ông/bà cần làm việc gì?"
    assert page.words(".motcua-list__title") == ["Đăng ký khai sinh"]
    assert page.select('a[href="/tim-kiem?su-kien=sinh-con"]')


def test_the_first_page_in_english(client: Client) -> None:
    page = fetch(client, "/?lang=en")
    assert page.h1 == "What do you need to do?"
    assert "Moving house" in page.words(".motcua-card__title")


def test_a_question_finds_and_narrows(client: Client) -> None:
    add("1.001193", name="Thủ tục đăng ký khai sinh", field="Hộ tịch")
    add("1.004222", name="Đăng ký thường trú", field="Cư trú", levels=["Cấp tỉnh"])
    page = fetch(client, "/tim-kiem?q=giay+khai+sinh+cho+con")
    assert page.words(".motcua-list__title")[0] == "Đăng ký khai sinh"
    page = fetch(client, "/tim-kiem?q=dang+ky")
    link = next(a for a in page.select(".motcua-facet a") if a.text_content() == "Cư trú")
    page = fetch(client, link.get("href"))
    assert page.words(".motcua-list__title") == ["Đăng ký thường trú"]
    assert len(page.select(".motcua-chosen a")) == 1


@pytest.mark.parametrize(
    "query",
    [
        "q=zzzz",
        "q=%00%27%22%3Cscript%3E",
        "trang=-1",
        "trang=99999999999",
        "q=" + "a" * 3000,
        "linh-vuc=x&trang=3",
        "q=1.00",
    ],
)
def test_odd_questions_get_an_answer(client: Client, query: str) -> None:
    add("1.001193")
    page = fetch(client, f"/tim-kiem?{query}")
    assert "<script>" not in page.source.lower().replace("<script src", "")


def test_suggestions(client: Client) -> None:
    add("1.001193", name="Thủ tục đăng ký khai sinh")
    answer = json.loads(fetch(client, "/goi-y?q=khai+s").content)
    assert answer["suggestions"][0] == {"title": "Đăng ký khai sinh", "note": "Thử nghiệm", "href": "/thu-tuc/1.001193"}
    assert json.loads(fetch(client, "/goi-y?q=").content) == {"suggestions": []}


def test_a_procedure_says_first_what_people_ask(client: Client) -> None:
    add("1.001193", name="Thủ tục đăng ký khai sinh")
    page = fetch(client, "/thu-tuc/1.001193")
    assert page.h1 == "Đăng ký khai sinh"
    assert page.words(".motcua-facts dt") == ["Bao lâu", "Bao nhiêu tiền", "Nộp ở đâu", "Nhận được gì"]
    assert page.words(".motcua-facts dd") == [
        "15 ngày (tùy trường hợp)",
        "đến 150.000 đồng",
        "Trung tâm Phục vụ hành chính công cấp xã",
        "Giấy",
    ]
    assert page.select('a[href="/nop-ho-so/1.001193"]')
    assert "Nộp trực tuyến có thời hạn dài hơn nộp trực tiếp." in page.text
    assert "Bước 2 & 3." in page.text
    data = json.loads(page.select('script[type="application/ld+json"]')[0].text)
    assert data["@type"] == "GovernmentService"
    assert data["identifier"] == "1.001193"


def test_what_surprises_is_said_first(client: Client) -> None:
    settings = {
        "channels": ["direct"],
        "in_person": {"who": ["Bên nam", "Bên nữ"]},
        "applicant_check": {"within": {"amount": 1, "unit": "day"}},
        "processing_system": "external:police",
    }
    paper = {"key": "deed", "name": "Sổ đỏ", "kind": "submit", "originals": 1, "original_kept": True}
    version = make_version(make_procedure(), settings=settings, papers=[paper])
    page = fetch(client, f"/thu-tuc/{version.procedure.code}")
    assert "Phải có mặt tại nơi tiếp nhận: Bên nam, Bên nữ." in page.text
    assert "kiểm tra trong 1 ngày" in page.text
    assert "giữ bản chính" in page.text
    assert "hệ thống của ngành" in page.text


def test_hostile_records_stay_text(client: Client) -> None:
    add("1.001193", name="Đăng ký </script><script>alert(1)</script> & <b>đậm</b>", conditions="</title><i>")
    source = fetch(client, "/thu-tuc/1.001193").source
    assert "<script>alert" not in source
    assert "<b>" not in source


def test_a_duration_without_unit_is_said_to_have_none(client: Client) -> None:
    method = {
        "channel": "Trực tiếp",
        "duration": 1,
        "unit": None,
        "fees": [{"text": "Miễn phí", "amount_vnd": 0, "note": "5.000 đồng"}],
    }
    add("1.001193", methods=[method])
    page = fetch(client, "/thu-tuc/1.001193")
    assert "đừng hiểu là số ngày" in page.text
    assert "phần ghi chú lại nêu số tiền" in page.text
    assert page.words(".motcua-facts dd")[:2] == ["Nguồn công bố ghi không rõ", "Xem bảng bên dưới"]
    assert len(page.select('.motcua-facts a[href="#cach-nop"]')) == 2


def test_without_a_published_way_nothing_is_claimed(client: Client) -> None:
    add("1.001193", methods=[])
    page = fetch(client, "/thu-tuc/1.001193")
    assert "không nộp trực tuyến" not in page.text
    assert "Nguồn công bố không ghi cách nộp hồ sơ." in page.text
    assert "1022" in page.text
    assert not page.select(".govuk-button--start")


def test_what_only_the_national_record_says_is_shown(client: Client) -> None:
    paper = {"TENGIAYTO": "Đơn", "TENMAUDON": "m.doc", "URL": "https://csdl.dichvucong.gov.vn/m.doc", "SOBANCHINH": 1}
    record = {**NATIONAL, "THANHPHANHOSO": [{"GIAYTO": [paper]}]}
    import_records(found=[(1, record)], on=today(NOW), say=lambda *_: None, by=SYSTEM, now=NOW)
    page = fetch(client, "/thu-tuc/1.000001")
    assert page.select('.motcua-papers a[href="https://csdl.dichvucong.gov.vn/m.doc"]')
    assert "Dùng khi thử." in page.text
    assert "Người từ đủ 18 tuổi." in page.text
    assert fetch(client, "/tim-kiem?q=giấy+thử").words(".motcua-list__title") == ["Cấp giấy thử nghiệm"]


def test_what_a_ministry_handles_is_information(client: Client, settings: Settings) -> None:
    add("1.001193", levels=["Cấp bộ"], implementing_agencies=["Cục Hàng không"])
    page = fetch(client, "/thu-tuc/1.001193")
    assert not page.select('a[href="/nop-ho-so/1.001193"]')
    assert "do cấp bộ giải quyết" in page.text
    assert "Cục Hàng không" in page.text
    settings.OPEN_ALL = True
    assert fetch(client, "/thu-tuc/1.001193").select('a[href="/nop-ho-so/1.001193"]')


def test_a_back_office_sends_people_to_the_national_portal(client: Client, settings: Settings) -> None:
    add("1.001193")
    settings.DEPLOYMENT_MODE, settings.NATIONAL_SERVICE = "back_office", ""
    page = fetch(client, "/thu-tuc/1.001193")
    assert not page.select('a[href="/nop-ho-so/1.001193"]')
    assert page.select('a.govuk-button--start[href^="https://dichvucong.gov.vn"]')
    settings.NATIONAL_SERVICE = "http://localhost:8030/thu-tuc/{code}"
    page = fetch(client, "/thu-tuc/1.001193")
    assert page.select('a.govuk-button--start[href="http://localhost:8030/thu-tuc/1.001193"]')
    client.force_login(citizen())
    for address in ("", "/toan-van"):
        assert fetch(client, f"/thu-tuc/1.001193{address}").select('link[href$="portal/portal.css"]'), "the sign-out"
    for method in ("get", "post"):
        assert fetch(client, "/nop-ho-so/1.001193", method=method, expect=302).location == "/thu-tuc/1.001193"


def test_counter_only(client: Client) -> None:
    add("1.001193", methods=[{"channel": "Trực tiếp", "duration": 1, "unit": "Ngày", "fees": []}])
    page = fetch(client, "/thu-tuc/1.001193")
    assert "không nộp trực tuyến" in page.text
    assert not page.select(".govuk-button--start")


def test_long_texts_move_to_the_full_text(client: Client) -> None:
    papers = [{"name": f"Giấy tờ số {n}", "originals": 1, "copies": 0} for n in range(60)]
    add("1.001193", steps="Một câu dài. " * 2000, dossier=[{"case": None, "documents": papers}])
    page, whole = fetch(client, "/thu-tuc/1.001193"), fetch(client, "/thu-tuc/1.001193/toan-van")
    assert len(page.source) < len(whole.source) / 2
    assert len(page.select(".motcua-papers__item")) == 40
    assert len(whole.select(".motcua-papers__item")) == 60


@pytest.mark.parametrize("code", ["1001193", "1.001193.000.00.00.H36", "1.001193.02"])
def test_other_spellings_of_a_code_lead_there(client: Client, code: str) -> None:
    add("1.001193")
    assert fetch(client, f"/thu-tuc/{code}", expect=301).location == "/thu-tuc/1.001193"


@pytest.mark.parametrize("code", ["9.999999", "x", "..", "1.00119", "%00", "a" * 500])
def test_unknown_codes_get_a_kind_answer(client: Client, code: str) -> None:
    page = fetch(client, f"/thu-tuc/{code}", expect=404)
    assert page.h1 == "Không tìm thấy trang này"


def test_queries_do_not_grow(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    add("1.001193")
    for number in range(30):
        make_version(make_procedure(name=f"Thủ tục đăng ký {number}"))
    fetch(client, "/tim-kiem?q=dang+ky")
    for address, count in {"/": 1, "/tim-kiem?q=dang+ky": 1, "/goi-y?q=dang": 1, "/thu-tuc/1.001193": 2}.items():
        with django_assert_num_queries(count):
            fetch(client, address)
