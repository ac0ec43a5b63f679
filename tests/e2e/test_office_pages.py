"""Pages of an office's day that no journey passes: looked at in every size, with something in their lists."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.dossiers import actions
from motcua.dossiers.rules.filing import PaperData
from motcua.dossiers.tests import factories as cases
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.workflow.models import Task
from tests.e2e.axe import look
from tests.e2e.desks import certificate, entered, go_through, handed_in, open_dossier

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAPERS = [{"key": "land", "name": "Giấy chứng nhận quyền sử dụng đất", "kind": "submit", "required": True}]


def test_what_a_superior_sees(browser: Browser, live_server: LiveServer, commune_officer: User) -> None:
    now, commune = timezone.now(), places.commune()
    head = official("Lò Thị Mai", (Role.DIVISION_HEAD, commune), (Role.DISPATCHER, commune))
    specialist = official("K' Brĕu", (Role.SPECIALIST, commune))
    version = certificate()
    for days in (-2, 1, 30):
        dossier = go_through(cases.filed(by=people.citizen(), of=version, now=now), "accept", commune_officer, now=now)
        due = now + timedelta(days=days)
        Task.objects.filter(pk=cases.task(dossier).pk).update(assignee=specialist, due_at=due)
        type(dossier).objects.filter(pk=dossier.pk).update(due_at=due, assignee=specialist)
    page = entered(browser, live_server, head)
    for name, address in (
        ("load", "tinh-hinh"),
        ("due", "sap-qua-han"),
        ("told", "thong-bao"),
        ("register", "so-theo-doi"),
        ("exports", "danh-sach/xuat"),
        ("unit", "?hop=don-vi"),
    ):
        page.goto(f"{live_server.url}/ban-lam-viec{address if address[0] == '?' else '/' + address}")
        look(page, f"office-{name}", shot="tinh-hinh-don-vi" if name == "load" else "")
    open_dossier(page, dossier, "/quy-trinh")
    look(page, "office-process", shot="quy-trinh-ho-so")


def test_what_a_receptionist_hands_over_gets_back_and_gives_out(
    browser: Browser, live_server: LiveServer, commune_officer: User, commune_leader: User
) -> None:
    """Reception, the list, the agency's receipt, the result and its list, the counter's receipt, delivery."""
    now, commune = timezone.now(), places.commune()
    receptionist = official("Lê Thị Ánh", (Role.RECEPTIONIST, one_stop_of(commune)))
    kept = (PaperData(key="land", originals=1, originals_were="held"),)
    dossier = handed_in(receptionist, "Ka Thuyên", phone="0912345678", now=now, papers=PAPERS, handed=kept)
    go_through(dossier, "accept", receptionist, now=now)
    page, desk = entered(browser, live_server, receptionist), entered(browser, live_server, commune_officer)
    page.goto(f"{live_server.url}/quay/ban-giao")
    page.check(f"text={dossier.code}")
    page.fill("input[name=because]", "Quét bù trong ngày")
    look(page, "office-hand-over")
    page.click("button[data-shortcut=a]")
    expect(page.locator("main")).to_contain_text("chưa ký nhận")
    desk.goto(f"{live_server.url}/quay/ban-giao/nhan")
    desk.select_option("main select", "refused")
    desk.click("button[data-shortcut=a]")
    expect(desk.locator(".govuk-error-summary")).to_be_visible()
    look(desk, "office-taking", shot="nhan-ban-giao")
    desk.select_option("main select", "taken")
    desk.click("button[data-shortcut=a]")
    expect(desk.locator("main")).to_contain_text("Không có danh sách nào chờ ký nhận.")
    details = actions.Details(reference=cases.reference())
    go_through(dossier, "approve", commune_officer, now=now, details=details)
    go_through(dossier, "sign", commune_leader, now=now)
    dossier = go_through(dossier, "issue", commune_officer, now=now)
    desk.goto(f"{live_server.url}/quay/ban-giao/ket-qua")
    look(desk, "office-hand-back", shot="giao-ket-qua")
    desk.click("button[data-shortcut=a]")
    open_dossier(page, dossier)
    look(page, "office-custody")
    page.goto(f"{live_server.url}/quay/tra")
    look(page, "office-results")
    page.click(f"text={dossier.code}")
    look(page, "office-not-here")
    page.click("button[data-shortcut=a]")
    expect(page.locator("#card")).to_be_visible()
    look(page, "office-deliver", shot="tra-ket-qua")
    page.check("text=Người khác nhận thay")
    page.click("button[data-shortcut=a]")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "office-deliver-wrong")
    page.check("input[name=is_other][value='0']")
    page.click("button[data-shortcut=a]")
    expect(page.locator("main")).to_contain_text("Bản chính còn giữ dù hồ sơ đã xong")


def test_calendars_and_the_promised_hour(browser: Browser, live_server: LiveServer, business_admin: User) -> None:
    call_command("load_calendars", verbosity=0)
    page = entered(browser, live_server, business_admin)
    page.goto(f"{live_server.url}/quan-tri/lich")
    look(page, "office-calendars")
    page.click("main .govuk-list a >> nth=0")
    look(page, "office-calendar")
