"""A relay as its officials click through it: commune, department, the province's committee, and back over the counter.

Source: Decree 61/2018/NĐ-CP, article 19(7): one limit, the control slip with the dossier both ways; article 20(1): the
result comes to the counter where the dossier was handed in.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories as cases
from motcua.dossiers.tests.relay_factories import relay_version
from motcua.dossiers.tests.test_given_forms import text_of
from motcua.lib.dates import today
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.days import boxes
from tests.e2e.axe import look
from tests.e2e.desks import entered, open_dossier

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.long, pytest.mark.django_db(transaction=True)]
AT_A_DESK = ("phone", "desk")


class Line:
    """Everybody on the way, each with their own browser page."""

    def __init__(self, browser: Browser, server: LiveServer) -> None:
        commune, department, committee = places.commune(), places.department(), places.committee()
        self.url = server.url
        posts = {
            "counter": ("Lê Thị Ánh", Role.RECEPTIONIST, one_stop_of(commune)),
            "gathers": ("Ya Thuyên", Role.SPECIALIST, commune),
            "submits": ("Cil Múp", Role.AGENCY_LEADER, commune),
            "examines": ("Lê Thị Sở", Role.SPECIALIST, department),
            "proposes": ("Phạm Giám Đốc", Role.AGENCY_LEADER, department),
            "signs": ("Rơ Ông Chủ", Role.AGENCY_LEADER, committee),
            "issues": ("Mai Văn Thư", Role.CLERK, committee),
        }
        self.who = {key: people.official(name, (role, agency)) for key, (name, role, agency) in posts.items()}
        self.browser, self.server = browser, server
        self.pages: dict[str, Page] = {}

    def page(self, key: str) -> Page:
        """Return somebody's page, signed in when it is first wanted."""
        if key not in self.pages:
            self.pages[key] = entered(self.browser, self.server, self.who[key])
        return self.pages[key]

    def opened(self, key: str, dossier: Dossier) -> Page:
        """Find the dossier on somebody's desk: what they hold, else what nobody has taken yet."""
        page = self.page(key)
        page.goto(f"{self.url}/ban-lam-viec")
        if page.get_by_text("Ông/bà không giữ việc nào.").count():
            page.click("text=Xem việc chưa ai nhận")
        page.click(f"main a:has-text('{dossier.code}')")
        expect(page.locator("h1")).to_contain_text(dossier.code)
        return page

    def ended(self, key: str, dossier: Dossier) -> None:
        """Do the main thing of somebody's step."""
        page = self.opened(key, dossier)
        page.click("button[data-shortcut=a]")
        said(page, dossier.code)

    def taken(self, key: str, name: str) -> None:
        """Sign at the counter or the agency for what lies on a list."""
        page = self.page(key)
        page.goto(f"{self.url}/quay/ban-giao/nhan")
        look(page, name, sizes=AT_A_DESK)
        page.select_option("main select", "taken")
        page.click("button[data-shortcut=a]")
        expect(page.locator("main")).to_contain_text("Không có danh sách nào chờ ký nhận.")

    def slip(self, key: str, dossier: Dossier) -> str:
        """Print the control slip from the dossier's page, to go along."""
        page = self.page(key)
        page.goto(f"{self.url}/ban-lam-viec/ho-so/{dossier.public_id}")
        address = page.get_by_role("link", name="Phiếu kiểm soát quá trình giải quyết").get_attribute("href") or ""
        return text_of(page.request.get(self.url + address).body())


def said(page: Page, words: str) -> None:
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text(words)


