"""Finding a procedure in a real browser: answers as one types, and the same without script."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.procedures.actions import import_records
from motcua.procedures.management.commands.import_procedures import OURS
from motcua.procedures.rules import words
from motcua.procedures.rules.files import records_in
from tests.e2e.axe import SIZES, violations

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("MOTCUA_SHOTS")
NOW = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)


def publish() -> None:
    wanted = {code for event in words.life_events() for code in event.codes} | set(words.frequent_codes())
    found = [(number, raw) for number, raw in records_in(OURS) if raw["code"] in wanted]
    import_records(found=found, on=today(NOW), say=lambda *_: None, by=SYSTEM, now=NOW)


def look(page: Page, name: str) -> None:
    page.wait_for_load_state()
    assert violations(page) == [], name
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{name} scrolls sideways"
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"catalogue-{name}.png", full_page=True)


@pytest.mark.parametrize(("size", "has_script"), [("phone", True), ("desk", True), ("kiosk", True), ("phone", False)])
def test_from_a_question_to_the_procedure(
    size: str, has_script: bool, browser: Browser, live_server: LiveServer
) -> None:
    publish()
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(8_000)
    if not has_script:
        # axe needs a script of its own, so the site's are left out instead of all.
        context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    page.goto(f"{live_server.url}/")
    look(page, f"{size}-home")
    box = page.get_by_role("combobox" if has_script else "searchbox")
    box.press_sequentially("dang ky ket h", delay=20)
    if has_script:
        page.get_by_role("option", name="Đăng ký kết hôn").first.wait_for()
        look(page, f"{size}-suggestions")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/thu-tuc/1.000894")
        page.go_back()
    page.goto(f"{live_server.url}/")
    page.fill("input[name=q]", "giấy khai sinh cho con")
    page.click("form[role=search] button")
    page.wait_for_url("**/tim-kiem?*")
    look(page, f"{size}-found")
    page.click("text=Đăng ký khai sinh >> nth=0")
    assert page.url.endswith("/thu-tuc/1.001193")
    look(page, f"{size}-procedure")
    page.click("text=Toàn văn thủ tục")
    look(page, f"{size}-full-text")
    page.goto(f"{live_server.url}/tim-kiem?q=zzqqxx")
    look(page, f"{size}-nothing")
    assert errors == []
    context.close()
