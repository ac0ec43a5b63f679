"""What seldom goes straight: who must be telephoned, an opinion that stays out, a promise that is moved, an end."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.dossiers import actions
from motcua.dossiers.actions import Missing
from motcua.dossiers.actions.opinions import Question
from motcua.dossiers.models import Opinion
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories as cases
from motcua.lib.dates import today
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from tests.e2e.axe import look
from tests.e2e.desks import certificate, entered, fill_day, go_through, handed_in, open_dossier

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def said(page: Page, words: str) -> None:
    """Expect the green banner that says what was done."""
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text(words)


def test_who_is_reached_by_no_message_is_telephoned(
    browser: Browser, live_server: LiveServer, commune_officer: User
) -> None:
    """Decree 61/2018 art. 17: a request counts from when it was known, and the time to answer runs from then."""
    # A week ago, so that whatever today is, there was an hour of work in which to call.
    then = timezone.now() - timedelta(days=7)
    dossier = handed_in(commune_officer, "Ka Thuyên", phone="0912345678", now=then)
    go_through(dossier, "accept", commune_officer, now=then)
    actions.ask_supplement(
        task_id=cases.task(dossier).pk,
        items=[Missing("field:content", "Ghi rõ xác nhận việc gì")],
        reason="Nội dung đề nghị chưa rõ.",
        by=commune_officer,
        now=then,
    )
    page = entered(browser, live_server, commune_officer)
    page.goto(f"{live_server.url}/ban-lam-viec/can-goi")
    look(page, "later-1-calls", shot="can-goi-dien")
    page.click(f"text={dossier.code}")
    expect(page.locator("main")).to_contain_text("0912345678")
    expect(page.locator("main")).to_contain_text("Ghi rõ xác nhận việc gì")
    look(page, "later-2-call", shot="goi-dien")
    page.check("text=Không nghe máy")
    page.click("button[data-shortcut=a]")
    said(page, "Không nghe máy")
    assert dossier.supplement_requests.filter(answer_due_at=None).count() == 1, "nobody knows of it yet"

    open_dossier(page, dossier, "/goi-dien")
    page.check("text=Đã nói với người nộp")
    page.fill("#note-" + page.locator("input[name=telling]").input_value(), "Con gái nghe máy")
    page.click("button[data-shortcut=a]")
    said(page, "Đã nói với người nộp")
    expect(page.locator("main")).to_contain_text("Lúc này không phải gọi cho ai")
    until = dossier.supplement_requests.get().answer_due_at
    assert until is not None
    assert until > timezone.now()
    dossier.refresh_from_db()
    assert dossier.paused_at is not None, "from now on the time is the applicant's"

    actions.expire_supplements(now=until + timedelta(minutes=1))
    open_dossier(page, dossier)
    expect(page.locator("main")).to_contain_text("Hết hạn bổ sung hồ sơ")
    dossier.refresh_from_db()
    assert dossier.state == State.STOPPED


def test_what_one_field_lacks_is_asked_and_only_that_is_answered(
    browser: Browser, live_server: LiveServer, commune_officer: User, citizen: User
) -> None:
    """Decree 61/2018 art. 17(3): said once, completely, with what is to be done; nothing else is asked anew."""
    now = timezone.now()
    answers = {"content": "Xin xac nhan", "identity": "068190000027"}
    dossier = cases.filed(by=citizen, of=certificate(), answers=answers, now=now)
    go_through(dossier, "accept", commune_officer, now=now)
    page = entered(browser, live_server, commune_officer)
    open_dossier(page, dossier)
    page.keyboard.press("s")
    form = page.locator("details[open] form", has=page.locator("[value=supplement]"))
    form.locator("summary").click()
    form.locator("[value='field:content']").check()
    form.locator("[name='words-field:content']").fill("Ghi rõ xác nhận việc gì, để nộp ở đâu")
    look(page, "later-2a-marking")
    form.locator("[name=note]").fill("Nội dung đề nghị chưa rõ.")
    form.locator("button").click()
    said(page, "Yêu cầu bổ sung")

    reader = entered(browser, live_server, citizen, "phone")
    reader.goto(f"{live_server.url}/ho-so/{dossier.code}")
    expect(reader.locator("main")).to_contain_text("Ghi rõ xác nhận việc gì, để nộp ở đâu")
    reader.click("text=Bổ sung ngay")
    assert reader.locator("main input[type=file]").count() == 0, "no paper was asked"
    boxes = reader.locator("main [name$=content], main [name$=identity]")
    assert [box.get_attribute("name") for box in boxes.all()] == ["content"], "the other answer stays as it is"
    reader.fill("main [name=content]", "")
    reader.click("text=Gửi phần bổ sung")
    expect(reader.locator(".govuk-error-summary a")).to_have_count(1)
    look(reader, "later-2b-answering")
    reader.fill("main [name=content]", "Xin xác nhận độc thân để đăng ký kết hôn")
    reader.click("text=Gửi phần bổ sung")
    reader.wait_for_selector(".motcua-timeline")

    dossier.refresh_from_db()
    assert (dossier.state, dossier.paused_at) == (State.PROCESSING, None)
    given = list(dossier.answers.order_by("number").values_list("data__content", flat=True))
    assert given == ["Xin xac nhan", "Xin xác nhận độc thân để đăng ký kết hôn"], "the earlier answer is kept"
    open_dossier(page, dossier)
    expect(page.locator("main")).to_contain_text("Xin xác nhận độc thân để đăng ký kết hôn")
    look(page, "later-2c-answered")


def test_the_signature_waits_for_the_opinion_that_stays_out(
    browser: Browser, live_server: LiveServer, commune_officer: User, citizen: User, commune_leader: User
) -> None:
    now, department = timezone.now(), places.department()
    other = places.agency("H36.77", "Sở Xây dựng")
    coordinator = official("Phối Hợp", (Role.COORDINATOR, department))
    dossier = go_through(cases.filed(by=citizen, of=certificate(), now=now), "accept", commune_officer, now=now)
    page = entered(browser, live_server, commune_officer)
    open_dossier(page, dossier, "/hoi-y-kien")
    look(page, "later-3-ask")
    page.select_option("#recipient", str(department.pk))
    page.fill("#question", "Thửa đất này có trong quy hoạch đường không?")
    fill_day(page, "due_on", today(now) + timedelta(days=7))
    page.click("button[data-shortcut=a]")
    expect(page.locator("main")).to_contain_text("chờ trả lời")
    question = Question(other.pk, "Có công trình nào trên đất?", today(now) + timedelta(days=2))
    late = actions.ask_opinion(dossier_id=dossier.pk, question=question, by=commune_officer, now=now)

    theirs = entered(browser, live_server, coordinator)
    theirs.goto(f"{live_server.url}/ban-lam-viec/y-kien")
    look(theirs, "later-4-opinions")
    theirs.click("main td a")
    theirs.check("#stance")
    theirs.fill("#answer", "Không có quy hoạch.")
    look(theirs, "later-5-answer", shot="tra-loi-y-kien")
    theirs.click("button[data-shortcut=a]")
    expect(theirs.locator(".govuk-notification-banner--success")).to_be_visible()

    # The other one's day passes without a word.
    Opinion.objects.filter(pk=late.pk).update(due_at=now - timedelta(hours=1))
    actions.watch_opinions(now=now)
    details = actions.Details(reference=cases.reference())
    go_through(dossier, "approve", commune_officer, now=now, details=details)
    leader = entered(browser, live_server, commune_leader)
    open_dossier(leader, dossier)
    expect(leader.locator("main")).to_contain_text("Không có quy hoạch.")
    leader.click("button[data-shortcut=a]")
    expect(leader.locator(".govuk-error-summary")).to_contain_text("ý kiến")
    leader.click("text=Ký khi chưa có ý kiến này")
    look(leader, "later-6-waits", shot="y-kien-con-thieu")
    leader.fill("[name=waive_basis]", "Nghị định 118/2025/NĐ-CP, điều 19: quá hạn không trả lời")
    leader.get_by_role("button", name="Ghi căn cứ").click()
    said(leader, "Đã ghi căn cứ")
    leader.wait_for_load_state("load")
    leader.click("button[data-shortcut=a]")
    said(leader, "Ký")
    dossier.refresh_from_db()
    assert cases.task(dossier).step == "issue"


def test_a_promise_is_moved_once_with_an_apology_and_the_applicant_reads_it(
    browser: Browser, live_server: LiveServer, commune_officer: User, citizen: User
) -> None:
    """Decree 61/2018 art. 19(9): once, told at least a day before the promise is over."""
    now = timezone.now()
    dossier = go_through(cases.filed(by=citizen, of=certificate(), now=now), "accept", commune_officer, now=now)
    assert dossier.due_at is not None
    later = today(dossier.due_at) + timedelta(days=6)
    page = entered(browser, live_server, commune_officer)
    open_dossier(page, dossier, "/thoi-han")
    page.check("text=Không kịp hạn")
    page.fill("#reason", "Chưa có kết quả đo đạc.")
    page.click("button[value=reappoint]")
    expect(page.locator(".govuk-error-summary")).to_contain_text("ngày hẹn lại")
    assert page.input_value("#reason") == "Chưa có kết quả đo đạc."
    look(page, "later-7-term", shot="thoi-han")
    fill_day(page, "due_on", later)
    page.click("button[value=reappoint]")
    said(page, "Đã xin lỗi và hẹn lại")
    assert page.locator("button[value=reappoint]").count() == 0, "only once"
    expect(page.locator("main")).not_to_contain_text("báo chậm hơn")
    dossier.refresh_from_db()
    adjustment = dossier.due_adjustments.latest("pk")
    assert (adjustment.reason, adjustment.params["in_time"]) == ("reappointed", True)
    assert today(dossier.due_at) >= later

    reader = entered(browser, live_server, citizen, "phone")
    reader.goto(f"{live_server.url}/ho-so/{dossier.code}")
    expect(reader.locator("main")).to_contain_text("Chưa có kết quả đo đạc.")
    expect(reader.locator("main")).to_contain_text(f"{dossier.due_at.astimezone():%d/%m/%Y}")
    look(reader, "later-8-apology")
    assert dossier.tellings.get().given_how == "opened"


def test_processing_ends_with_its_law_and_the_applicant_reads_why(
    browser: Browser, live_server: LiveServer, commune_officer: User, citizen: User
) -> None:
    """Decree 118/2025 art. 21."""
    now = timezone.now()
    dossier = go_through(cases.filed(by=citizen, of=certificate(), now=now), "accept", commune_officer, now=now)
    page = entered(browser, live_server, commune_officer)
    open_dossier(page, dossier)
    page.click("summary:has-text('Dừng giải quyết')")
    form = page.locator("details[open] form")
    form.locator("[name=note]").fill("Tòa án đang giải quyết tranh chấp.")
    form.locator("button").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("căn cứ")
    form = page.locator("details[open] form", has=page.locator("[value=stop]"))
    assert form.locator("[name=note]").input_value() == "Tòa án đang giải quyết tranh chấp."
    look(page, "later-9-stop")
    form.locator("[name=basis]").fill("Nghị định 118/2025/NĐ-CP, điều 21")
    form.locator("button").click()
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    dossier.refresh_from_db()
    assert dossier.state == State.STOPPED
    reader = entered(browser, live_server, citizen, "phone")
    reader.goto(f"{live_server.url}/ho-so/{dossier.code}")
    expect(reader.locator("main")).to_contain_text("Tòa án đang giải quyết tranh chấp.")
    look(reader, "later-10-stopped")