def test_a_relay_goes_there_and_back(browser: Browser, live_server: LiveServer, citizen: User) -> None:
    now = timezone.now()
    version = relay_version(code="1.010092", name="Công nhận sản phẩm công nghiệp nông thôn")
    line, department = Line(browser, live_server), places.department()
    unit = one_stop_of(places.commune())
    dossier = cases.filed(by=citizen, of=version, now=now, channel="direct", received_agency_id=unit.pk)

    # The counter: received, and the paper goes to the commune's specialist on a list.
    page = line.opened("counter", dossier)
    page.click("button[data-shortcut=a]")
    said(page, dossier.code)
    dossier.refresh_from_db()
    promised = dossier.due_at
    assert promised is not None
    page.goto(f"{live_server.url}/quay/ban-giao")
    page.check(f"text={dossier.code}")
    expect(page.locator("main")).to_contain_text(places.commune().name)
    look(page, "relay-1-hand-over", sizes=AT_A_DESK)
    page.click("button[data-shortcut=a]")
    said(page, "1")
    page = line.page("examines")
    page.goto(f"{live_server.url}/ban-lam-viec?hop=chua-nhan")
    expect(page.locator("main")).not_to_contain_text(dossier.code)

    # The commune gathers and submits.
    line.taken("gathers", "relay-2-taking")
    page = line.opened("gathers", dossier)
    look(page, "relay-3-commune", sizes=AT_A_DESK)
    page.click("button[data-shortcut=a]")
    said(page, dossier.code)
    line.ended("submits", dossier)

    # The department takes it, and sends it back once: the limit goes on.
    page = line.opened("examines", dossier)
    legs = page.locator("section[aria-labelledby=legs]")
    expect(legs).to_contain_text("Chưa ai ký nhận")
    page.click("text=Nhận việc này")
    expect(legs).to_contain_text("Lê Thị Sở nhận")
    look(page, "relay-4-department", sizes=AT_A_DESK)
    assert department.name in line.slip("examines", dossier)
    page.keyboard.press("r")
    form = page.locator("details[open] form", has=page.locator("[value=return]"))
    form.locator("[name=note]").fill("Thiếu xác nhận của thôn")
    form.locator("button").click()
    said(page, dossier.code)
    page = line.opened("gathers", dossier)
    expect(page.locator("section[aria-labelledby=now]")).to_contain_text("Thiếu xác nhận của thôn")
    look(page, "relay-5-sent-back", sizes=AT_A_DESK)
    page.click("button[data-shortcut=a]")
    said(page, dossier.code)
    line.ended("submits", dossier)
    dossier.refresh_from_db()
    assert dossier.due_at == promised, "one limit for all, whoever sends it back"

    page = line.opened("examines", dossier)
    form = page.locator("form", has=page.locator("[value=approve]"))
    form.locator("[name=number]").fill("17/QĐ-UBND")
    for box, text in boxes(today(now), "dated_on").items():
        form.locator(f"[name={box}]").fill(text)
    form.locator("[name=book]").fill("Sổ quyết định")
    look(page, "relay-6-drafting", sizes=AT_A_DESK)
    page.click("button[data-shortcut=a]")
    said(page, dossier.code)
    line.ended("proposes", dossier)

    # The committee signs and issues; the department reads on, and no draft of another agency.
    page = line.opened("signs", dossier)
    look(page, "relay-7-committee", sizes=AT_A_DESK)
    page.click("button[data-shortcut=a]")
    said(page, dossier.code)
    page = line.page("examines")
    open_dossier(page, dossier)
    expect(page.locator("main")).to_contain_text("Cơ quan của ông/bà đã chuyển hồ sơ đi lúc")
    expect(page.locator("main")).not_to_contain_text("17/QĐ-UBND")
    line.ended("issues", dossier)
    page.reload()
    expect(page.locator("main")).to_contain_text("17/QĐ-UBND")
    look(page, "relay-8-read-in-the-end", sizes=AT_A_DESK)

    # Back: the paper on a list, the slip with it, the counter gives it out.
    page = line.page("issues")
    page.goto(f"{live_server.url}/quay/ban-giao/ket-qua")
    look(page, "relay-9-result-back", sizes=AT_A_DESK)
    page.check(f"text={dossier.code}")
    page.click("button[data-shortcut=a]")
    said(page, "1")
    line.taken("counter", "relay-10-result-taken")
    slip = line.slip("counter", dossier)
    for words in (unit.name, places.commune().name, department.name, places.committee().name, "Mai Văn Thư"):
        assert words in slip
    page = line.page("counter")
    page.goto(f"{live_server.url}/quay/tra")
    page.click(f"text={dossier.code}")
    look(page, "relay-11-delivery", sizes=AT_A_DESK)
    page.fill("#recipient", "Nguyễn Thị An")
    page.click("button[data-shortcut=a]")
    expect(page.locator("main")).to_contain_text("Đã trả")
    dossier.refresh_from_db()
    assert (dossier.state, dossier.due_at) == (State.DELIVERED, promised)

    mine = entered(browser, live_server, citizen, "phone")
    mine.goto(f"{live_server.url}/ho-so/{dossier.code}")
    expect(mine.locator("main")).to_contain_text("Đã trả kết quả")
    expect(mine.locator("main")).not_to_contain_text("Nhận bản giấy tại")
    look(mine, "relay-12-citizen", sizes=AT_A_DESK)
    for one in (mine, *line.pages.values()):
        one.context.close()
