"""Officials in a real browser: every page of the desk under axe at three sizes, and a whole life by keyboard alone."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import PASSWORD
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories as cases
from motcua.files import actions as files
from motcua.files.tests.samples import encode, page_photo
from motcua.lib.actors import Actor
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from tests.e2e.axe import SIZES, look

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAPER = {"key": "birth", "name": "Giấy chứng sinh", "kind": "submit", "required": True, "originals": 1, "copies": 0}


@pytest.fixture
def commune() -> Agency:
    return places.commune()


@pytest.fixture
def official(commune: Agency) -> User:
    """One official who holds every post but the leader's, as in a small commune."""
    assert commune.one_stop is not None
    roles = [(Role.RECEPTIONIST, commune.one_stop), *((role, commune) for role in (Role.SPECIALIST, Role.CLERK))]
    return people.official("Ya Thuyên", *roles, username="yathuyen")


def filed(name: str = "Nguyễn Thị An") -> Dossier:
    """File a dossier with one scanned paper, now."""
    citizen, now = people.citizen(name), timezone.now()
    sender = Actor(kind=citizen.kind, id=str(citizen.pk), name=citizen.full_name)
    scan = files.store(data=encode(page_photo()), name="giay.jpg", purpose="paper", by=sender, now=now)
    papers = (cases.paper("birth", str(scan.public_id)),)
    return cases.filed(by=citizen, of=cases.version(papers=[PAPER]), papers=papers, now=now)


def enter(browser: Browser, server: LiveServer, *, scripts: bool = True) -> Page:
    width, height = SIZES["desk"]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{server.url}/ban-lam-viec")
    return page


def sign_in(page: Page, username: str) -> None:
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Việc của tôi")


def test_every_page_of_the_desk_is_accessible(browser: Browser, live_server: LiveServer, official: User) -> None:
    dossier = filed()
    page = enter(browser, live_server)
    look(page, "desk-1-sign-in")
    sign_in(page, official.username)
    look(page, "desk-2-inbox")
    page.goto(f"{live_server.url}/ban-lam-viec/ho-so/{dossier.public_id}")
    expect(page.locator(".motcua-viewer__page").first).to_be_visible()
    for summary in page.locator(".motcua-actions summary").all():
        summary.click()
    look(page, "desk-3-dossier")
    page.goto(f"{live_server.url}/ban-lam-viec/tim?q=nguyen")
    expect(page.locator(".motcua-lines tbody tr")).to_have_count(1)
    look(page, "desk-4-search")


def arrive(page: Page, heading: str) -> None:
    """Wait for a page and for its scripts: keys do nothing before."""
    expect(page.locator("h1")).to_have_text(heading)
    page.wait_for_load_state("load")


def test_a_life_by_keyboard_alone(browser: Browser, live_server: LiveServer, official: User, commune: Agency) -> None:
    dossier = filed()
    page = enter(browser, live_server)
    page.keyboard.press("Tab")
    page.locator("#username").focus()
    page.keyboard.type(official.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    arrive(page, "Việc của tôi")

    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()
    look(page, "desk-keys", sizes=["desk"])
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type(dossier.code)
    page.keyboard.press("Enter")
    arrive(page, f"Hồ sơ {dossier.code}")
    page.keyboard.press("b")
    arrive(page, "Việc của tôi")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    arrive(page, f"Hồ sơ {dossier.code}")

    # Receive, and appraise with it: the number of the result is at hand.
    page.locator("input[name=number]").first.focus()
    page.keyboard.type("17/XN-UBND")
    for part in ("24", "11", "2026"):
        page.keyboard.press("Tab")
        page.keyboard.type(part)
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    dossier.refresh_from_db()
    assert cases.task(dossier).step == "sign"

    leader = people.official("Touneh Thị Hạnh", (Role.AGENCY_LEADER, commune))
    actions.complete(task_id=cases.task(dossier).pk, outcome="sign", note="", by=leader, now=timezone.now())

    page.keyboard.press("b")
    arrive(page, "Việc của tôi")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h3", has_text="Phát hành")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("a")  # issue, and deliver with it
    expect(page.locator("text=Hồ sơ đã kết thúc")).to_be_visible()
    look(page, "desk-ended")
    dossier.refresh_from_db()
    assert dossier.state == State.DELIVERED


def test_a_leader_signs_one_after_the_other_by_keyboard(
    browser: Browser, live_server: LiveServer, official: User, commune: Agency
) -> None:
    leader = people.official("Touneh Thị Hạnh", (Role.AGENCY_LEADER, commune), username="hanh")
    for name in ("Nguyễn Thị An", "Y Bham"):
        dossier = filed(name)
        now = timezone.now()
        actions.complete(task_id=cases.task(dossier).pk, outcome="accept", note="", by=official, now=now)
        details = actions.Details(reference=cases.reference())
        actions.complete(
            task_id=cases.task(dossier).pk, outcome="approve", note="", by=official, now=now, details=details
        )
    page = enter(browser, live_server)
    sign_in(page, leader.username)
    arrive(page, "Việc của tôi")
    page.keyboard.press("g")
    arrive(page, "Ký lần lượt")
    look(page, "desk-8-stack")
    page.keyboard.press("a")  # what cannot be undone is only focused
    expect(page.locator("button[data-shortcut=a]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    page.wait_for_load_state("load")
    expect(page.locator("text=Còn 1 kết quả chờ ký")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator("text=Không còn kết quả nào chờ")).to_be_visible()
    look(page, "desk-9-stack-done")


def test_the_desk_works_without_scripts(browser: Browser, live_server: LiveServer, official: User) -> None:
    dossier = filed()
    page = enter(browser, live_server, scripts=False)
    sign_in(page, official.username)
    page.click(f"text={dossier.code}")
    page.click("summary:has-text('Yêu cầu bổ sung')")
    form = page.locator("details[open] form")
    form.locator("textarea[name=other]").fill("Ghi rõ nơi ở hiện tại")
    form.locator("textarea[name=note]").fill("Thiếu địa chỉ")
    form.locator("button").click()
    expect(page.locator("text=Đang chờ người nộp bổ sung")).to_be_visible()
    dossier.refresh_from_db()
    assert dossier.state == State.SUPPLEMENT_REQUESTED
