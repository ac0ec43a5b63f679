"""From search to signed result in the running province: one certificate, told by the citizen and by the commune."""

import re
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from motcua.accounts import demo
from tests.e2e.axe import SIZES
from tests.e2e.conftest import BrowserStory
from tests.e2e.story import Story

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("province")]

PROCEDURE = "1.004873"
TITLE = "Cấp Giấy xác nhận tình trạng hôn nhân"
CODE = re.compile(r"H\d\d(?:\.\d+)+-\d{6}-\d{4,}")


def sign_in_citizen(reader: Story, name: str) -> None:
    """Sign in at the stand-in for VNeID as one of its people."""
    reader.see("Đăng nhập")
    reader.click("Đăng nhập bằng VNeID")
    reader.see("Ông/bà đăng nhập với tài khoản nào?")
    reader.page.get_by_role("button", name=re.compile(rf"^\s*{name}")).click()


def go_on(reader: Story) -> None:
    reader.page.locator("#go-on").click()


def file(reader: Story, name: str, email: str) -> tuple[str, str]:
    """Find the procedure and file a dossier for it; return its code and its look-up secret."""
    reader.visit("/")
    reader.see(re.compile("."), shot="trang-chu")
    reader.visit("/tim-kiem?q=giay+doc+than")
    reader.see("Kết quả tìm", shot="tim-kiem")
    reader.follow(TITLE)
    reader.see(TITLE, shot="thu-tuc")
    reader.page.get_by_role("button", name="Nộp hồ sơ trực tuyến").or_(
        reader.page.get_by_role("link", name="Nộp hồ sơ trực tuyến")
    ).first.click()
    sign_in_citizen(reader, name)
    reader.see("Nộp hồ sơ")
    if reader.page.get_by_role("link", name="Xóa bản nháp").count():
        # Left over by a run that was broken off.
        reader.follow("Xóa bản nháp")
        reader.see(re.compile("Xóa"))
        reader.page.locator("main form button").last.click()
        reader.visit(f"/nop-ho-so/{PROCEDURE}")
        reader.see("Nộp hồ sơ")
    if reader.page.locator("#again").count():
        # An earlier run of these journeys filed this already.
        reader.page.locator("#again").uncheck()
    reader.click("Bắt đầu")
    reader.see("Trường hợp của ông/bà")
    reader.page.locator("#case").check()
    reader.click("Lưu và tiếp tục")
    reader.see("Người nộp và chủ hồ sơ")
    reader.page.locator("#f-on_behalf-2").check()
    reader.page.locator("#f-email").fill(email)
    go_on(reader)
    reader.see("Người yêu cầu", shot="to-khai")
    reader.page.locator("#f-for_self").check()
    answer_what_follows(reader)
    reader.see("Tình trạng hôn nhân")
    reader.page.locator("#f-status").check()
    go_on(reader)
    reader.see("Mục đích sử dụng")
    reader.page.locator("#f-purpose-2").check()
    go_on(reader)
    reader.see("Nơi giải quyết và nhận kết quả")
    reader.page.locator("#f-area").select_option(label="Xã Đơn Dương")
    reader.page.locator("#f-result_channel-3").check()
    go_on(reader)
    reader.see(re.compile("Xem lại"), shot="xem-lai")
    reader.page.locator("#confirm").check()
    reader.page.locator("main").get_by_role("button", name="Nộp hồ sơ").click()
    reader.see(re.compile("."), shot="da-nop")
    text = reader.page.locator("main").inner_text()
    code = CODE.search(text)
    assert code is not None, text
    secret = re.search(r"\b[2-9A-HJ-NP-Z]{4}\b", reader.page.locator(".motcua-receipt").inner_text())
    assert secret is not None, text
    return code[0], secret[0]


def answer_what_follows(reader: Story) -> None:
    """Answer what is asked once it is known that the certificate is for oneself."""
    if reader.scripts:
        reader.page.locator("#f-requester-ethnicity").wait_for()
    else:
        go_on(reader)
        reader.see("Người yêu cầu")
    reader.page.locator("#f-requester-ethnicity").fill("Kinh")
    # The old name of the place is understood: today's unit is found.
    reader.page.locator("#f-requester-address-old_text").fill("Thạnh Mỹ, Đơn Dương")
    reader.page.locator("#f-requester-address-detail").fill("Thôn Nghĩa Lập 1")
    go_on(reader)


def sign_in_official(reader: Story, username: str) -> None:
    reader.visit("/can-bo/dang-nhap")
    reader.see("Cán bộ đăng nhập")
    reader.page.locator("input[name=username]").fill(username)
    reader.page.locator("input[name=password]").fill(demo.password())
    reader.page.locator("main").get_by_role("button", name="Đăng nhập").click()
    reader.see(re.compile("."), shot="ban-lam-viec")


