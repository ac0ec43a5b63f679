"""Pages of waiting for people, of the slip, of previews and of two signatures, under axe at three sizes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.conf import settings as configured
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.models import User
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.states import Channel, Origin
from motcua.dossiers.tests import factories as cases
from motcua.lib.dates import today
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.signing.actions import make_demo_key
from motcua.workflow.bpmn import Step, Wait
from tests.e2e.axe import SIZES, look
from tests.e2e.desks import fill_day

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TEMPLATE = """#import "/base.typ": *
#show: document-page.with(title: "Giấy xác nhận")
#official-head(agency: data.place, number: data.result.number, place: "Lâm Đồng", date: data.result.dated_on)
#kind-title("Giấy xác nhận")
Cấp cho #data.dossier.owner. #pagebreak() Trang hai.
#civil-end(data)
"""
APPRAISE = Step("appraise", "Thẩm định", "appraise", "specialist", outcomes=("approve",))
SIGN = Step("sign", "Ký kết quả", "sign", "agency_leader", outcomes=("sign",))
ISSUE = Step("issue", "Phát hành", "issue", "clerk", outcomes=("issue",))
DRAWN: dict[str, Any] = {
    "result": {"kind": "template", "name": "Giấy xác nhận", "template": TEMPLATE},
    "settings": {
        "channels": ["online", "direct"],
        "applicant_check": {"within": {"amount": 1, "unit": "day"}, "clock": "stopped"},
        "financial_duty": {"clock": "stopped", "text": "Nộp thuế theo thông báo của cơ quan thuế."},
    },
}


def enter(browser: Browser, server: LiveServer, user: User) -> BrowserContext:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    width, height = SIZES["desk"]
    context = browser.new_context(viewport={"width": width, "height": height})
    name = configured.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])
    return context


def received(by: User, officer: User, *parts: Any, **fields: Any) -> Dossier:
    dossier = cases.filed(by=by, of=cases.version_of(*parts, **DRAWN), now=timezone.now(), **fields)
    return actions.receive(task_id=cases.task(dossier).pk, by=officer, now=timezone.now())


def changed(version: ProcedureVersion) -> None:
    """Let another version be in force since yesterday."""
    yesterday = today(datetime.now(UTC)) - timedelta(days=1)
    ProcedureVersion.objects.filter(pk=version.pk).update(valid=DateRange(None, yesterday))
    cases.version(procedure=version.procedure, valid=DateRange(yesterday, None))


def test_pages_of_the_desk(browser: Browser, live_server: LiveServer, citizen: User, commune_officer: User) -> None:
    tax = Wait("tax", "Chờ người dân nộp thuế", "tax_paid", role="specialist")
    waits, drawn = received(citizen, commune_officer, tax, APPRAISE), received(citizen, commune_officer, APPRAISE, SIGN)
    at_counter = cases.filed(
        by=citizen, of=cases.version(), now=timezone.now(), origin=Origin.COUNTER, channel=Channel.DIRECT
    )
    page = enter(browser, live_server, commune_officer).new_page()
    page.goto(f"{live_server.url}/ban-lam-viec?hop=cho-nguoi-nop")
    look(page, "waiting-1-pile")
    for name, dossier in (("2-tax", waits), ("3-slip", at_counter), ("4-preview", drawn)):
        page.goto(f"{live_server.url}/ban-lam-viec/ho-so/{dossier.public_id}")
        for summary in page.locator(".motcua-actions summary").all():
            summary.click()
        look(page, f"waiting-{name}")
    page.goto(f"{live_server.url}/ban-lam-viec/ho-so/{drawn.public_id}")
    page.click("text=Xem đủ các trang")
    look(page, "waiting-5-every-page")
    page.goto(f"{live_server.url}/ban-lam-viec/ho-so/{waits.public_id}")
    page.fill("#paid-receipt", "0012345")
    fill_day(page, "paid-on", today(timezone.now()))
    page.fill("#paid-amount", "1.250.000")
    page.click("text=Ghi nhận đã nộp tiền")
    page.wait_for_selector("text=Chứng từ số 0012345")
    look(page, "waiting-6-paid")


def test_pages_of_the_applicant(
    browser: Browser,
    live_server: LiveServer,
    settings: LazySettings,
    tmp_path: Path,
    citizen: User,
    commune_officer: User,
    commune_leader: User,
) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    commune, now = places.commune(), timezone.now()
    keys = (
        (f"user:{commune_leader.username}", commune_leader.full_name, "Chủ tịch"),
        ("seal", commune.name, ""),
    )
    for label, name, capacity in keys:
        make_demo_key(
            label=label,
            holder_name=name,
            capacity=capacity,
            agency_name=commune.name,
            agency_code=commune.code,
            is_seal=not capacity,
            now=now,
        )
    tax = Wait("tax", "Chờ người dân nộp thuế", "tax_paid", role="specialist")
    waits = received(citizen, commune_officer, tax, APPRAISE)
    checked = received(citizen, commune_officer, cases.CHECK, SIGN, ISSUE)
    page = enter(browser, live_server, citizen).new_page()
    for name, address in (
        ("1-tax", f"ho-so/{waits.code}"),
        ("2-asked", f"ho-so/{checked.code}"),
        ("3-check", f"ho-so/{checked.code}/du-thao"),
    ):
        page.goto(f"{live_server.url}/{address}")
        look(page, f"applicant-{name}")
    for outcome, by in (("confirm", citizen), ("sign", commune_leader), ("issue", commune_officer)):
        task = cases.task(checked)
        actions.complete(task_id=task.pk, outcome=outcome, note="", by=by, now=timezone.now())
    page.goto(f"{live_server.url}/xac-minh/{checked.results.get().token}")
    # In the list of who signed; the particulars below it tell the same at length.
    assert page.locator("main ul li", has_text="Dấu của cơ quan").count() == 1
    look(page, "applicant-4-verified")
    version = cases.version()
    draft, _ = actions.begin_draft(version_id=version.pk, by=citizen, now=now)
    changed(version)
    page.goto(f"{live_server.url}/ban-nhap/{draft.public_id}")
    look(page, "applicant-5-version")
