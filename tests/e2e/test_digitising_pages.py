"""Digitising in a real browser: from the device to the signature, sorted by keys alone; each page under axe."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.tests import factories as people
from motcua.dossiers import digitising
from motcua.dossiers.rules.filing import PaperData
from motcua.dossiers.rules.states import Channel, Origin
from motcua.dossiers.tests import factories as cases
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.signing.actions import make_demo_key
from tests.e2e.axe import look
from tests.e2e.test_counter_pages import arrive, enter

pytestmark = [pytest.mark.e2e, pytest.mark.long, pytest.mark.django_db(transaction=True)]
PAPERS = [
    {"key": "birth", "name": "Giấy chứng sinh", "kind": "submit", "required": True, "originals": 1},
    {"key": "marriage", "name": "Giấy chứng nhận kết hôn", "kind": "submit", "required": True, "originals": 1},
]


def test_from_the_device_to_the_signature_by_keys(browser: Browser, live_server: LiveServer) -> None:
    stop = places.commune().one_stop
    assert stop is not None
    receptionist = people.official("Lê Thị Ánh", (Role.RECEPTIONIST, stop), username="tiepnhan")
    began = datetime(2026, 1, 1, tzinfo=UTC)
    make_demo_key(label=f"user:{receptionist.username}", holder_name=receptionist.full_name, now=began)
    dossier = cases.filed(
        of=cases.version(papers=PAPERS),
        origin=Origin.COUNTER,
        channel=Channel.DIRECT,
        papers=tuple(PaperData(str(one["key"]), (), originals=1, name=str(one["name"])) for one in PAPERS),
        received_agency_id=stop.pk,
    )
    page = enter(browser, live_server, receptionist)
    address = f"{live_server.url}/quay/ho-so/{dossier.public_id}/quet"
    page.goto(address)
    arrive(page, "Số hóa giấy tờ")
    look(page, "scan-1-awaited")
    page.keyboard.press("m")  # the device gives two sheets; the second is turned below
    expect(page.locator("li[data-page]")).to_have_count(2)
    page.wait_for_load_state("load")
    look(page, "scan-2-pages")
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.keyboard.press("j")
    for key in ("2", "r", "r"):
        page.keyboard.press(key)
    expect(page.locator("li[data-page] img").nth(1)).to_have_class("motcua-turned-180")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("li[data-page] input[name^=order-]").first).to_have_value("1")
    page.keyboard.press("e")
    expect(page.locator("text=chờ kiểm tra")).to_have_count(2)
    page.wait_for_load_state("load")
    look(page, "scan-3-sorted")
    for number in ("217/GCS", ""):
        form = page.locator("details[open] form:has(button[value=accept])").first
        form.locator("input[name=number]").fill(number)
        form.locator("button[value=accept]").click()
        page.wait_for_load_state("load")
    expect(page.locator("text=chờ ký số")).to_have_count(2)
    page.goto(f"{live_server.url}/quay/ky-ban-quet")
    arrive(page, "Ký bản quét")
    look(page, "scan-4-to-sign")
    page.keyboard.press("a")
    expect(page.locator("text=Đang ký số 2 giấy tờ")).to_be_visible()
    run_due_jobs()
    assert {one.paper.key: one.stage for one in digitising.digital_papers(dossier)} == dict.fromkeys(
        ("birth", "marriage"), "signed"
    )
    page.goto(address)
    expect(page.locator("strong.govuk-tag--green")).to_have_count(2)


def test_without_scripts_a_page_is_sorted_with_the_form_alone(browser: Browser, live_server: LiveServer) -> None:
    stop = places.commune().one_stop
    assert stop is not None
    receptionist = people.official("Lê Thị Ánh", (Role.RECEPTIONIST, stop), username="tiepnhan")
    dossier = cases.filed(
        of=cases.version(papers=PAPERS[:1]),
        origin=Origin.COUNTER,
        channel=Channel.DIRECT,
        papers=(PaperData("birth", (), originals=1, name="Giấy chứng sinh"),),
        received_agency_id=stop.pk,
    )
    page = enter(browser, live_server, receptionist, scripts=False)
    page.goto(f"{live_server.url}/quay/ho-so/{dossier.public_id}/quet")
    page.click("button[data-shortcut=m]")
    expect(page.locator("li[data-page]")).to_have_count(2)
    page.select_option("select[name^=turn-] >> nth=1", "180")
    page.click("button[data-shortcut=e]")
    expect(page.locator("text=đã có 1 tệp, 2 trang")).to_be_visible()
