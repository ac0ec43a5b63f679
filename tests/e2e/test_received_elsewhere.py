"""Boundary-free reception: handed in at one commune, decided by another, given out where it was handed in.

Source: Decree 118/2025/NĐ-CP, article 14(2): at any one-stop unit of the province; article 17(3) as amended by Decree
309/2026/NĐ-CP, article 8(3): the limit runs from when the competent agency has the dossier.
"""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories as cases
from motcua.dossiers.tests.test_given_forms import text_of
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import AgencyKind, Level, Role
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.worktime.tests.samples import at
from tests.e2e.axe import look
from tests.e2e.desks import certificate, entered, go_through

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.long, pytest.mark.django_db(transaction=True)]
CARD = "068190000027||Nguyễn Thị An|05031990|Nữ|Thạnh Mỹ, Đơn Dương, Lâm Đồng|15042021"
PAPERS = [
    {"key": "card", "name": "Thẻ căn cước", "kind": "show", "required": True},
    {"key": "land", "name": "Giấy chứng nhận", "kind": "submit", "required": True, "originals": 1, "copies": 0},
]
# A Thursday at the counter; the paper comes to the other commune on the Monday, which is when its five days begin.
HANDED_IN, CAME = at("2026-11-26 09:00"), at("2026-11-30 10:00")
FORETOLD, PROMISED = at("2026-12-03 17:30"), at("2026-12-07 17:30")
EVERYWHERE = ("phone", "desk")


