"""The style pages, which show every component in every state, are accessible and fit each screen."""

import gzip

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.e2e.axe import SIZES, faults

PAGES = ("", "/bieu-mau", "/noi-dung", "/trang-dau", "/ho-so", "/ban-lam-viec", "/ban-in")

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_no_violation_no_error_no_sideways_scrolling(browser: Browser, live_server: LiveServer) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    for name in PAGES:
        page.goto(f"{live_server.url}/phong-cach{name}")
        wrong += faults(page, name=f"style-{name.strip('/')}", sizes=SIZES)
    page.close()
    assert wrong == []


def test_first_visit_is_light(browser: Browser, live_server: LiveServer) -> None:
    """Under 100 kB without fonts as a compressing server sends it, and nothing from elsewhere."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    bodies: dict[str, bytes] = {}
    page.on("response", lambda response: bodies.update({response.url: response.body()}))
    page.goto(f"{live_server.url}/phong-cach/trang-dau", wait_until="networkidle")
    page.close()
    assert [url for url in bodies if not url.startswith(live_server.url)] == []
    assert sum(len(gzip.compress(body)) for url, body in bodies.items() if not url.endswith(".woff2")) < 100_000
    assert sum(len(body) for url, body in bodies.items() if url.endswith(".woff2")) < 100_000


def test_keys_of_the_desk(browser: Browser, live_server: LiveServer) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/phong-cach/ban-lam-viec")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "H36.12-261124-0031"
    page.keyboard.press("/")
    page.keyboard.type("j/1")
    assert page.input_value("input[name=q]") == "j/1", "keys are letters while one writes"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.is_visible("dialog")
    page.close()


def test_conditional_questions_open_and_the_file_field_is_named(browser: Browser, live_server: LiveServer) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/phong-cach/bieu-mau")
    assert not page.is_visible("#address")
    page.check("#channel-2")
    assert page.is_visible("#address")
    assert page.get_by_role("button", name="Ảnh hoặc tệp giấy chứng sinh").is_visible()
    page.close()


def test_all_is_there_without_javascript(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/phong-cach/bieu-mau")
    assert page.is_visible("#address"), "what a script would fold is open without it"
    assert page.is_visible("input[type=file]")
    context.close()


def test_the_menu_opens_by_keys_alone_and_without_javascript(browser: Browser, live_server: LiveServer) -> None:
    """On a phone, and as wide as a desk is at 200 %; beside the content on a whole desk."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 640, "height": 450})
    page = context.new_page()
    page.goto(f"{live_server.url}/phong-cach/ban-lam-viec")
    here, way_out = page.locator("#menu a[aria-current]"), page.get_by_role("link", name="Đăng xuất")
    assert not here.is_visible()
    assert way_out.count() == 0, "the way out is in the menu"
    page.get_by_role("button", name="Danh mục", exact=True).press("Enter")
    assert here.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "page", "the menu comes next"
    assert way_out.is_visible()
    page.keyboard.press("Escape")
    assert not here.is_visible()
    page.set_viewport_size({"width": 320, "height": 740})
    header = page.locator("header").bounding_box()
    assert header is not None
    assert header["height"] < 3 * 44, "two lines of what is pressed, even on the narrowest phone"
    page.set_viewport_size({"width": 1280, "height": 900})
    assert here.is_visible()
    assert way_out.is_visible(), "in the header, and there alone"
    assert not page.get_by_role("button", name="Danh mục", exact=True).is_visible()
    context.close()


# What only a larger screen shows, and what is pale there alone.
PALE = """<!doctype html><html lang="vi"><title>Màu</title><style>
.late { display: none; color: #ccc }
@media (min-width: 800px) { .late { display: block } .dim { color: #ccc } }
</style><main><h1>Màu</h1><p class="late">Chỉ trên màn hình rộng</p><p class="dim">Nhạt đi</p></main></html>"""


def test_colours_of_a_larger_screen_are_looked_at(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(PALE)
    found = [line.partition(":")[0] for line in faults(page, name="pale", sizes=SIZES) if "color-contrast" in line]
    page.close()
    assert found == ["desk-pale", "desk-pale"]
