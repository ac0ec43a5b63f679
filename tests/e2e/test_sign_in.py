"""Signing in, in the running province: people at the stand-in for VNeID, officials by password; axe on every page."""

import pytest

from motcua.accounts.demo import password
from tests.e2e.axe import SIZES
from tests.e2e.conftest import BrowserStory
from tests.e2e.story import Story

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("province")]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_person_signs_in_and_comes_back(story: BrowserStory, scripts: bool) -> None:
    person = story(size="phone", scripts=scripts)
    person.visit("/dang-nhap?next=/dang-nhap")
    person.see("Đăng nhập", shot="dang-nhap" if scripts else "", sizes=SIZES)
    person.click("Đăng nhập bằng VNeID")
    person.see("Ông/bà đăng nhập với tài khoản nào?", sizes=SIZES)
    person.page.get_by_role("link", name="Thôi, không đăng nhập").click()
    person.see("Đăng nhập")
    person.click("Đăng nhập bằng VNeID")
    person.see("Ông/bà đăng nhập với tài khoản nào?")
    person.click("K'Brếp")
    # Signed in, the sign-in page leads to the first page.
    person.page.wait_for_url(f"{person.province.address}/")
    person.unseen = person.unseen[-1:]
    person.see("")


def test_an_official_signs_in_by_keyboard(story: BrowserStory) -> None:
    official = story(size="desk")
    official.visit("/ban-lam-viec")
    official.unseen = official.unseen[-1:]
    official.see("Cán bộ đăng nhập", sizes=SIZES)
    official.fill("Tên đăng nhập", "donduong")
    official.page.get_by_label("Mật khẩu", exact=True).fill("khong-phai-mat-khau")
    official.press("Enter")
    official.see("Cán bộ đăng nhập")
    official.page.get_by_label("Mật khẩu", exact=True).fill(password())
    official.press("Enter")
    official.page.wait_for_url("**/ban-lam-viec")
    official.see("Việc", sizes=SIZES)


@pytest.mark.long
def test_an_official_signs_in_with_a_passkey(story: BrowserStory) -> None:
    # Somebody whom no other story needs: from here on they have a second step.
    official = story(size="phone")
    official.visit("/can-bo/dang-nhap?next=/ban-lam-viec/tai-khoan")
    official.see("Cán bộ đăng nhập")
    give_password(official, "phoihop")
    official.see("Tài khoản của tôi", sizes=SIZES)
    devtools = official.context.new_cdp_session(official.page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    options |= {"automaticPresenceSimulation": True, "hasResidentKey": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    official.follow("Thêm ứng dụng xác thực hoặc khoá truy cập")
    official.see("Thêm cách xác thực", sizes=SIZES)
    form = official.page.locator("form[data-passkey]")
    form.get_by_label("Tên để ông/bà nhận ra").fill("Máy này")
    form.get_by_label("Mật khẩu hiện nay", exact=True).fill(password())
    official.click("Thêm khoá truy cập")
    official.see("Mã dự phòng", sizes=SIZES)
    official.click("Đã cất, tiếp tục")
    official.see("Tài khoản của tôi")
    assert official.page.get_by_text("Máy này").count() > 0
    official.page.goto(f"{official.province.address}/ban-lam-viec/tai-khoan/mat-khau")
    official.see("Đổi mật khẩu", sizes=SIZES)
    official.context.clear_cookies()
    official.visit("/can-bo/dang-nhap?next=/ban-lam-viec/tai-khoan")
    official.see("Cán bộ đăng nhập")
    give_password(official, "phoihop")
    official.see("Xác thực bước hai", sizes=SIZES)
    official.click("Dùng khoá truy cập")
    official.see("Tài khoản của tôi")


def give_password(official: Story, username: str) -> None:
    official.fill("Tên đăng nhập", username)
    official.page.get_by_label("Mật khẩu", exact=True).fill(password())
    official.press("Enter")