class Clock:
    """What the product takes for the present; the server runs in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = HANDED_IN
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def strike(self, moment: datetime) -> None:
        """Let it be another moment."""
        self.now = moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def elsewhere() -> Agency:
    """Another commune of the province, with its own one-stop unit."""
    area = places.unit("24943", "Xã Ka Đô", parent=places.province())
    known: dict[str, Any] = {"level": Level.COMMUNE, "area": area}
    made = places.agency(
        "H36.202", "Ủy ban nhân dân xã Ka Đô", kind=AgencyKind.COMMITTEE, parent=places.committee(), **known
    )
    name = "Trung tâm Phục vụ hành chính công xã Ka Đô"
    made.one_stop = places.agency("H36.202.01", name, kind=AgencyKind.ONE_STOP, parent=made, **known)
    made.save(update_fields=["one_stop"])
    return made


def taken_in(page: Page, url: str, version: ProcedureVersion, competent: Agency) -> Dossier:
    """Receive at the counter what another commune decides."""
    page.goto(f"{url}/quay")
    page.fill("#who", CARD)
    page.keyboard.press("Enter")
    expect(page.locator("text=đến lần đầu")).to_be_visible()
    page.goto(f"{url}/quay/thu-tuc/{version.procedure.code}")
    page.click("text=Nhận giúp cơ quan khác trong tỉnh")
    expect(page.locator("main")).to_contain_text("thời hạn tính từ khi cơ quan giải quyết nhận được hồ sơ")
    if page.locator("select[name=agency]").count():
        page.select_option("select[name=agency]", competent.code)
    page.fill("#f-content", "Xin xác nhận để đăng ký kết hôn")
    page.click("button[data-shortcut=d]")
    page.select_option("#were-land", "held")
    look(page, "elsewhere-1-reception")
    page.click("button[data-shortcut=a]")
    expect(page.locator("h1")).to_contain_text("Đã tiếp nhận hồ sơ")
    expect(page.locator("main")).to_contain_text(f"tính từ khi {competent.name} nhận được hồ sơ")
    look(page, "elsewhere-2-received")
    return Dossier.objects.get()


def test_a_neighbour_commune_takes_it_in_and_gives_it_out(
    browser: Browser, live_server: LiveServer, clock: Clock, elsewhere: Agency
) -> None:
    version, here = certificate(papers=PAPERS), one_stop_of(places.commune())
    receptionist = people.official("Lê Thị Ánh", (Role.RECEPTIONIST, here))
    specialist = people.official(
        "Phạm Văn Bình", *((role, elsewhere) for role in (Role.SPECIALIST, Role.CLERK, Role.AGENCY_LEADER))
    )
    stranger = people.official("Ya Thuyên", (Role.SPECIALIST, places.commune()))
    page = entered(browser, live_server, receptionist)
    dossier = taken_in(page, live_server.url, version, elsewhere)
    assert (dossier.helped_at, dossier.received_at, dossier.competent_agency) == (here, here, elsewhere)
    assert dossier.due_at == FORETOLD, "told at the counter: five working days, were it handed over the same day"
    secret = actions.secret_of(dossier)

    page.goto(f"{live_server.url}/quay/ban-giao")
    expect(page.locator("main")).to_contain_text("Ủy ban nhân dân xã Ka Đô")
    page.check(f"text={dossier.code}")
    page.fill("input[name=because]", "Quét bù trong ngày")
    look(page, "elsewhere-3-hand-over")
    page.click("button[data-shortcut=a]")
    expect(page.locator("main")).to_contain_text("chưa ký nhận")
    listed = text_of(page.request.get(live_server.url + href(page, "main a[href*='/ban-giao/']")).body())
    for words in (dossier.code, "Ka Đô", "Giấy chứng nhận"):
        assert words in listed

    # Four days on nobody is signed in any more.
    page.context.close()
    clock.strike(CAME)
    not_theirs = entered(browser, live_server, stranger)
    not_theirs.goto(f"{live_server.url}/quay/ban-giao/nhan")
    expect(not_theirs.locator("body")).not_to_contain_text(dossier.code)
    theirs = entered(browser, live_server, specialist)
    theirs.goto(f"{live_server.url}/quay/ban-giao/nhan")
    expect(theirs.locator("main")).to_contain_text("thời hạn tính từ lúc ký nhận")
    look(theirs, "elsewhere-4-taking", sizes=EVERYWHERE)
    theirs.select_option("main select", "taken")
    theirs.click("button[data-shortcut=a]")
    expect(theirs.locator("main")).to_contain_text("Không có danh sách nào chờ ký nhận.")
    dossier.refresh_from_db()
    assert (dossier.competent_received_at, dossier.due_at) == (CAME, PROMISED)
    theirs.goto(f"{desk_of(live_server, dossier)}/thoi-han")
    expect(theirs.locator("main")).to_contain_text("Tính từ khi cơ quan có thẩm quyền nhận hồ sơ")
    look(theirs, "elsewhere-5-why-this-date", sizes=EVERYWHERE)
    slip = text_of(theirs.request.get(f"{desk_of(live_server, dossier)}/phieu-kiem-soat").body())
    for words in (dossier.code, here.name, elsewhere.name, "Lê Thị Ánh", "Phạm Văn Bình"):
        assert words in slip

    reader = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN").new_page()
    reader.goto(f"{live_server.url}/tra-cuu/{dossier.code}/{secret}")
    facts = reader.locator("main")
    expect(facts).to_contain_text(elsewhere.name)
    expect(facts).to_contain_text(here.name)
    expect(facts).to_contain_text("07/12/2026")
    reader.click("text=Vì sao hẹn ngày này")
    look(reader, "elsewhere-6-applicant", sizes=EVERYWHERE)

    details = actions.Details(reference=cases.reference())
    go_through(dossier, "approve", specialist, now=CAME, details=details)
    for outcome in ("sign", "issue"):
        dossier = go_through(dossier, outcome, specialist, now=CAME)
    theirs.goto(f"{live_server.url}/quay/ban-giao/ket-qua")
    expect(theirs.locator("main")).to_contain_text(dossier.code)
    look(theirs, "elsewhere-7-result-back", sizes=EVERYWHERE)
    theirs.click("button[data-shortcut=a]")
    page = entered(browser, live_server, receptionist)
    page.goto(f"{live_server.url}/quay/ban-giao/nhan")
    page.select_option("main select", "taken")
    page.click("button[data-shortcut=a]")
    page.goto(f"{live_server.url}/quay/tra")
    page.click(f"text={dossier.code}")
    page.fill("#card", CARD)
    look(page, "elsewhere-8-giving-out")
    page.click("button[data-shortcut=a]")
    dossier.refresh_from_db()
    assert (dossier.state, dossier.due_at) == (State.DELIVERED, PROMISED)
    reader.reload()
    expect(facts).to_contain_text("Đã trả kết quả")
    for one in (page, theirs, not_theirs, reader):
        one.context.close()


def href(page: Page, selector: str) -> str:
    return page.locator(selector).first.get_attribute("href") or ""


def desk_of(server: LiveServer, dossier: Dossier) -> str:
    return f"{server.url}/ban-lam-viec/ho-so/{dossier.public_id}"
