"""A letter from its template to its reader: written, handed in, signed for an absent head, read, checked by a stranger.

Source: Decree 30/2020/NĐ-CP, articles 13 (who signs, KT. and TUQ.), 15 and 18 (number and day).
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.conf import LazySettings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.absence_queries import seats_of
from motcua.accounts.absences import record_absence
from motcua.accounts.models import User
from motcua.accounts.rules.absences import Wanted
from motcua.accounts.tests.factories import official
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories as cases
from motcua.dossiers.tests.test_given_forms import text_of
from motcua.lib.dates import today
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.signing.actions import make_demo_key
from tests.e2e.axe import look
from tests.e2e.desks import certificate, entered, go_through, open_dossier

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.long, pytest.mark.django_db(transaction=True)]
PHONE = ("phone", "desk")
BODY = "Ủy ban nhân dân xã xin lỗi ông/bà vì trả kết quả chậm hai ngày."


@pytest.fixture
def deputy(commune_leader: User, settings: LazySettings, tmp_path: Path) -> User:
    """Sign in the place of the head, who is away."""
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    now, commune = timezone.now(), places.commune()
    found = official("Trần Thị Phó", (Role.AGENCY_LEADER, commune))
    for user, title in ((commune_leader, "Chủ tịch"), (found, "Phó Chủ tịch")):
        label = f"user:{user.username}"
        make_demo_key(label=label, holder_name=user.full_name, capacity=title, agency_name=commune.name, now=now)
    record_absence(
        user_id=commune_leader.pk,
        starts=today(now),
        ends=today(now) + timedelta(days=3),
        reason="sick",
        substitutes=[
            Wanted(seats_of(commune_leader, today(now))[0].pk, found.pk, basis="QĐ 12/QĐ-UBND", scope="Văn bản")
        ],
        by=commune_leader,
        now=now,
    )
    return found


def written(page: Page, dossier: Dossier) -> None:
    """Write a letter of apology from its template, and hand it in for the head's signature."""
    open_dossier(page, dossier)
    page.locator("main a[href$='/van-ban']").first.click()
    look(page, "letter-1-templates")
    page.click("button[data-shortcut=a]")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Hãy chọn một mẫu văn bản")
    page.check("input[name=template][value=apology]")
    page.click("button[data-shortcut=a]")
    expect(page.locator("#addressee")).to_have_value(dossier.owner_name)
    look(page, "letter-2-blanks")
    page.click("text=Trình người đứng đầu ký")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Còn chỗ chưa viết")
    page.fill("#body", BODY)
    page.click("button[data-shortcut=a]")
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("Đã lưu văn bản")
    page.wait_for_load_state("load")
    page.click("text=Trình người đứng đầu ký")
    expect(page.locator("main")).to_contain_text("chờ ký")
    look(page, "letter-3-handed-in")


def verification_address(pdf: bytes) -> str:
    """Return the address in the QR code of a signed letter, as a telephone reads it off the paper."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil()):
                if "/xac-minh/" in code.text:
                    return urlsplit(code.text).path
    raise AssertionError("the letter has no QR code that leads to its verification")


def test_a_letter_goes_out_signed_for_the_absent_head_and_anybody_can_check_it(
    browser: Browser, live_server: LiveServer, commune_officer: User, citizen: User, deputy: User
) -> None:
    now = timezone.now()
    dossier = go_through(cases.filed(by=citizen, of=certificate(), now=now), "accept", commune_officer, now=now)
    page = entered(browser, live_server, commune_officer)
    written(page, dossier)

    signing = entered(browser, live_server, deputy)
    signing.goto(f"{live_server.url}/ban-lam-viec/ky")
    signing.locator("main a[href$='/ky/phieu']").first.click()
    look(signing, "letter-4-to-sign")
    signing.locator("main td a", has_text="xin lỗi").first.click()
    expect(signing.locator("main")).to_contain_text(BODY)
    expect(signing.locator("main")).to_contain_text("Ký KT. theo QĐ 12/QĐ-UBND: Văn bản")
    look(signing, "letter-5-read-by-the-deputy")
    signing.click("text=Lấy số và ký số")
    expect(signing.locator("main")).to_contain_text("đã ký")
    look(signing, "letter-6-signed")
    page.reload()
    expect(page.locator("main")).to_contain_text("số 01/UBND, đã ký")

    run_due_jobs()
    reader = entered(browser, live_server, citizen, "phone")
    reader.goto(f"{live_server.url}/thong-bao")
    expect(reader.locator("main")).to_contain_text(dossier.code)
    reader.goto(f"{live_server.url}/ho-so/{dossier.code}")
    letter = reader.locator("main a[href*='/van-ban/']")
    expect(letter).to_contain_text("01/UBND")
    look(reader, "letter-7-reader", sizes=PHONE)
    sent = reader.request.get(f"{live_server.url}{letter.get_attribute('href')}")
    assert sent.headers["content-type"] == "application/pdf"
    text = text_of(sent.body())
    assert BODY in text
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in text, "Decree 30/2020 article 13: the deputy signs in the head's place"
    assert "Trần Thị Phó" in text

    # Whoever holds the paper, with no account.
    stranger = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN").new_page()
    stranger.goto(live_server.url + verification_address(sent.body()))
    words = stranger.locator("main")
    expect(words).to_contain_text("Giấy này có thật")
    expect(words).to_contain_text("01/UBND")
    expect(words).to_contain_text("Trần Thị Phó")
    for private in (citizen.full_name, BODY):
        expect(words).not_to_contain_text(private)
    look(stranger, "letter-8-stranger", sizes=PHONE)
    refused = stranger.request.get(f"{live_server.url}{letter.get_attribute('href')}", max_redirects=0)
    assert refused.status in {302, 404}, "the letter itself is for its reader"
    for one in (page, signing, reader, stranger):
        one.context.close()
