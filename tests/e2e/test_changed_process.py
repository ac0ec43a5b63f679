"""A procedure changed without a programmer: written, tried on the past, approved by another, in force from its day.

What runs keeps the version it was filed under (Decree 61/2018/NĐ-CP, article 17: the promise of the slip holds).
"""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.approvals import actions as approvals
from motcua.approvals.models import Proposal
from motcua.dossiers import actions as dossiers
from motcua.dossiers.actions import Details
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.filing import PaperData
from motcua.dossiers.rules.states import Channel, Origin
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.procedures import queries
from motcua.procedures.actions import import_records
from motcua.procedures.tests.test_records import COLLECTED
from tests.e2e.axe import SIZES, kept_shot, violations

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.long, pytest.mark.django_db(transaction=True)]
CODE = "1.000001"
NOW = factories.NOW


@pytest.fixture
def officer() -> User:
    """Receives and appraises in the commune; a procedure of three working days without papers stands ready."""
    methods = [{**method, "duration": 3, "unit": "Ngày làm việc"} for method in COLLECTED["methods"]]
    record = {**COLLECTED, "methods": methods, "dossier": []}
    import_records(found=[(1, record)], on=today(NOW), say=lambda *_: None, by=SYSTEM, now=NOW)
    people.official("Phan Thị Lan", (Role.BUSINESS_ADMIN, places.committee()), username="nghiepvu")
    people.official("Bùi Thị Mai", (Role.PROCEDURE_CONTROL_OFFICER, places.committee()), username="kiemsoat")
    commune = places.commune()
    assert commune.one_stop is not None
    return people.official(
        "Lê Văn Tám",
        (Role.RECEPTIONIST, commune.one_stop),
        (Role.SPECIALIST, commune),
        (Role.CLERK, commune),
        username="canbo",
    )


ANSWERS = {"applicant": {"full_name": "Nguyễn Thị An", "identity": "068190012345"}, "content": "Xin cấp giấy"}


def filed() -> Dossier:
    return factories.filed(of=queries.current(CODE, today(NOW)), answers=ANSWERS)


def handed_in(officer: User, now: datetime) -> Dossier:
    """File at the counter, with the paper that is asked for from now on."""
    request = factories.filing(
        by=people.citizen(),
        of=queries.current(CODE, today(now)),
        answers=ANSWERS,
        papers=(PaperData(key="anh_the", originals=1),),
        origin=Origin.COUNTER,
        channel=Channel.DIRECT,
        received_agency_id=places.commune().one_stop_id,
    )
    return dossiers.file(filing=request, key="after", by=officer, now=now).dossier


def delivered(officer: User) -> Dossier:
    leader = people.official("Trần Thị Hoa", (Role.AGENCY_LEADER, places.commune()))
    dossier = filed()
    done(dossier, "accept", officer)
    done(dossier, "approve", officer, details=Details(reference=factories.reference()))
    done(dossier, "sign", leader)
    done(dossier, "issue", officer)
    return done(dossier, "deliver", officer, details=Details(recipient="Nguyễn Thị An"))


class Desk:
    """One official in a browser of their own; every page that is looked at is accessible."""

    def __init__(self, browser: Browser, server: LiveServer, username: str, at: str) -> None:
        width, height = SIZES["desk"]
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        self.page: Page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.server = server
        self.page.goto(f"{server.url}/can-bo/dang-nhap?next={at}")
        self.page.fill("#username", username)
        self.page.fill("#password", people.PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page).to_have_url(server.url + at)

    def see(self, heading: str, *, shot: str = "") -> None:
        expect(self.page.locator("h1").first).to_contain_text(heading)
        assert violations(self.page) == []
        kept_shot(self.page, shot)

    def visit(self, at: str) -> None:
        self.page.goto(self.server.url + at)

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(text)


def write(desk: Desk, *, limit: str) -> None:
    """Set the time limit, share it out among the steps of a process with verification."""
    desk.follow("Thời hạn")
    desk.see("Thời hạn")
    desk.follow("Sửa")
    desk.fill("Số", limit)
    desk.fill("Thời hạn, viết cho người dân", f"0{limit} ngày làm việc")
    desk.press("Lưu vào bản soạn")
    desk.see("Thời hạn")
    desk.follow("Về bản soạn")
    desk.follow("Lấy một mẫu quy trình")
    desk.see("Chọn mẫu quy trình", shot="mau-quy-trinh")
    desk.page.get_by_label("Quy trình mặc định cấp xã, có xác minh thực tế").check()
    desk.press("Dùng mẫu này")
    desk.see("Sơ đồ quy trình")
    desk.follow("Về bản soạn")


def look_at_the_form(desk: Desk) -> None:
    """Open the e-form, a new question of it, and the boxes of another kind; nothing is kept."""
    desk.follow("Các trang, câu hỏi và kiểm tra")
    desk.see("Biểu mẫu điện tử", shot="soan-bieu-mau")
    desk.follow("Thêm câu hỏi")
    desk.see("Thêm vào biểu mẫu")
    desk.fill("Câu hỏi (nhãn)", "Loại cửa hàng")
    desk.page.get_by_label("Loại", exact=True).select_option("one")
    desk.press("Hiện các ô của loại này")
    desk.fill("Chữ của các lựa chọn", "Ăn uống\nTạp hóa")
    desk.see("Thêm vào biểu mẫu", shot="soan-cau-hoi")
    desk.follow("Về biểu mẫu")
    desk.follow("Về bản soạn")


