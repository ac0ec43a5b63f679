"""Drawing a process in the browser, under our Content-Security-Policy; without scripts the text alone does."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.approvals import sketching
from motcua.approvals.models import Sketch
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.procedures import queries
from motcua.procedures.actions import import_records
from motcua.procedures.proposing import files_in
from motcua.procedures.tests.test_records import COLLECTED
from tests.e2e.axe import SIZES, violations

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CODE = "1.000001"
DIAGRAM = f"/quan-tri/thu-tuc/{CODE}/soan/tep/process.bpmn"


@pytest.fixture
def admin() -> User:
    """Configures, and is writing at a procedure."""
    now = timezone.now()
    import_records(found=[(1, COLLECTED)], on=date(2026, 1, 5), say=lambda *_: None, by=SYSTEM, now=now)
    admin = people.official("Phan Thị Lan", (Role.BUSINESS_ADMIN, places.committee()), username="nghiepvu")
    files = files_in(queries.current(CODE, today(now)))
    sketching.begin(kind="package", subject=CODE, content={"files": files}, on=today(now), by=admin, now=now)
    return admin


def enter(browser: Browser, server: LiveServer, *, size: str = "desk", scripts: bool = True) -> tuple[Page, list[str]]:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{server.url}/can-bo/dang-nhap?next={DIAGRAM}")
    page.fill("#username", "nghiepvu")
    page.fill("#password", people.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Sơ đồ quy trình")
    return page, wrong


def test_a_process_is_drawn(browser: Browser, live_server: LiveServer, admin: User) -> None:
    page, wrong = enter(browser, live_server)
    expect(page.locator("[data-modeller][data-state]")).to_be_visible()
    # The licence of bpmn-js asks for it.
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    page.click("[data-element-id=appraise]")
    page.fill("#step-name", "Thẩm định kỹ")
    page.keyboard.press("Tab")
    expect(page.locator("[data-modeller][data-state=changed]")).to_be_visible()
    # An arrow's condition is chosen in words; the code of the others stays to the letter.
    conditions = re.findall(r"conditionExpression[^>]*>([^<]*)<", page.input_value("#text"))
    # It leaves the choice downwards: at its left edge there is nothing else.
    way = page.locator("[data-element-id=flow_3] .djs-visual > path").first.bounding_box()
    assert way is not None
    page.mouse.click(way["x"] + 1, way["y"] + way["height"] / 2)
    expect(page.locator("#flow-condition-path-1 option:checked")).to_have_text("kết quả bước “Tiếp nhận hồ sơ”")
    expect(page.locator("#flow-condition-value-1 option:checked")).to_have_text("Từ chối tiếp nhận")
    page.select_option("#flow-condition-path-2", "channel")
    page.select_option("#flow-condition-value-2", "direct")
    expect(page.locator("#text")).to_have_value(
        re.compile(r'outcome == "refuse" (&&|&amp;&amp;|&#38;&#38;) channel == "direct"')
    )
    page.select_option("#flow-condition-path-2", "")
    expect(page.locator("#text")).not_to_have_value(re.compile(r'channel == "direct"'))
    assert re.findall(r"conditionExpression[^>]*>([^<]*)<", page.input_value("#text")) == conditions
    assert violations(page) == []
    page.locator("main form button", has_text="Lưu vào bản soạn").click()
    expect(page.locator("main")).to_contain_text("Đã lưu vào bản soạn.")
    expect(page.locator("main")).to_contain_text("Không có lỗi trong tệp này.")
    kept = Sketch.objects.get().content["files"]["process.bpmn"]
    assert 'name="Thẩm định kỹ"' in kept
    assert 'motcua:role="specialist"' in kept
    # Nothing was refused by the policy, and nothing went wrong.
    assert wrong == []
    page.context.close()


def test_without_scripts_the_text_does(browser: Browser, live_server: LiveServer, admin: User) -> None:
    page, _ = enter(browser, live_server, size="phone", scripts=False)
    expect(page.locator("[data-modeller]")).to_be_hidden()
    expect(page.locator("#text")).to_be_editable()
    page.context.close()
