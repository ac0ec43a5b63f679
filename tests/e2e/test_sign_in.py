"""Signing in, in the running province: people at the stand-in for VNeID, officials by password; axe on every page."""

import pytest

from motcua.accounts.demo import password
from tests.e2e.axe import SIZES
from tests.e2e.conftest import BrowserStory

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