def do_the_usual(reader: Story, code: str) -> list[str]:
    """Find the dossier by its code and do whatever is this person's to do; return the steps done."""
    reader.visit("/ban-lam-viec/tim?q=" + code)
    reader.see(re.compile("."))
    if reader.page.get_by_role("link", name=code).count():
        reader.follow(code)
        reader.see(re.compile(re.escape(code)), shot="ho-so-can-bo")
    done = []
    main = reader.page.locator("button[data-shortcut=a]")
    while main.count():
        form = reader.page.locator("form", has=main)
        if form.locator("select[name=assignee]").count():
            form.locator("select[name=assignee]").select_option(index=1)
        done.append(main.inner_text())
        main.click()
        reader.see(re.compile(re.escape(code)))
        assert len(done) < 10, done
    return done


def confirm_the_draft(reader: Story, code: str) -> None:
    """Say that the draft certificate is right, as whoever files online is asked to."""
    reader.visit(f"/ho-so/{code}")
    reader.see(re.compile("."))
    reader.click("Xem và xác nhận")
    reader.see("Kiểm tra bản dự thảo", shot="du-thao")
    reader.page.locator("#outcome").check()
    reader.page.locator("main").get_by_role("button", name="Gửi").click()
    reader.see(re.compile("."))


def anybody_verifies(reader: Story, signed: Path) -> None:
    """Read the QR printed on the result: it leads to a page that calls it genuine and does not name the person."""
    picture = pypdfium2.PdfDocument(signed)[0].render(scale=3).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text.startswith(reader.province.address)
    reader.visit(found.text)
    reader.see("Xác minh kết quả", shot="xac-minh", sizes=SIZES)
    shown = reader.page.locator("main").inner_text()
    assert "Giấy xác nhận tình trạng hôn nhân" in shown
    assert "K'Brếp" not in shown


def look_up(citizen: Story, code: str, secret: str) -> None:
    """Find a dossier by its code and its secret, written as people write them."""
    citizen.visit("/tra-cuu")
    citizen.see("Tra cứu")
    citizen.page.locator("input[name=code]").fill(code.lower().replace(".", " "))
    citizen.page.locator("input[name=secret]").fill(secret.lower())
    citizen.page.locator("main form button").last.click()
    citizen.see(re.compile("."), shot="tra-cuu")
    expect(citizen.page.locator("main")).to_contain_text(code)


# On a phone with scripts it is the first part of the story below; the kiosk is among the long proofs.
@pytest.mark.parametrize(
    ("size", "scripts", "name"),
    [
        pytest.param("desk", False, "Phạm Tiến Dũng"),
        pytest.param("kiosk", True, "Đỗ Minh Tâm", marks=pytest.mark.long),
    ],
)
def test_filing(story: BrowserStory, size: str, scripts: bool, name: str) -> None:
    citizen = story(size=size, scripts=scripts)
    look_up(citizen, *file(citizen, name, "nguoi.nop@example.vn"))


def test_from_search_to_signed_result(story: BrowserStory, tmp_path: Path) -> None:
    citizen = story(size="phone")
    code, secret = file(citizen, "K'Brếp", "brep@example.vn")
    look_up(citizen, code, secret)
    steps: list[str] = []
    for username in ("donduong", "donduong.chutich", "donduong"):
        official = story(size="desk")
        sign_in_official(official, username)
        steps += do_the_usual(official, code)
        if len(steps) == 1:
            confirm_the_draft(citizen, code)
    assert steps == ["Tiếp nhận hồ sơ", "Ký số kết quả", "Phát hành kết quả"], "a simple commune dossier: three actions"
    citizen.visit(f"/ho-so/{code}")
    citizen.see(re.compile("."), shot="ho-so-cua-toi")
    expect(citizen.page.locator("main")).to_contain_text("Đã trả kết quả")
    with citizen.page.expect_download() as download:
        citizen.page.locator("a", has_text="Tải kết quả").click()
    signed = tmp_path / "ket-qua.pdf"
    download.value.save_as(signed)
    assert b"/ByteRange" in signed.read_bytes(), "the result is signed"
    anybody_verifies(story(), signed)
    told = [message["subject"] for message in citizen.province.mail("brep@example.vn") if code in str(message)]
    assert len(told) >= 2, "the person is told by e-mail"
    citizen.visit(f"http://localhost:{citizen.province.port + 20}/")
    citizen.see("Thư đã nhận", shot="thu")


def test_in_english(story: BrowserStory) -> None:
    """A package made by hand is English throughout; the State's names are marked as Vietnamese."""
    reader = story(scripts=False)
    reader.visit("/?lang=en")
    reader.see(re.compile("."), sizes=SIZES)
    reader.visit(f"/thu-tuc/{PROCEDURE}")
    reader.see("Certificate of marital status", sizes=SIZES)
    expect(reader.page.locator(".motcua-facts")).to_contain_text("3 working days")
    expect(reader.page.locator(".motcua-papers").last).not_to_contain_text(re.compile("Giấy|Văn bản"))
    reader.visit(f"/thu-tuc/{PROCEDURE}/toan-van")
    reader.see("Certificate of marital status", sizes=SIZES)
    expect(reader.page.locator("dd [lang=vi]", has_text="Hộ tịch")).to_be_visible()