def propose(desk: Desk, reason: str) -> None:
    day = today(NOW) + timedelta(days=38)
    desk.fill("Lý do và căn cứ", reason)
    for label, value in (("Ngày", day.day), ("Tháng", day.month), ("Năm", day.year)):
        desk.fill(label, str(value))
    desk.press("Gửi cho người duyệt")
    desk.see("Đề xuất: Cấp giấy thử nghiệm")


def test_a_published_change_leaves_what_runs_alone_and_a_trial_finds_its_mistake(
    browser: Browser, live_server: LiveServer, officer: User
) -> None:
    past, running = delivered(officer), filed()
    admin = Desk(browser, live_server, "nghiepvu", f"/quan-tri/thu-tuc/{CODE}")
    admin.see("Cấp giấy thử nghiệm", shot="thu-tuc-goi")
    admin.press("Soạn thay đổi")
    admin.see("Soạn thay đổi")
    # The fee rises, a paper comes, the process gets a step of verification; the limit is the planted mistake.
    admin.follow("Phí, lệ phí")
    admin.follow("Sửa")
    admin.fill("Mức thu (đồng)", "hai mươi lăm nghìn")
    admin.press("Lưu vào bản soạn")
    admin.see("Phí, lệ phí", shot="soan-phi")
    expect(admin.page.locator(".govuk-error-summary")).to_contain_text("Hãy ghi số nguyên")
    admin.fill("Mức thu (đồng)", "25.000")
    admin.fill("Mức thu, viết cho người dân", "25.000 đồng")
    admin.press("Lưu vào bản soạn")
    admin.follow("Về bản soạn")
    admin.follow("Giấy tờ")
    admin.follow("Thêm mục mới")
    admin.fill("Khóa", "anh_the")
    admin.fill("Tên giấy tờ", "Ảnh thẻ")
    admin.press("Lưu vào bản soạn")
    admin.follow("Về bản soạn")
    look_at_the_form(admin)
    write(admin, limit="1")
    admin.see("Soạn thay đổi")
    admin.page.get_by_role("heading", name="ở những điểm nào").scroll_into_view_if_needed()
    kept_shot(admin.page, "ban-soan-khac", from_top=False)
    propose(admin, "Nghị quyết thay mức thu")

    admin.press("Chạy thử")
    expect(admin.page.locator("progress")).to_be_visible()
    run_due_jobs()
    admin.page.reload()
    admin.see("Đề xuất: Cấp giấy thử nghiệm")
    admin.page.get_by_role("region", name="Kết quả chạy thử").scroll_into_view_if_needed()
    kept_shot(admin.page, "chay-thu", from_top=False)
    found = admin.page.get_by_role("region", name="Kết quả chạy thử")
    expect(found).to_contain_text("Thiếu giấy tờ")
    expect(found).to_contain_text("Còn thiếu: Ảnh thẻ")
    expect(found).to_contain_text("Ngày hẹn trả sớm hơn")
    expect(found).to_contain_text("Thêm bước “Kiểm tra, xác minh thực tế”")
    expect(found).to_contain_text(past.code)
    # So the limit goes back to three days; what was written is not lost.
    admin.press("Rút đề xuất")
    admin.press("Soạn lại từ đề xuất này")
    admin.see("Soạn thay đổi")
    write(admin, limit="3")
    propose(admin, "Nghị quyết thay mức thu, giữ thời hạn")
    admin.press("Chạy thử")
    run_due_jobs()
    admin.page.reload()
    expect(admin.page.get_by_role("region", name="Kết quả chạy thử")).not_to_contain_text("Ngày hẹn")

    other = Desk(browser, live_server, "kiemsoat", reverse("desk:told"))
    other.see("Thông báo")
    other.follow("Phan Thị Lan đề xuất thay đổi")
    other.see("Đề xuất: Cấp giấy thử nghiệm", shot="duyet-de-xuat")
    expect(other.page.locator("main")).to_contain_text("25.000")
    other.press("Duyệt")
    expect(other.page.locator("main")).to_contain_text("sẽ tự áp dụng khi đến ngày")
    proposal = Proposal.objects.get(status="approved")
    before = filed()

    later = NOW + timedelta(days=38)
    approvals.apply_due(proposal_id=proposal.pk, now=later)
    after = handed_in(officer, later)
    admin.visit(reverse("desk:told"))
    expect(admin.page.locator("main")).to_contain_text("Thay đổi “Cấp giấy thử nghiệm” được áp dụng từ")

    desk = Desk(browser, live_server, "canbo", reverse("desk:process", args=[running.public_id]))
    for dossier, has_verification in ((running, False), (before, False), (after, True)):
        desk.visit(reverse("desk:process", args=[dossier.public_id]))
        expect(desk.page.locator("main")).to_contain_text(dossier.code)
        told = "Kiểm tra, xác minh thực tế" in desk.page.locator("main").inner_text()
        assert told is has_verification, dossier.code
    assert [one.version.number for one in (running, before, after)] == [1, 1, 2]
    for page in (admin.page, other.page, desk.page):
        page.context.close()
