"""Finding a procedure in a real browser: answers as one types, and the same without script."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.procedures.actions import import_records
from motcua.procedures.rules import words
from motcua.procedures.rules.files import OURS, records_in
from tests.e2e.axe import SIZES, look

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)


def publish() -> None:
    wanted = {code for event in words.life_events() for code in event.codes} | set(words.frequent_codes())
    found = [(number, raw) for number, raw in records_in(OURS) if raw["code"] in wanted]
    import_records(found=found, on=today(NOW), say=lambda *_: None, by=SYSTEM, now=NOW)


@pytest.mark.parametrize("has_script", [True, False])
def test_from_a_question_to_the_procedure(has_script: bool, browser: Browser, live_server: LiveServer) -> None:
    publish()
    width, height = SIZES["phone"]
    label = "catalogue" if has_script else "catalogue-noscript"
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(8_000)
    if not has_script:
        # axe needs a script of its own, so the site's are left out instead of all.
        context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    page.goto(f"{live_server.url}/")
    look(page, f"{label}-home")
    box = page.get_by_role("combobox" if has_script else "searchbox")
    box.press_sequentially("dang ky ket h", delay=20)
    if has_script:
        page.get_by_role("option", name="Đăng ký kết hôn").first.wait_for()
        look(page, f"{label}-suggestions")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/thu-tuc/1.000894")
        page.go_back()
    page.goto(f"{live_server.url}/")
    page.fill("input[name=q]", "giấy khai sinh cho con")
    page.click("form[role=search] button")
    page.wait_for_url("**/tim-kiem?*")
    look(page, f"{label}-found")
    page.click("text=Đăng ký khai sinh >> nth=0")
    assert page.url.endswith("/thu-tuc/1.001193")
    look(page, f"{label}-procedure")
    page.click("text=Toàn văn thủ tục")
    look(page, f"{label}-full-text")
    page.goto(f"{live_server.url}/tim-kiem?q=zzqqxx")
    look(page, f"{label}-nothing")
    assert errors == []
    context.close()
