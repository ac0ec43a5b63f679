"""The counter in a real browser: every page under axe at three sizes, and how many presses a returning person costs."""

from datetime import date
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import PASSWORD
from motcua.certifying.models import Certification, Tariff
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.paperwork.documents import newest_answers
from motcua.dossiers.rules.filing import Filing, PaperData, PartyData
from motcua.dossiers.rules.states import Channel, Origin, State
from motcua.dossiers.tests import factories as cases
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.tests.factories import make_procedure
from tests.e2e.axe import SIZES, look
from tests.e2e.conftest import ARGUMENTS, CHROMIUM

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NUMBER = "068190000027"
WIDTH, HEIGHT = 640, 480
CARD = f"{NUMBER}||Nguyễn Thị An|05031990|Nữ|Thạnh Mỹ, Đơn Dương, Lâm Đồng|15042021"
# What the whole reception of a returning person with three papers costs, the scan counted as one: scan, three letters,
# Enter, all papers as asked, receive, slip.
PRESSES = 8
PAPERS = [
    {"key": "identity", "name": "Giấy tờ tùy thân", "kind": "show", "required": True, "originals": 1, "copies": 0},
    {"key": "marriage", "name": "Giấy chứng nhận kết hôn", "kind": "submit", "required": True, "copies": 1},
    {"key": "birth", "name": "Giấy chứng sinh", "kind": "submit", "required": True, "originals": 1, "copies": 0},
]
FORM = {
    "schema": {
        "type": "object",
        "required": ["requester"],
        "properties": {
            "requester": {"$ref": "motcua:person", "required": ["full_name", "identity", "birth"]},
            "purpose": {"type": "string", "maxLength": 200},
            "remark": {"type": "string", "maxLength": 200},
        },
    },
    "presentation": {
        "steps": [
            {
                "key": "who",
                "title": "Người yêu cầu",
                "fields": [
                    {
                        "path": "requester",
                        "label": "Người yêu cầu",
                        "parts": ["full_name", "birth", "identity", "phone"],
                        "prefill": "person",
                    }
                ],
            },
            {"key": "what", "title": "Mục đích", "fields": [{"path": "purpose", "label": "Để làm gì"}]},
            {"key": "more", "title": "Điều khác", "fields": [{"path": "remark", "label": "Ghi chú"}]},
        ]
    },
}


