"""Filing in a real browser: with JavaScript (autosave, files in pieces) and without; following it; axe everywhere."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.actions import Missing
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import version
from motcua.eforms.tests.forms import documented
from motcua.eforms.units import UNITS
from motcua.files.tests.samples import encode, page_photo
from motcua.organisations.rules import Role, UnitKind
from motcua.organisations.tests import factories as places
from tests.e2e.axe import SIZES, faults, faults_without_scripts

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

    def __init__(self, page: Page, size: str, *, scripts: bool = True) -> None:
        self.page = page
        self.scripts = scripts
        self.size = size if scripts else f"{size}-noscript"
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(f"script error: {error}"))

    def look(self, name: str) -> None:
        """Hold the page against axe and the width of the screen."""
        found = faults if self.scripts else faults_without_scripts
        self.wrong += found(self.page, name=f"filing-{self.size}-{name}")

    def go_on(self) -> None:
        """Press the button that leads on."""
        self.page.click("#go-on")


# The larger sizes are among the long proofs: the same journey again, half a minute each.
OTHER_SIZES = [pytest.param(size, marks=pytest.mark.long) for size in SIZES if size != "phone"]


@pytest.mark.parametrize("size", ["phone", *OTHER_SIZES])
def test_filing_without_javascript_then_following(
    size: str, browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    UNITS.forget()
    commune = places.commune()
    assert commune.area is not None
    assert commune.one_stop is not None
    officer = people.official("Ya Thuyên", (Role.RECEPTIONIST, commune.one_stop))
    made = version(papers=PAPERS)
    context = signed_in(browser, live_server, size, scripts=False)
    page = context.new_page()
    walk = Walk(page, size, scripts=False)

    page.goto(f"{live_server.url}/nop-ho-so/{made.procedure.code}")
    page.click("text=Bắt đầu")
    page.check("#f-on_behalf-2")
    walk.go_on()
    page.fill("#f-content", "Xin xác nhận nơi cư trú")
    walk.look("2-question")
    walk.go_on()
    picture = tmp_path / "giay.jpg"
    picture.write_bytes(encode(page_photo()))
    page.set_input_files("#paper-birth", str(picture))
    page.click("text=Gửi tệp đã chọn")
    walk.look("3-papers")
    page.click("[data-paper=birth] button[value^='remove']")
    page.set_input_files("#paper-birth", [str(picture), str(picture)])
    walk.go_on()
    page.select_option("#f-area", commune.area.code)
    page.check("#f-result_channel")
    walk.go_on()
    page.click("text=Nộp hồ sơ >> nth=-1")
    walk.look("4-unconfirmed")
    page.check("#confirm")
    page.click("text=Nộp hồ sơ >> nth=-1")
    page.wait_for_selector(".motcua-receipt")

    dossier = Dossier.objects.get()
    actions.ask_supplement(
        task_id=factories.task(dossier).pk,
        items=[Missing("paper:birth", "Ảnh chụp bị mờ, hãy chụp lại")],
        reason="Giấy chứng sinh chưa đọc được.",
        by=officer,
        now=timezone.now(),
    )
    page.click("text=Hồ sơ của tôi >> nth=-1")
    walk.look("5-mine")
    page.click(f"a[href='/ho-so/{dossier.code}']")
    walk.look("6-dossier")
    page.click("text=Bổ sung ngay")
    walk.look("7-supplement")
    page.set_input_files("#paper-birth", str(picture))
    page.click("text=Gửi phần bổ sung")
    page.wait_for_selector(".motcua-timeline")
    page.goto(f"{live_server.url}/ho-so/{dossier.code}/rut")
    walk.look("8-withdraw")
    page.goto(f"{live_server.url}/thong-bao")
    walk.look("9-notices")
    page.click("text=Đăng xuất")
    page.goto(f"{live_server.url}/tra-cuu")
    page.fill("#code", dossier.code.lower())
    page.fill("#secret", "0000")
    page.click("main button")
    walk.look("10-wrong-secret")
    page.fill("#secret", actions.secret_of(dossier))
    page.click("main button")
    page.wait_for_selector(".motcua-timeline")
    walk.look("11-found")
    context.close()
    assert walk.wrong == []
    assert dossier.supplement_requests.get().answered_at is not None


def signed_in(browser: Browser, live_server: LiveServer, size: str, *, scripts: bool) -> BrowserContext:
    """Open a browser in which a citizen has signed in."""
    client = Client()
    client.force_login(people.citizen("Nguyễn Thị An", number="068190012345"))
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=width < 500, java_script_enabled=scripts
    )
    context.add_cookies([{"name": "motcua", "value": client.cookies["motcua"].value, "url": live_server.url}])
    context.set_default_timeout(15_000)
    return context


@pytest.mark.parametrize("size", ["phone", pytest.param("desk", marks=pytest.mark.long)])
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
    context = signed_in(browser, live_server, size, scripts=True)
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
    page.wait_for_selector("#f-witnesses-0-phone")  # asked now that there is a name
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


def test_filing_with_the_keyboard_alone(browser: Browser, live_server: LiveServer) -> None:
    """Tab, Space, arrows and Enter are enough, and the place where one is can be seen all the way."""
    UNITS.forget()
    commune = places.commune()
    assert commune.area is not None
    made = version()
    context = signed_in(browser, live_server, "desk", scripts=True)
    page = context.new_page()
    keys = page.keyboard

    def reach(selector: str) -> None:
        """Press Tab until an element has the focus."""
        for _ in range(60):
            if page.locator(f"{selector}:focus").count():
                return
            keys.press("Tab")
        raise AssertionError(f"Tab does not lead to {selector}")

    def press(selector: str, key: str = "Enter") -> None:
        reach(selector)
        outline = (
            "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"
        )
        seen = page.evaluate(f"document.activeElement.type === 'radio' || {outline} !== 'nonenone'")
        assert seen, f"the focus on {selector} cannot be seen"
        keys.press(key)

    page.goto(f"{live_server.url}/nop-ho-so/{made.procedure.code}")
    keys.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("govuk-skip-link")
    keys.press("Enter")
    press("main button")
    press("input[name=on_behalf]", "ArrowDown")
    page.wait_for_selector("#f-on_behalf-2:checked")
    press("#go-on")
    page.wait_for_selector("#f-content")
    press("#go-on")
    page.wait_for_selector(".govuk-error-summary:focus")  # told at once, and one Tab from the question
    press(".govuk-error-summary a")
    assert page.evaluate("document.activeElement.id") == "f-content"
    keys.type("Xin xác nhận nơi cư trú")
    keys.press("Enter")
    page.wait_for_selector("#f-area")
    reach("#f-area")
    keys.type("Xã")
    press("input[name=result_channel]", "Space")
    press("#go-on")
    page.wait_for_selector("#confirm")
    press("#confirm", "Space")
    press("main form button.govuk-button")
    page.wait_for_selector(".motcua-receipt")
    context.close()
    assert Dossier.objects.get().answers.get().data["content"] == "Xin xác nhận nơi cư trú"
