"""Filing with JavaScript in a real browser, at phone and desk size: autosave, files in pieces, and axe everywhere."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.tests import factories as people
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.tests.factories import version
from motcua.eforms.tests.forms import documented
from motcua.eforms.units import UNITS
from motcua.files.tests.samples import encode, page_photo
from motcua.organisations.rules import UnitKind
from motcua.organisations.tests import factories as places
from tests.e2e.axe import SIZES, violations
from tests.e2e.story import SHOTS

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAPERS = [
    {
        "key": "birth",
        "name": "Giấy chứng sinh",
        "kind": "submit",
        "required": True,
        "originals": 1,
        "copies": 0,
        "hint": "Do cơ sở y tế nơi trẻ sinh ra cấp.",
    },
    {"key": "marriage", "name": "Giấy chứng nhận kết hôn của cha mẹ", "kind": "submit", "required": False},
    {"key": "card", "name": "Thẻ căn cước của người yêu cầu", "kind": "show", "required": True},
]


class Walk:
    """One browser page that is looked at wherever it stops."""

    def __init__(self, page: Page, size: str) -> None:
        self.page = page
        self.size = size
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(f"script error: {error}"))

    def look(self, name: str) -> None:
        """Hold the page against axe and the width of the screen."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.wrong += [f"{name}: {line}" for line in violations(self.page)]
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.wrong.append(f"{name}: scrolls sideways")
        self.page.screenshot(path=SHOTS / f"filing-{self.size}-{name}.png", full_page=True)

    def go_on(self) -> None:
        """Press the button that leads on."""
        self.page.click("#go-on")


@pytest.mark.parametrize("size", [name for name in SIZES if SIZES[name][0] != 1080])
def test_filing_with_javascript(size: str, browser: Browser, live_server: LiveServer, tmp_path: Path) -> None:
    UNITS.forget()
    lam_dong = places.province()
    commune = places.commune()
    assert commune.area is not None
    district = places.unit("677", "Huyện Đơn Dương", kind=UnitKind.DISTRICT, parent=lam_dong, valid=places.BEFORE)
    split = places.unit("24934", "Xã Lạc Xuân", parent=district, valid=places.BEFORE)
    places.succession(split, commune.area, places.unit("24943", "Xã Ka Đô", parent=lam_dong))
    schema, presentation = documented()
    made = version(form={"schema": schema, "presentation": presentation}, papers=PAPERS)
    user = people.citizen("Nguyễn Thị An", number="068190012345")
    client = Client()
    client.force_login(user)
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=width < 500)
    context.add_cookies([{"name": "motcua", "value": client.cookies["motcua"].value, "url": live_server.url}])
    context.set_default_timeout(8_000)
    page = context.new_page()
    walk = Walk(page, size)

    page.goto(f"{live_server.url}/nop-ho-so/{made.procedure.code}")
    walk.look("1-start")
    page.click("text=Bắt đầu")
    page.check("#f-on_behalf")
    page.wait_for_selector("#f-owner_kind")  # asked by the answer before, without pressing anything
    page.check("#f-owner_kind")
    page.wait_for_selector("#f-owner-full_name")
    walk.look("2-who")
    page.check("#f-on_behalf-2")
    page.wait_for_selector("#f-owner-full_name", state="detached")
    walk.go_on()
    page.check("#f-relation-2")
    walk.go_on()
    page.fill("#f-child-full_name", "An 3")
    page.fill("#f-child-birth-year", "2030")
    walk.go_on()
    page.wait_for_selector(".govuk-error-summary")
    walk.look("3-errors")
    page.fill("#f-child-full_name", "K'Brể")
    page.fill("#f-child-birth-day", "1")
    page.fill("#f-child-birth-month", "11")
    page.fill("#f-child-birth-year", "2025")
    page.check("#f-child-sex-2")
    page.fill("#f-child-ethnicity", "Cơ Ho")
    page.fill("#f-child-nationality", "Việt Nam")
    page.fill("#f-child-birthplace-old_text", "Lạc Xuân")
    walk.go_on()
    page.wait_for_selector("#f-child-birthplace-ward")
    walk.look("4-choose-place")
    page.check("#f-child-birthplace-ward")
    walk.go_on()
    page.wait_for_selector("#f-witnesses-add")
    page.click("#f-witnesses-add")
    page.fill("#f-witnesses-0-full_name", "Ya Thuyên")
    page.wait_for_selector("[data-saved]:has-text('Đã lưu nháp')")
    walk.look("5-group")
    walk.go_on()
    page.wait_for_selector("[data-papers]")
    picture = tmp_path / "anh.jpg"
    picture.write_bytes(encode(page_photo(2000, 2800), quality=98))
    page.set_input_files("[data-paper=birth] input[type=file]:not([capture])", [str(picture), str(picture)])
    expect(page.locator("[data-paper=birth] li")).to_have_count(2, timeout=20_000)
    walk.look("6-papers")
    walk.go_on()
    page.select_option("#f-area", commune.area.code)
    page.check("#f-result_channel")
    walk.look("7-where")
    walk.go_on()
    page.wait_for_selector("#confirm")
    walk.look("8-review")
    page.check("#confirm")
    page.click("text=Nộp hồ sơ >> nth=-1")
    page.wait_for_selector(".motcua-receipt")
    walk.look("9-done")
    context.close()
    assert walk.wrong == []
    assert Dossier.objects.get().papers.get().files.get().file.pages == 2
    assert not Draft.objects.exists()