class Hands:
    """What a receptionist does, counted: each key, each click, and a scan as one action."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def scan(self, text: str) -> None:
        """Let the scanner type into the field that has the focus; it ends with Enter."""
        self.presses += 1
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.presses += 1
            self.page.keyboard.press(key)


def arrive(page: Page, heading: str) -> None:
    """Wait for a page and for its scripts: keys do nothing before."""
    expect(page.locator("h1")).to_contain_text(heading)
    page.wait_for_load_state("load")


@pytest.fixture
def commune() -> Agency:
    return places.commune()


@pytest.fixture
def receptionist(commune: Agency) -> User:
    assert commune.one_stop is not None
    return people.official("Lê Thị Ánh", (Role.RECEPTIONIST, commune.one_stop), username="tiepnhan")


@pytest.fixture
def version() -> ProcedureVersion:
    procedure = make_procedure("1.001193", name="Đăng ký khai sinh")
    return cases.version(procedure=procedure, papers=PAPERS, form=FORM)


def came_before(by: User, version: ProcedureVersion, commune: Agency) -> None:
    who = PartyData(
        "Nguyễn Thị An", identity_kind="personal_id", identity_number=NUMBER, birth="1990-03-05", phone="0912345678"
    )
    papers = tuple(PaperData(key, originals=1) for key in ("marriage", "birth"))
    answers = {"requester": {"full_name": who.name, "identity": NUMBER, "birth": who.birth}}
    here, stop = (version.pk, commune.pk, Origin.COUNTER, Channel.DIRECT), commune.one_stop_id
    request = Filing(*here, who, who, answers, papers, received_agency_id=stop)
    actions.file(filing=request, key="before", by=by, now=cases.NOW)


def enter(browser: Browser, server: LiveServer, user: User, *, scripts: bool = True) -> Page:
    width, height = SIZES["desk"]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{server.url}/quay")
    page.fill("#username", user.username)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    arrive(page, "Nhận hồ sơ tại quầy")
    return page


def test_a_returning_person_with_three_papers(
    browser: Browser, live_server: LiveServer, receptionist: User, version: ProcedureVersion, commune: Agency
) -> None:
    came_before(receptionist, version, commune)
    page = enter(browser, live_server, receptionist)
    hands = Hands(page)
    hands.scan(CARD)
    expect(page.locator("text=đã từng đến")).to_be_visible()
    page.wait_for_load_state("load")
    hands.press("k", "h", "a")
    expect(page.locator("[role=option]").first).to_be_visible()
    hands.press("Enter")
    arrive(page, "Đăng ký khai sinh")
    hands.press("d", "a")  # every paper as asked; receive
    arrive(page, "Đã tiếp nhận hồ sơ")
    with page.context.expect_page():
        hands.press("Enter")  # the slip
    dossier = Dossier.objects.exclude(pk=Dossier.objects.order_by("pk").values("pk")[:1]).get()
    assert dossier.state == State.RECEIVED
    assert dossier.papers.exclude(number=0).count() == 3
    assert hands.presses == PRESSES, f"{hands.presses} presses for a returning person with three papers"


def held_before_a_camera(text: str, file: Path) -> None:
    """Write a film of one picture, as chromium plays in the place of a camera: a QR code in grey, 4:2:0."""
    code = [list(row) for row in segno.make(text, error="m").matrix_iter(scale=5, border=6)]
    left, top = (WIDTH - len(code)) // 2, (HEIGHT - len(code)) // 2
    luma = bytearray([200]) * (WIDTH * HEIGHT)
    for y, row in enumerate(code):
        start = (top + y) * WIDTH + left
        luma[start : start + len(row)] = bytes(20 if dark else 235 for dark in row)
    frame = b"FRAME\n" + luma + bytearray([128]) * (WIDTH * HEIGHT // 2)
    file.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420mpeg2\n".encode() + frame * 2)


def test_a_card_is_read_by_a_camera(
    browser: Browser, live_server: LiveServer, receptionist: User, version: ProcedureVersion, tmp_path: Path
) -> None:
    film = tmp_path / "card.y4m"
    held_before_a_camera(CARD, film)
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    film_of = f"--use-file-for-fake-video-capture={film}"
    seeing = browser.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *camera, film_of])
    try:
        page = enter(seeing, live_server, receptionist)
        page.click("text=Quét thẻ bằng máy ảnh")
        expect(page.locator("text=Nguyễn Thị An")).to_be_visible()
        expect(page.locator("text=đến lần đầu")).to_be_visible()
    finally:
        seeing.close()


def test_without_a_camera_one_is_told_what_to_do(
    browser: Browser, live_server: LiveServer, receptionist: User, version: ProcedureVersion
) -> None:
    page = enter(browser, live_server, receptionist)
    page.click("text=Quét thẻ bằng máy ảnh")
    expect(page.locator("[role=alert]:has-text('Hãy cho phép')")).to_be_visible()
    look(page, "counter-1a-camera")
    page.keyboard.press("Escape")
    expect(page.locator("button[data-camera]")).to_be_focused()


def test_every_page_of_the_counter_is_accessible(
    browser: Browser, live_server: LiveServer, receptionist: User, version: ProcedureVersion
) -> None:
    page = enter(browser, live_server, receptionist)
    look(page, "counter-1-start")
    page.fill("#who", CARD)
    page.keyboard.press("Enter")
    expect(page.locator("text=đến lần đầu")).to_be_visible()
    page.fill("#thu-tuc", "kha")
    expect(page.locator("[role=option]").first).to_be_visible()
    look(page, "counter-2-visitor", shot="quay-nguoi-den")
    page.goto(f"{live_server.url}/quay/thu-tuc/{version.procedure.code}")
    page.check("#is_other-2")
    look(page, "counter-3-form")
    page.check("#is_other")
    page.click("button[data-shortcut=a]")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "counter-4-errors", shot="quay-to-khai")
    page.click(".motcua-sections a:has-text('Mục đích')")  # a link opens the part that it leads into
    page.fill("#f-purpose", "Nhập học")
    page.click("a:has-text('Phần tiếp: Điều khác')")
    page.fill("#f-remark", "Cần sớm")
    page.click("button[data-shortcut=d]")
    page.click("button[data-shortcut=a]")
    arrive(page, "Đã tiếp nhận hồ sơ")
    kept = newest_answers(Dossier.objects.get())
    assert (kept["purpose"], kept["remark"]) == ("Nhập học", "Cần sớm"), "every part of the form, not the last alone"
    look(page, "counter-5-received", shot="quay-da-nhan")
    page.goto(f"{live_server.url}/quay")
    page.click("summary:has-text('Hồ sơ của người này')")
    look(page, "counter-5b-own-dossiers")
    page.goto(f"{live_server.url}/quay/ban-giao")
    look(page, "counter-5a-hand-over", shot="quay-ban-giao")
    page.goto(f"{live_server.url}/quay/ban-giao/nhan")
    look(page, "counter-5a-taking")
    page.goto(f"{live_server.url}/quay/tra")
    look(page, "counter-5c-results")
    page.goto(f"{live_server.url}/quay/tra/{Dossier.objects.get().public_id}")
    look(page, "counter-5d-deliver")
    page.goto(f"{live_server.url}/quay/chung-thuc")
    page.fill("#document-1", "Bằng tốt nghiệp")
    look(page, "counter-6-certification", shot="quay-chung-thuc")
    page.goto(f"{live_server.url}/quay/chung-thuc/so")
    look(page, "counter-7-book")


def test_certified_at_once_from_the_card_to_the_book(
    browser: Browser, live_server: LiveServer, receptionist: User, commune: Agency
) -> None:
    """Decree 23/2015/NĐ-CP art. 7: the same day; Circular 226/2016/TT-BTC art. 4(1): 200,000 đồng a copy at most."""
    people.official("Touneh Thị Hạnh", (Role.AGENCY_LEADER, commune))
    rates = {"first_rate": 2000, "first_pages": 2, "next_rate": 1000, "cap": 200_000, "basis": "TT 226/2016"}
    Tariff.objects.get_or_create(kind="copy", valid_from=date(2017, 1, 1), defaults=rates)
    page = enter(browser, live_server, receptionist)
    Hands(page).scan(CARD)
    expect(page.locator("text=đến lần đầu")).to_be_visible()
    page.goto(f"{live_server.url}/quay/chung-thuc")
    expect(page.locator("#name")).to_have_value("Nguyễn Thị An")
    for row, (document, pages, copies) in enumerate((("Bằng tốt nghiệp", 3, 2), ("Hồ sơ dự thầu", 900, 1)), start=1):
        page.fill(f"#document-{row}", document)
        page.fill(f"#pages-{row}", str(pages))
        page.fill(f"#copies-{row}", str(copies))
    page.click("button[data-shortcut=f]")
    expect(page.locator(".motcua-counter__sum")).to_contain_text("210.000 đồng")
    assert not Certification.objects.exists(), "the sum alone is kept nowhere"
    page.click("button[data-shortcut=a]")
    arrive(page, "Đã vào sổ chứng thực")
    expect(page.locator("main")).to_contain_text("Số 2 · Hồ sơ dự thầu · 900 trang, 1 bản · 200.000 đồng")
    look(page, "counter-6a-certified")
    assert not Dossier.objects.exists(), "no workflow and no slip for what is given at once"
    page.click("text=Sổ chứng thực hôm nay")
    for words in ("Nguyễn Thị An", "Bằng tốt nghiệp", "Hồ sơ dự thầu", "Touneh Thị Hạnh"):
        expect(page.locator("main")).to_contain_text(words)
    look(page, "counter-7a-book")
    page.go_back()
    page.click("button[data-shortcut=n]")
    arrive(page, "Chứng thực lấy ngay")
    expect(page.locator("#name")).to_have_value("")
    page.context.close()


def test_the_counter_works_without_scripts(
    browser: Browser, live_server: LiveServer, receptionist: User, version: ProcedureVersion
) -> None:
    page = enter(browser, live_server, receptionist, scripts=False)
    page.fill("#who", CARD)
    page.keyboard.press("Enter")
    page.fill("#thu-tuc", "kha")
    page.keyboard.press("Enter")
    page.click("main a[data-row]")
    page.click("text=Nhận đủ như danh mục")
    page.click("text=Tiếp nhận, in phiếu")
    arrive(page, "Đã tiếp nhận hồ sơ")
    assert Dossier.objects.get().state == State.RECEIVED
